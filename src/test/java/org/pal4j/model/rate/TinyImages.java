package org.pal4j.model.rate;

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
import org.pal4j.catalog.Catalog;
import org.pal4j.data.DataFolder;
import org.pal4j.format.CifarRecords;
import org.pal4j.format.IdxFiles;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Place;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.run.EpochRow;
import org.pal4j.run.EpochSummary;
import org.pal4j.run.Listener;
import org.pal4j.run.RunFolder;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyOutcome;
import org.pal4j.run.StudyRunner;

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

    /** {@link #AUTOENCODER}, changed. */
    public static Study<RateExperiment> autoencoder(String... settings) {
        return study("autoencoder", AUTOENCODER, settings);
    }

    /** {@link #CIFAR}, changed. */
    public static Study<RateExperiment> cifar(String... settings) {
        return study("cifar10", CIFAR, settings);
    }

    private static Study<RateExperiment> study(String name, List<String> first, String... settings) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(settings));
        return rate(Catalog.study(name, all));
    }

    /** A study that must be of a rate network. */
    @SuppressWarnings("unchecked") // All experiments of a study are of the class of its base.
    public static Study<RateExperiment> rate(Study<?> study) {
        if (!(study.base() instanceof RateExperiment)) {
            throw new AssertionError(study.name() + " is of the model " + study.model().name());
        }
        return (Study<RateExperiment>) study;
    }

    /** Runs a study on one thread. */
    public static StudyOutcome run(Study<RateExperiment> study, DataFolder data) {
        return run(study, data, 1, () -> false, new Heard());
    }

    /** Runs a study. */
    public static StudyOutcome run(Study<RateExperiment> study, DataFolder data, int threads, BooleanSupplier stop, Listener listener) {
        return StudyRunner.of(study, threads, listener, stop, data).run();
    }

    /** Runs a study on one thread, and leaves its files in a new folder. */
    public static StudyOutcome leave(Study<RateExperiment> study, DataFolder data, Path folder) {
        StudyRunner runner = StudyRunner.of(study, 1, new Heard(), () -> false, data);
        StudyFolder own = StudyFolder.begin(RunFolder.at(folder), study, runner.inputs());
        runner.recordInto(own);
        StudyOutcome outcome = runner.run();
        own.finish(outcome);
        return outcome;
    }

    /** Remembers what a listener is told. */
    public static final class Heard implements Listener {
        final List<String> calls = new ArrayList<>();
        long expected;
        long last;

        @Override
        public void begin(Study<?> study, Map<Stage, Long> steps) {
            expected = steps.values().stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public void progress(Place place, long steps) {
            last = steps;
        }

        @Override
        public void measured(int replica, List<EpochRow> rows, Supplier<Map<String, NpyArray>> weights) {
            calls.add("measured " + replica + " " + rows.getLast().epoch());
        }

        @Override
        public void summed(EpochSummary summary) {
            calls.add("summed " + summary.epoch() + " of " + summary.replicas());
        }

        @Override
        public void failed(int replica, String fault) {
            calls.add("failed " + replica + ": " + fault);
        }
    }
}
