package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.NonFiniteException;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Simulator;
import org.pal4j.data.SampleSet;
import org.pal4j.measure.MeanOutput;
import org.pal4j.run.Outcome.Ending;

/**
 * Carries out replicas of one experiment side by side, or one alone: settling, then for each epoch validation and training, then a last
 * validation and the test.
 *
 * <p>A replica computes what it would compute alone, to the bit. One whose voltages are not finite any more is left behind with a copy of its
 * circuit as of then; the others go on.
 */
final class Group {
    /** Steps between two calls of the listener. */
    private static final int REPORT_EVERY = 1 << 15;
    /** The most steps that nobody can interrupt; the presentations of all known experiments are shorter. */
    private static final int UNINTERRUPTED = 1 << 16;

    /** Hears how the replicas of a group go on. */
    interface Listener {
        /** Some thousand steps further. */
        void progress(int epoch, long steps);

        /** An epoch (or the start) of replica {@code k} has been measured. */
        void measured(int k, EpochMetrics metrics);

        /** Replica {@code k} was left behind. */
        void failed(int k, String fault);
    }

    private final List<Experiment> replicas;
    private final Experiment e;
    private final int epochs;
    private final DataSets data;
    private final Listener listener;
    private final BooleanSupplier stop;
    /** They go on in turn, presentation by presentation. */
    private final List<Part> parts = new ArrayList<>();
    private final List<Track> tracks = new ArrayList<>();
    private int epoch;
    private boolean settled;
    private long reported;
    private final long every;
    private final Moment.Comparison comparison;
    /** Steps of settling and training. */
    private long countable;
    private boolean targeted;
    private long start;

    /**
     * Draws weights.
     *
     * @param replicas equal but for seeds, learning rates, noise scales and alphas
     * @param threads  for a large circuit alone
     * @param stop     asked after each presentation; the run ends as soon as it says true
     */
    Group(List<Experiment> replicas, int epochs, DataSets data, int threads, Listener listener, BooleanSupplier stop) {
        this.replicas = List.copyOf(replicas);
        e = replicas.getFirst();
        this.epochs = epochs;
        this.data = data;
        this.listener = listener;
        this.stop = stop;
        every = e.recording().every();
        comparison = Moment.Comparison.of(e, data);
        List<NoiseSource> noise = replicas.stream().map(Initial::noise).toList();
        int first = 0;
        for (int size : Grouping.cut(e.circuit(), replicas.size())) {
            Simulator simulator = Initial.of(replicas.subList(first, first + size), noise.subList(first, first + size), threads);
            for (Replica circuit : simulator.replicas()) {
                tracks.add(new Track(replicas.get(first), circuit, noise.get(first), data.train().size()));
                first++;
            }
            parts.add(new Part(simulator, List.copyOf(tracks.subList(first - size, first))));
        }
    }

    /** From now on replica {@code k} is recorded. */
    void recordInto(int k, Recorder recorder) {
        tracks.get(k).recorder = Optional.of(recorder);
    }

    /** Runs; to be called once. The outcomes are in the order of the replicas. */
    List<Outcome> run() {
        start = System.nanoTime();
        Ending ending = Ending.COMPLETE;
        try {
            settle();
            learn();
            test();
        } catch (Stopped stopped) {
            ending = stopped.ending;
        }
        Ending last = ending;
        return tracks.stream().map(t -> t.left.orElseGet(() -> outcome(t, last, Optional.empty(), t.circuit))).toList();
    }

    Replica circuit(int k) {
        return tracks.get(k).circuit;
    }

    List<EpochMetrics> metrics(int k) {
        return List.copyOf(tracks.get(k).metrics);
    }

    private Outcome outcome(Track t, Ending ending, Optional<String> fault, Replica circuit) {
        return new Outcome(ending, fault, List.copyOf(t.metrics), List.copyOf(t.snapshots), t.test, circuit, seconds());
    }

    private String stage() {
        return !settled ? "while settling" : epoch < epochs ? "in epoch " + (epoch + 1) : "after the last epoch";
    }

    private double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Runs through the start of the input sequence with all learning off. */
    private void settle() {
        int steps = e.stepsOfPresentation();
        long left = e.stepsOfSettling();
        for (int sample = 0; left > 0; sample = (sample + 1) % data.train().size()) {
            show(data.train(), sample);
            presentRecorded(Phase.SETTLE, (int) Math.min(left, steps));
            left -= steps;
        }
        settled = true;
    }

    /** The same sample for all. */
    private void show(SampleSet samples, int sample) {
        for (Track t : tracks) {
            samples.show(sample, t.circuit.input());
        }
        present();
    }

    /** A presentation begins. */
    private void present() {
        for (Part part : parts) {
            part.simulator().present();
        }
    }

    private void advance(Phase phase, int steps) {
        for (Part part : parts) {
            part.simulator().advance(phase, steps);
        }
    }

    private long step() {
        return parts.getFirst().simulator().step();
    }

    private void learn() {
        measure();
        while (epoch < epochs) {
            trainOneEpoch();
            epoch++;
            measure();
        }
    }

    private void trainOneEpoch() {
        SampleSet train = data.train();
        for (Track t : tracks) {
            if (e.shuffle()) {
                t.shuffle(epoch);
            }
            t.error = 0;
        }
        Phase phase = e.training();
        Phase lag = new Phase(false, false, false, phase.noise(), false);
        for (int i = 0; i < train.size(); i++) {
            for (Track t : tracks) {
                train.show(t.order[i], t.circuit.input());
                if (train.hasTargets()) {
                    t.circuit.target().set(train.target(t.order[i]));
                }
            }
            present();
            presentRecorded(lag, e.stepsOfLag());
            presentRecorded(phase, e.stepsOfPresentation() - e.stepsOfLag());
            for (Track t : tracks) {
                t.error += train.hasTargets() ? t.squaredError(train.target(t.order[i])) : Double.NaN;
            }
        }
    }

