package org.pal4j.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.pal4j.format.CifarRecords;
import org.pal4j.format.IdxFiles;
import org.pal4j.format.NpyArray;

/** Data sets of a few images, and experiments of rate networks that take a moment. */
public final class TinyImages {
    /** Keys of an autoencoder with 784-6-2-6-784 neurons, batches of 4 and 5 updates of each. */
    public static final List<String> AUTOENCODER = List.of("name=tiny", "seeds=null", "epochs=2", "batch=4", "updates=5", "classifier_samples=8",
            "layers=[dense 6 tanh, dense 2 linear, dense 6 tanh, dense 784 linear]", "preview_epochs=0", "multiplier=3");
    /** Keys of a convolutional network with 3 and 4 filters, batches of 4 and 3 updates of each. */
    public static final List<String> CIFAR = List.of("name=tiny", "seeds=null", "epochs=1", "batch=4", "updates=3", "preview_epochs=0",
            "layers=[convolution 3 5x5 logistic, maxpool, convolution 4 5x5 logistic, maxpool, projection 7 logistic, dense 10 linear]",
                    "multiplier=0.5");

    private TinyImages() {}

    /** Writes 26 images of digits to learn from and 7 for the test, and 13 and 7 in CIFAR-10's form. */
    public static DataFolder write(Path folder) {
        try {
            digits(folder, "train", 26);
            digits(folder, "t10k", 7);
            Files.write(folder.resolve("data_batch_1.bin"), CifarRecords.of(1, IntStream.range(0, 13).map(i -> i % 10).toArray()));
            Files.write(folder.resolve("test_batch.bin"), CifarRecords.of(2, IntStream.range(0, 7).map(i -> 9 - i).toArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return DataFolder.of(Optional.of(folder), Map.of(), folder);
    }

    private static void digits(Path folder, String part, int count) throws IOException {
        byte[] pixels = new byte[count * 784];
        new Random(count).nextBytes(pixels);
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), IdxFiles.images(count, 28, 28, pixels));
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), IdxFiles.labels(IntStream.range(0, count).map(i -> i % 10).toArray()));
    }

    static Study<RateExperiment> autoencoder(String... settings) {
        return study("autoencoder", AUTOENCODER, settings);
    }

    static Study<RateExperiment> cifar(String... settings) {
        return study("cifar10", CIFAR, settings);
    }

    private static Study<RateExperiment> study(String name, List<String> first, String... settings) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(settings));
        return Catalog.read(name, all).of(RateExperiment.class).orElseThrow();
    }

    static RateStudyOutcome run(Study<RateExperiment> study, DataFolder data) {
        return run(study, data, 1, () -> false, new Heard());
    }

    static RateStudyOutcome run(Study<RateExperiment> study, DataFolder data, int threads, BooleanSupplier stop, RateListener listener) {
        return new RateRunner(study, threads, listener, stop, data).run();
    }

    /** Remembers what a listener is told. */
    static final class Heard implements RateListener {
        final List<String> calls = new ArrayList<>();
        long expected;
        long last;

        @Override
        public void begin(Study<RateExperiment> study, long updates) {
            expected = updates;
        }

        @Override
        public void progress(Where where, long updates) {
            last = updates;
        }

        @Override
        public void measured(int replica, List<RateMetrics> metrics, Supplier<Map<String, NpyArray>> weights) {
            calls.add("measured " + replica + " " + metrics.getLast().epoch());
        }

        @Override
        public void summed(RateSummary summary) {
            calls.add("summed " + summary.epoch() + " of " + summary.replicas());
        }

        @Override
        public void failed(int replica, String fault) {
            calls.add("failed " + replica + ": " + fault);
        }
    }
}
