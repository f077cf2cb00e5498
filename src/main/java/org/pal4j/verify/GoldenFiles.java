package org.pal4j.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.config.Json;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.WholeFile;

/**
 * The contents of a golden case: what its two files hold.
 *
 * @param json   the keys of case.json
 * @param arrays the arrays of arrays.npz
 */
public record GoldenFiles(Map<String, Object> json, SequencedMap<String, NpyArray> arrays) {
    /** The name of the file that holds the arrays of a case. */
    public static final String ARRAYS = "arrays.npz";

    /**
     * Checks that a folder is new or empty, so that a case overwrites nothing.
     *
     * @throws InputException if it is not
     */
    public static void requireFree(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException(folder + ": is no folder; give a new one");
        }
        try (Stream<Path> there = Files.isDirectory(folder) ? Files.list(folder) : Stream.of()) {
            if (there.findAny().isPresent()) {
                throw new InputException(folder + ": is not empty; give a new folder with --out");
            }
        } catch (IOException e) {
            throw new InputException(folder + ": can't be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Writes the case into a folder, which is made if need be. The bytes depend on the case alone.
     *
     * @throws InputException if it can't be written
     */
    public void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Npz.write(folder.resolve(ARRAYS), arrays);
            WholeFile.write(folder.resolve(GoldenArrays.FILE), out -> out.write(Json.indented(json).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new InputException(folder + ": can't be written (" + e.getMessage() + ")", e);
        }
    }
}