    /** Steps of settling and training, with a record wherever one is due. */
    private void presentRecorded(Phase phase, int steps) {
        for (int left = steps; left > 0;) {
            int now = Math.min(left, UNINTERRUPTED);
            if (every > 0) {
                now = (int) Math.min(now, every - countable % every);
            }
            advance(phase, now);
            left -= now;
            countable += now;
            targeted = phase.target();
            if (every > 0 && countable % every == 0) {
                record();
            }
            check();
        }
    }

    private void record() {
        for (Track t : tracks) {
            if (t.left.isEmpty() && t.recorder.isPresent()) {
                t.recorder.get().record(moment(t));
            }
        }
    }

    private Moment moment(Track t) {
        return new Moment(t.e, t.circuit, epoch, targeted, comparison);
    }

    /** After each presentation: is all well, does anybody listen, shall it go on? */
    private void check() {
        for (int k = 0; k < tracks.size(); k++) {
            if (tracks.get(k).left.isEmpty()) {
                check(k);
            }
        }
        if (tracks.stream().allMatch(t -> t.left.isPresent())) {
            throw new Stopped(Ending.NON_FINITE);
        }
        if (step() - reported >= REPORT_EVERY) {
            reported = step();
            listener.progress(epoch, reported);
        }
        if (stop.getAsBoolean()) {
            throw new Stopped(Ending.INTERRUPTED);
        }
    }

    private void check(int k) {
        Track t = tracks.get(k);
        try {
            t.circuit.requireFinite();
        } catch (NonFiniteException exception) {
            String fault = exception.getMessage() + ", " + stage() + ". " + Divergence.likelyCause(t.e, t.circuit);
            // Alone, nothing will change it any more.
            Replica frozen = tracks.size() == 1 ? t.circuit : t.circuit.copy();
            t.left = Optional.of(outcome(t, Ending.NON_FINITE, Optional.of(fault), frozen));
            listener.failed(k, fault);
        }
    }

    /** Validation, and everything else that an epoch's line holds; angles as training left them. */
    private void measure() {
        if (every == 0) {
            record();
        }
        List<double[]> weightAngles = tracks.stream().map(t -> Recordable.WEIGHT_ANGLE.row(moment(t), 0)).toList();
        List<double[]> convergedAngles = tracks.stream().map(t -> Recordable.CONVERGED_ANGLE.row(moment(t), 0)).toList();
        List<Optional<TestResult>> results = evaluate(data.validation());
        for (int k = 0; k < tracks.size(); k++) {
            Track t = tracks.get(k);
            if (t.left.isPresent()) {
                continue;
            }
            if (e.snapshotEvery() > 0 && (epoch % e.snapshotEvery() == 0 || epoch == epochs)) {
                t.snapshots.add(t.snapshot(epoch));
            }
            double error = epoch == 0 ? Double.NaN : t.error / data.train().size();
            double accuracy = results.get(k).map(TestResult::accuracy).orElse(Double.NaN);
            EpochMetrics row = new EpochMetrics(epoch, step(), error, accuracy, weightAngles.get(k), convergedAngles.get(k), seconds());
            t.metrics.add(row);
            listener.measured(k, row);
        }
    }

    private void test() {
        List<Optional<TestResult>> results = evaluate(data.test());
        for (int k = 0; k < tracks.size(); k++) {
            tracks.get(k).test = results.get(k);
        }
    }

    /**
     * Presents samples without learning and without targets; the first step of each is left out of its mean output. The results are those of
     * the replicas in turn; none if there are no samples.
     */
    private List<Optional<TestResult>> evaluate(SampleSet samples) {
        int outputs = e.circuit().size(e.circuit().areas());
        float[][][] means = new float[tracks.size()][samples.size()][outputs];
        int[][] predicted = new int[tracks.size()][samples.size()];
        for (int sample = 0; sample < samples.size(); sample++) {
            present(samples, sample);
            for (int k = 0; k < tracks.size(); k++) {
                MeanOutput mean = tracks.get(k).mean;
                for (int i = 0; i < outputs; i++) {
                    means[k][sample][i] = (float) mean.get(i);
                }
                predicted[k][sample] = mean.argmax();
            }
            check();
        }
        List<Optional<TestResult>> results = new ArrayList<>();
        for (int k = 0; k < tracks.size(); k++) {
            results.add(samples.size() == 0 ? Optional.empty() : Optional.of(result(samples, means[k], predicted[k])));
        }
        return results;
    }

    private static TestResult result(SampleSet samples, float[][] means, int[] predicted) {
        long right = IntStream.range(0, samples.size()).filter(i -> predicted[i] == samples.classOf(i)).count();
        return new TestResult((double) right / samples.size(), means, samples.classes(), predicted);
    }

    private void present(SampleSet samples, int sample) {
        show(samples, sample);
        for (Part part : parts) {
            part.begin();
            for (int step = 1; step < e.stepsOfPresentation(); step++) {
                part.evaluate();
                if (step % UNINTERRUPTED == 0) {
                    check();
                }
            }
        }
    }

    /** Leaves the loops, from wherever the run ends early. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Ending ending;

        Stopped(Ending ending) {
            super(null, null, false, false);
            this.ending = ending;
        }
    }
}
