package org.pal4j.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.pal4j.catalog.Catalog;
import org.pal4j.verify.GoldenCase;

/** Golden cases. */
final class Golden {
    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private Golden() {}

    static List<Sample> circuits(Path folder) throws IOException {
        return List.of(Sample.folder(RESOURCES.resolve("golden/pal-chain")));
    }

    static List<Sample> rates(Path folder) throws IOException {
        return List.of(Sample.folder(RESOURCES.resolve("golden-rate/ae-dfa")), Sample.folder(RESOURCES.resolve("golden-rate/conv-bp")));
    }

    /** Simulating is no reading: vectors in code that is not compiled yet are objects. */
    static void verify(Path folder) {
        GoldenCase golden = Catalog.golden(folder);
        Trial.uncounted(golden::verify);
    }
}
