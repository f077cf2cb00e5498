package org.pal4j.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.pal4j.InputException;
import org.pal4j.format.IdxFiles;
import org.pal4j.fuzz.Node.Odd;
import org.pal4j.fuzz.Trial.Outcome;

/** The fuzzer finds what it looks for, and makes the same mutants each time. */
class FuzzerFindsTest {
    private static final byte[] TEXT = "a: 1\nb: [2, 3]\n".getBytes(StandardCharsets.UTF_8);
    private static final Sample SAMPLE = Sample.file("a.yaml", TEXT);

    private static Reader reader(Reader.Reading reading) {
        return Reader.of("test", 1, folder -> List.of(SAMPLE), reading, 1 << 20, 10);
    }

    private static Outcome read(Reader.Reading reading, Sample sample) throws IOException {
        try (Trial trial = Trial.open()) {
            return trial.read(reader(reading), sample);
        }
    }

    private static String finding(Reader.Reading reading) throws IOException {
        return read(reading, SAMPLE).finding().orElse("").lines().findFirst().orElse("");
    }

    private static Reader.Reading refusing(String message) {
        return file -> {
            throw new InputException(message);
        };
    }

    @Test
    void whatIsReadOrRefusedIsRight() throws IOException {
        Outcome good = read(Files::readAllBytes, SAMPLE);
        assertTrue(good.accepted() && good.finding().isEmpty(), good.toString());
        Outcome refused = read(refusing("x: must be 1;\n  - do it"), SAMPLE);
        assertTrue(!refused.accepted() && refused.finding().isEmpty(), refused.toString());
    }

    @Test
    void faultsAreFound() throws IOException {
        assertTrue(finding(file -> Integer.parseInt("x")).startsWith("NumberFormatException"));
        assertTrue(finding(file -> endless(0)).startsWith("StackOverflowError"));
        assertTrue(finding(file -> Files.write(file, new byte[1 << 22])).startsWith("allocates more"));
        assertTrue(finding(refusing("x".repeat(1300))).startsWith("long message"));
        assertTrue(finding(refusing("a\u0007")).startsWith("control character"));
        assertTrue(finding(refusing("a\u2028")).startsWith("control character"));
        for (String words : List.of("java.lang.String", "NullPointerException", "com.fasterxml.jackson.core", "enable `JsonReadFeature",
                "at [Source: x")) {
            assertTrue(finding(refusing("a " + words)).contains("in a message"), words);
        }
    }

    private static int endless(int depth) {
        return depth < 0 ? 0 : endless(depth + 1) + depth;
    }

    /** The reader waits for ever, and is then let go. */
    @Test
    void aPipeThatIsReadHangs() throws IOException {
        assertTrue(read(Files::readAllBytes, SAMPLE.with("a.yaml", Odd.PIPE)).finding().orElse("").startsWith("hangs"));
    }

    @Test
    void samplesAreWrittenAsTheyAre() throws IOException {
        for (Odd odd : Odd.values()) {
            boolean[] right = new boolean[1];
            read(path -> right[0] = switch (odd) {
                case MISSING -> !Files.exists(path);
                case FOLDER -> Files.isDirectory(path);
                case PIPE -> Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
                case ENDLESS -> Files.isSymbolicLink(path) && Files.exists(path);
                case LOOP, DANGLING -> Files.isSymbolicLink(path) && !Files.exists(path);
            }, SAMPLE.with("a.yaml", odd));
            assertTrue(right[0], odd.name());
        }
    }

    @Test
    void aMutantIsTheSameEachTime() {
        Mutator mutator = new Mutator(reader(file -> {}), List.of(SAMPLE));
        Set<String> different = new HashSet<>();
        for (int k = 0; k < 100; k++) {
            String mutant = shown(mutator.mutant(3, k));
            assertEquals(mutant, shown(new Mutator(reader(file -> {}), List.of(SAMPLE)).mutant(3, k)));
            different.add(mutant);
        }
        assertTrue(different.size() > 80, different.size() + " of 100 are different");
        assertNotEquals(shown(mutator.mutant(3, 1)), shown(mutator.mutant(4, 1)));
    }

    private static String shown(Sample sample) {
        return sample.nodes().get("a.yaml") instanceof Odd odd ? odd.name() : new String(sample.bytes("a.yaml"), StandardCharsets.ISO_8859_1);
    }

    /** A mutant is changed several times, so any bytes must do. */
    @Test
    void whateverIsLeftCanBeChangedAgain() throws IOException {
        byte[] npy = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 2, 0, '{', '}'};
        byte[] zip = {'P', 'K', 3, 4, 0, 0, 0, 0};
        byte[] gzip = IdxFiles.packed(new byte[9]);
        byte[] tensors = {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'};
        for (byte[] bytes : List.of(npy, zip, gzip, tensors, TEXT)) {
            for (String name : List.of("a.npy", "a.npz", "a.gz", "a.safetensors", "a.yaml", "a-idx3-ubyte")) {
                for (int k = 0; k < 400; k++) {
                    byte[] cut = java.util.Arrays.copyOf(bytes, k % (bytes.length + 1));
                    assertTrue(FormatChanges.changed(name, cut, bytes, new Draw(name, 1, k)).length < 1 << 24);
                }
            }
        }
    }

    /** Damage inside a packed file would otherwise end at its checksum. */
    @Test
    void packedFilesStayPacked() throws IOException {
        byte[] packed = IdxFiles.packed(IdxFiles.images(2, 3, 4, new byte[24]));
        int whole = 0;
        for (int k = 0; k < 300; k++) {
            byte[] changed = FormatChanges.changed("x-idx3-ubyte.gz", packed, packed, new Draw("test", 1, k));
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(changed))) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
                whole++;
            } catch (IOException e) {
                // Damaged outside.
            }
        }
        assertTrue(whole > 150, whole + " of 300 can be unpacked");
    }

    @Test
    void readersHaveDifferentNames() {
        Set<String> names = new HashSet<>();
        Readers.all().forEach(reader -> assertTrue(names.add(reader.name()), reader.name()));
        assertFalse(names.isEmpty());
    }

    /** What a mutant leaves is gone before the next. */
    @Test
    void nothingIsLeft() throws IOException {
        Path[] folder = new Path[1];
        try (Trial trial = Trial.open()) {
            trial.read(reader(file -> Files.createDirectories(file.resolveSibling("b/c"))), SAMPLE);
            trial.read(reader(file -> {
                folder[0] = file.getParent();
                assertFalse(Files.exists(file.resolveSibling("b")));
            }), SAMPLE);
        }
        assertFalse(Files.exists(folder[0]));
    }
}
