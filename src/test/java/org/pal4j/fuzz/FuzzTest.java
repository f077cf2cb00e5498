package org.pal4j.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Some thousand mutants of everything that is read. {@link Fuzz} tries more. */
class FuzzTest {
    private static final long SEED = 20261128;
    private static final long MUTANTS = 2500;

    @TestFactory
    Stream<DynamicTest> damagedFilesAreReadOrRefused() {
        List<Reader> readers = Readers.all();
        return readers.stream().map(reader -> DynamicTest.dynamicTest(reader.name(), () -> {
            try (Fuzzer fuzzer = new Fuzzer(reader, SEED)) {
                long mutants = Fuzz.share(reader, readers, MUTANTS);
                for (long k = 0; k < mutants; k++) {
                    fuzzer.read(k);
                }
                assertEquals("", String.join("\n", fuzzer.findings()));
                // Where all mutants are refused, little is tried.
                assertTrue(fuzzer.summary().accepted() > 0, fuzzer.summary().toString());
            }
        }));
    }
}
