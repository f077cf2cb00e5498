package org.pal4j.session.subject;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pal4j.InputException;
import org.pal4j.format.Reason;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.GoldenFiles;

/**
 * The golden cases that the program carries in its jar, so that the kit has them everywhere. They are the files of the tests, whole: the kit believes
 * a case only if the reference follows what it expects.
 */
public final class CarriedCases {
    /** All cases, those of circuits first. */
    public static final List<String> NAMES = List.of("golden/bp-deep", "golden/fa-deep", "golden/kp-deep-low-pass", "golden/kp-plain",
            "golden/kp-traces", "golden/pal-chain", "golden/pal-differing", "golden/pal-partly-prospective", "golden/pal-phi-regularizer",
            "golden/pal-white-noise-unfiltered", "golden/pal-yinyang-shape", "golden-rate/ae-dfa", "golden-rate/ae-pal-lowpass",
            "golden-rate/conv-bp", "golden-rate/conv-pal", "golden-rate/kp-conv", "golden-rate/kp-dense-lowpass", "golden-rate/wm-conv");
    private static final List<String> FILES = List.of(GoldenArrays.FILE, GoldenFiles.ARRAYS);

    private CarriedCases() {}

    /**
     * Writes a case as a folder.
     *
     * @param name   one of {@link #NAMES}
     * @param folder a folder that is not there yet
     * @throws InputException if it can't be written
     */
    static void unpack(String name, Path folder) {
        try {
            Files.createDirectories(folder);
            for (String file : FILES) {
                try (InputStream in = open(name + "/" + file)) {
                    Files.copy(in, folder.resolve(file));
                }
            }
        } catch (IOException e) {
            throw new InputException(folder + ": the golden case " + name + " can't be written (" + Reason.of(e) + ")", e);
        }
    }

    private static InputStream open(String resource) {
        return Optional.ofNullable(CarriedCases.class.getResourceAsStream("/" + resource))
                .orElseThrow(() -> new IllegalStateException("the program has no " + resource + "; build it again"));
    }
}
