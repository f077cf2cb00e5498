package org.pal4j.run;

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
        return Catalog.sweep("yinyang", all, notes -> { });
    }

    /** Remembers what a listener is told. */
    static final class Heard implements SweepListener {
        final List<String> finished = new ArrayList<>();
        final List<String> unkept = new ArrayList<>();
        int groups;

        @Override
        public void begin(int runs, int groups, int threads, long work) {
            this.groups = groups;
        }

        @Override
        public void progress(long work) {}

        @Override
        public void finished(SweepRun run, Optional<String> fault, int done) {
            finished.add(run.path());
        }

        @Override
        public void unkept(SweepRun run, InputException fault) {
            unkept.add(run.path());
        }
    }

    /** Goes on with a shard of the sweep in a folder. */
    static SweepRunner.Result run(SweepFolder folder, Shard shard, int threads, Heard heard, BooleanSupplier stop) {
        List<SweepRun> runs = SweepPlan.shard(folder.sweep(), shard).stream().filter(run -> !folder.isFinished(run)).toList();
        return new SweepRunner(folder.sweep(), runs, threads, heard, stop, DataFolder.of(Optional.empty())).run(folder);
    }

    static SweepFolder folder(Path path, Sweep sweep) {
        SweepFolder folder = SweepFolder.find(path, sweep).orElseGet(() -> SweepFolder.at(path, sweep));
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
