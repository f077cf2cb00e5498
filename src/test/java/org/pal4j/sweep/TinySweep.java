package org.pal4j.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Documents;
import org.pal4j.data.DataFolder;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;
import org.pal4j.run.Ending;
import org.pal4j.run.Listener;
import org.pal4j.run.RunFolder;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyRunner;

/** Sweeps over a few samples, which take milliseconds. */
final class TinySweep {
    /** Two shapes, and three learning rates side by side; one of them runs away. */
    static final String AXES = "sweep={product: {taur: [0, 1], eta_fw: [0.1, 1e38, 0.2]}}";

    private TinySweep() {}

    static Sweep of(String... settings) {
        List<String> all = new ArrayList<>(List.of("name=tiny", "layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4",
                "test_samples=3", "epochs=2", "snapshot_every=1", "activation=linear"));
        // A key that is swept can have no value of its own.
        all.removeIf(setting -> List.of(settings).stream().anyMatch(own -> own.startsWith("sweep=")
                && own.matches("(?s).*[{ ]" + setting.substring(0, setting.indexOf('=')) + ":.*")));
        all.addAll(List.of(settings));
        return Catalog.sweep("yinyang", all, notes -> {});
    }

    /** Remembers what a listener is told. */
    static final class Heard implements SweepListener {
        final List<String> finished = new ArrayList<>();
        final List<String> unkept = new ArrayList<>();
        final List<Double> work = new ArrayList<>();
        double allWork;
        int groups;

        @Override
        public void begin(int runs, int groups, int threads, long steps, double work) {
            this.groups = groups;
            allWork = work;
        }

        @Override
        public void progress(long steps, double work) {
            this.work.add(work);
        }

        @Override
        public void finished(Run run, Optional<String> fault, int done) {
            finished.add(run.path());
        }

        @Override
        public void unkept(Run run, InputException fault) {
            unkept.add(run.path());
        }
    }

    /** Goes on with a shard of the sweep in a folder. */
    static SweepRunner.Result run(SweepFolder folder, Shard shard, int threads, Heard heard, BooleanSupplier stop) {
        return run(folder, shard, threads, heard, stop, DataFolder.of(Optional.empty()));
    }

    /** The same with samples that are read. */
    static SweepRunner.Result run(SweepFolder folder, Shard shard, int threads, Heard heard, BooleanSupplier stop, DataFolder data) {
        List<Run> runs = Plan.shard(folder.sweep(), shard).stream().filter(run -> !folder.isFinished(run)).toList();
        return new SweepRunner(folder.sweep(), runs, threads, heard, stop, data).run(folder);
    }

    /**
     * Makes sure that each run of a sweep has left what the same experiment leaves alone.
     *
     * @param alone a folder for that, yet to be made
     */
    static void assertAlone(SweepFolder folder, Path alone, DataFolder data) throws IOException {
        for (Run run : folder.sweep().runs()) {
            Experiment e = folder.sweep().experiment(run);
            assertEquals(run.seed(), e.seed());
            Path own = alone(e, alone.resolve(run.path()), data);
            Path there = folder.path().resolve(run.path());
            List<String> files = new ArrayList<>(List.of("configuration.yaml", "weights.safetensors", "recordings.npz"));
            if (Documents.json(own.resolve("result.json")).get("ending").equals(Ending.NON_FINITE.label())) {
                // Bits of NaN are not promised: they depend on what was compiled.
                files.remove("weights.safetensors");
                assertEquals(Safetensors.read(own.resolve("weights.safetensors")).tensors(),
                        Safetensors.read(there.resolve("weights.safetensors")).tensors(), run.path());
            }
            for (String file : files) {
                assertEquals(-1, Files.mismatch(own.resolve(file), there.resolve(file)), run.path() + " " + file);
            }
            for (String file : List.of("metrics.csv", "result.json", "environment.json")) {
                assertEquals(withoutTimes(own.resolve(file)), withoutTimes(there.resolve(file)), run.path() + " " + file);
            }
        }
    }

    private static <E extends Experiment> Path alone(E e, Path path, DataFolder data) {
        Study<E> study = Study.of(e);
        StudyRunner runner = StudyRunner.of(study, 1, new Listener() {}, () -> false, data);
        StudyFolder files = StudyFolder.begin(RunFolder.at(path), study, runner.inputs());
        files.finish(runner.run());
        return path;
    }

    private static List<String> withoutTimes(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> !line.matches(" *\"((micro)?seconds|started).*"))
                .map(line -> line.replaceFirst(",[^,]*$", "")).toList();
    }

    static SweepFolder folder(Path path, Sweep sweep) {
        SweepFolder folder = SweepFolder.find(path, sweep, Catalog::sweep).orElseGet(() -> SweepFolder.at(path, sweep, Catalog::sweep));
        folder.begin();
        return folder;
    }

    /** Both tables, without their columns of times. */
    static List<List<String>> tables(SweepFolder folder) throws IOException {
        List<List<String>> tables = new ArrayList<>();
        for (String name : List.of("results.csv", "summary.csv")) {
            List<List<String>> cells = Files.readAllLines(folder.path().resolve(name)).stream().map(line -> List.of(line.split(",", -1))).toList();
            List<String> header = cells.getFirst();
            for (List<String> row : cells) {
                tables.add(IntStream.range(0, header.size()).filter(k -> !header.get(k).startsWith("seconds")).mapToObj(row::get)
                        .collect(Collectors.toList()));
            }
        }
        return tables;
    }

    static Path scratch() throws IOException {
        return Files.createTempDirectory("pal4j-sweep");
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
