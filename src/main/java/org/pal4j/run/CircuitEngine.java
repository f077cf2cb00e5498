package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Circuits: those of a group side by side in the lanes of vectors. */
final class CircuitEngine implements SweepEngine {
    /** Files are not read again for points that differ in nothing of this. */
    private static final List<String> OF_FILES = List.of("task", "layers", "train_samples", "validation_samples", "test_samples", "target_high",
            "target_low");

    private final Sweep sweep;
    private final SharedSamples<DataSets> samples;

    CircuitEngine(Sweep sweep, DataFolder data) {
        this.sweep = sweep;
        samples = new SharedSamples<>(CircuitEngine::key, point -> of(point).task().samples(of(point), data));
    }

    private static Experiment of(SweepPoint point) {
        return (Experiment) point.experiment();
    }

    private static Map<String, JsonNode> key(SweepPoint point) {
        Map<String, JsonNode> key = SweepPlan.kind(point);
        if (of(point).task() == TaskKind.MNIST) {
            key.keySet().retainAll(OF_FILES);
        }
        return key;
    }

    @Override
    public void prepare(List<SweepGroup> groups) {
        groups.forEach(group -> samples.expect(group.point()));
        groups.stream().map(SweepGroup::point).filter(point -> of(point).task() == TaskKind.MNIST).forEach(samples::take);
    }

    @Override
    public long work(SweepGroup group) {
        return group.work();
    }

    @Override
    public void release(SweepGroup group) {
        samples.release(group.point());
    }

    @Override
    public Computation start(List<SweepRun> runs, int threads, LongConsumer progress, BooleanSupplier stop) {
        List<Experiment> experiments = runs.stream().map(sweep::experiment).map(Experiment.class::cast).toList();
        DataSets data = samples.take(runs.getFirst().point());
        Group group = new Group(experiments, experiments.getFirst().epochs(), data, threads, new Member(runs.size(), progress), stop);
        return new SideBySide(experiments, data, group, new ArrayList<>());
    }

    private record SideBySide(List<Experiment> experiments, DataSets data, Group group, List<RunFolder> folders) implements Computation {
        @Override
        public void begin(int k, RunFolder folder) {
            folder.begin(experiments.get(k), data.files());
            folder.recorder().ifPresent(recorder -> group.recordInto(k, recorder));
            folders.add(folder);
        }

        @Override
        public List<Computed> run() {
            List<Outcome> outcomes = group.run();
            return IntStream.range(0, outcomes.size()).mapToObj(k -> {
                Outcome own = outcomes.get(k);
                return new Computed(own.ending(), own.fault(), own.circuit().step(), () -> folders.get(k).finishWhole(experiments.get(k), own));
            }).toList();
        }
    }

    /** Hears one group. */
    private record Member(int runs, LongConsumer progress) implements Group.Listener {
        @Override
        public void progress(int epoch, long steps) {
            progress.accept(steps * runs);
        }

        @Override
        public void measured(int k, EpochMetrics metrics) {
            progress.accept(metrics.steps() * runs);
        }

        @Override
        public void failed(int k, String fault) {
            // The outcome tells.
        }
    }
}
