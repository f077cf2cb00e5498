package org.pal4j.fuzz;

import java.util.List;

/** All readers. A new one joins by an entry here. */
final class Readers {
    private static final long MB = 1 << 20;

    private Readers() {}

    /**
     * Returns all readers. Their numbers: the weight, the bytes of memory that they may take for any file, and those for each byte of it. What reads
     * a configuration holds a text several times, and as trees of objects.
     */
    static List<Reader> all() {
        return List.of(
                Reader.of("circuits", 14, Configurations::circuits, Configurations::show, 64 * MB, 1500),
                Reader.of("rate networks", 10, Configurations::rates, Configurations::show, 64 * MB, 1500),
                Reader.of("original programs", 10, Configurations::originals, Configurations::original, 64 * MB, 1500),
                // Of thousands of points each is read, one after the other: much is allocated, and 32 MB suffice.
                Reader.of("sweeps", 8, Configurations::sweeps, Configurations::show, 512 * MB, 1500),
                Reader.of("command line", 6, Configurations::arguments, Configurations::commandLine, 512 * MB, 1500),
                Reader.of("cases of circuits", 2, Golden::circuits, Golden::verify, 64 * MB, 300),
                Reader.of("cases of rate networks", 1, Golden::rates, Golden::verify, 96 * MB, 300),
                Reader.of("arrays", 10, Data::arrays, Data::info, 64 * MB, 100),
                Reader.of("MNIST", 5, Data::mnist, Data::readMnist, 64 * MB, 20),
                Reader.of("CIFAR-10", 4, Data::cifar, Data::readCifar, 64 * MB, 20),
                Reader.of("own CSV", 6, Data::ownCsv, Data::start, 64 * MB, 500).keeping("own.yaml"),
                Reader.of("own npz", 6, Data::ownNpz, Data::start, 64 * MB, 200).keeping("own.yaml"),
                Reader.of("start weights", 5, Data::weights, Data::start, 64 * MB, 200).keeping("own.yaml"),
                Reader.of("runs", 2, Runs::runs, Runs::look, 96 * MB, 1500),
                Reader.of("comparisons", 1, Runs::several, Runs::compare, 96 * MB, 1500),
                Reader.of("recordings", 2, Runs::recorded, Runs::look, 96 * MB, 1500).keeping("configuration.yaml", "environment.json", "result.json",
                        "metrics.csv"),
                Reader.of("checkpoints", 3, Runs::stopped, Runs::resume, 64 * MB, 1500).keeping("configuration.yaml",
                        "seed-123456/configuration.yaml",
                        "seed-123457/configuration.yaml"),
                Reader.of("predictions", 2, Runs::asked, Runs::predict, 64 * MB, 1500).keeping("configuration.yaml"),
                Reader.of("sweep folders", 2, Runs::swept, Runs::gather, 96 * MB, 1500));
    }
}
