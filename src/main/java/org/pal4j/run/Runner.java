package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NonFiniteException;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.measure.Alignment;
import org.pal4j.measure.MeanOutput;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.run.Outcome.Ending;
import org.pal4j.run.Outcome.Snapshot;
import org.pal4j.task.Samples;

/**
 * Carries an experiment out: settling, then for each epoch validation and training, then a last validation and the test.
 *
 * <p>What is computed depends on nothing but the experiment and the number of epochs: not on the machine, on the vector width, or on
 * who listens.
 */
public final class Runner {
    /** Steps between two calls of the listener. */
    private static final int REPORT_EVERY = 1 << 15;
    /** The most steps that nobody can interrupt; the presentations of all known experiments are shorter. */
    private static final int UNINTERRUPTED = 1 << 16;

    private final Experiment e;
    private final int epochs;
    private final RunListener listener;
    private final BooleanSupplier stop;
    private final Circuit circuit;
    private final Samples train;
    private final Samples validation;
    private final Samples test;
    private final Map<String, String> dataFiles;
    private final MeanOutput mean;
    private final List<EpochMetrics> metrics = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private int epoch;
    private boolean settled;
    private long reported;
    private long start;

    /** Draws weights and samples; those that can't be drawn are looked for in the usual places. */
    public Runner(Experiment experiment, int epochs, RunListener listener, BooleanSupplier stop) {
        this(experiment, epochs, listener, stop, DataFolder.of(Optional.empty()));
    }

    /**
     * Draws weights, and draws or reads samples.
     *
     * @param experiment what to run
     * @param epochs     how many epochs of it
     * @param listener   is told how it goes on
     * @param stop       asked after each presentation; the run ends as soon as it says true
     * @param data       where samples are that can't be drawn
     * @throws org.pal4j.InputException if network and samples need more memory than there is, or samples can't be read
     */
    public Runner(Experiment experiment, int epochs, RunListener listener, BooleanSupplier stop, DataFolder data) {
        MemoryNeed.require(experiment.withEpochs(epochs));
        e = experiment;
        this.epochs = epochs;
        this.listener = listener;
        this.stop = stop;
        try {
            DataSets samples = e.task().samples(e, data);
            train = samples.train();
            validation = samples.validation();
            test = samples.test();
            dataFiles = samples.files();
            circuit = Initial.circuit(e);
        } catch (OutOfMemoryError error) {
            throw MemoryNeed.exceeded(e, error);
        }
        mean = new MeanOutput(e.circuit().size(e.circuit().areas()));
    }

    /** Runs; to be called once. */
    public Outcome run() {
        start = System.nanoTime();
        listener.begin(e, epochs);
        try {
            settle();
            learn();
            return outcome(Ending.COMPLETE, Optional.empty(), test());
        } catch (NonFiniteException fault) {
            String text = fault.getMessage() + ", " + stage() + ". " + Divergence.likelyCause(e, circuit);
            return outcome(Ending.NON_FINITE, Optional.of(text), Optional.empty());
        } catch (Stopped stopped) {
            return outcome(Ending.INTERRUPTED, Optional.empty(), Optional.empty());
        }
    }

    /** The circuit, for listeners; they only read. */
    public Circuit circuit() {
        return circuit;
    }

    /** The files that samples were read from, with the SHA-256 of their unpacked content; empty if all were drawn. */
    public Map<String, String> dataFiles() {
        return dataFiles;
    }

    /** What has been measured so far, for listeners. */
    public List<EpochMetrics> metrics() {
        return List.copyOf(metrics);
    }

    private Outcome outcome(Ending ending, Optional<String> fault, Optional<TestResult> result) {
        return new Outcome(ending, fault, List.copyOf(metrics), List.copyOf(snapshots), result, circuit, seconds());
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
        for (int sample = 0; left > 0; sample = (sample + 1) % train.size()) {
            train.show(sample, circuit.input());
            present(Phase.SETTLE, (int) Math.min(left, steps));
            left -= steps;
        }
        settled = true;
    }

    private void learn() {
        measure(Double.NaN);
        while (epoch < epochs) {
            double error = trainOneEpoch();
            epoch++;
            measure(error);
        }
    }

    private double trainOneEpoch() {
        int[] order = IntStream.range(0, train.size()).toArray();
        if (e.shuffle()) {
            new CounterRandom(e.seed(), Stream.ORDER, epoch).shuffle(order);
        }
        Phase phase = e.training();
        double error = 0;
        for (int sample : order) {
            train.show(sample, circuit.input());
            if (train.hasTargets()) {
                circuit.target().set(train.target(sample));
            }
            present(phase, e.stepsOfPresentation());
            error += train.hasTargets() ? squaredError(train.target(sample)) : Double.NaN;
        }
        return error / train.size();
    }

    /** |b_N - target|^2 over the number of outputs. */
    private double squaredError(float[] target) {
        var voltages = circuit.prospective(e.circuit().areas());
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            double difference = voltages.get(i) - target[i];
            sum += difference * difference;
        }
        return sum / target.length;
    }

    private void present(Phase phase, int steps) {
        for (int left = steps; left > 0; left -= UNINTERRUPTED) {
            circuit.advance(phase, Math.min(left, UNINTERRUPTED));
            check();
        }
    }

    /** After each presentation: is all well, does anybody listen, shall it go on? */
    private void check() {
        circuit.requireFinite();
        if (circuit.step() - reported >= REPORT_EVERY) {
            reported = circuit.step();
            listener.progress(epoch, reported);
        }
        if (stop.getAsBoolean()) {
            throw new Stopped();
        }
    }

    /** Validation, and everything else that an epoch's line holds. */
    private void measure(double trainError) {
        double accuracy = validation.size() == 0 ? Double.NaN : evaluate(validation).accuracy();
        CircuitParameters p = e.circuit();
        double[] angles = new double[p.areas() - 1];
        for (int l = 1; l < p.areas(); l++) {
            angles[l - 1] = Alignment.weightAngle(circuit, l);
        }
        if (e.snapshotEvery() > 0 && (epoch % e.snapshotEvery() == 0 || epoch == epochs)) {
            snapshots.add(snapshot());
        }
        EpochMetrics row = new EpochMetrics(epoch, circuit.step(), trainError, accuracy, angles, seconds());
        metrics.add(row);
        listener.measured(row);
    }

    private Snapshot snapshot() {
        CircuitParameters p = e.circuit();
        List<float[]> forward = new ArrayList<>();
        List<float[]> feedback = new ArrayList<>();
        for (int l = 1; l <= p.areas(); l++) {
            forward.add(circuit.matrix(Variable.W, l - 1).toArray());
            if (l < p.areas()) {
                feedback.add(circuit.matrix(Variable.B, l - 1).toArray());
            }
        }
        return new Snapshot(epoch, forward, feedback);
    }

    private Optional<TestResult> test() {
        return test.size() == 0 ? Optional.empty() : Optional.of(evaluate(test));
    }

    /** Presents samples without learning and without targets; the first step of each is left out of its mean output. */
    private TestResult evaluate(Samples samples) {
        int outputs = e.circuit().size(e.circuit().areas());
        float[][] means = new float[samples.size()][outputs];
        int[] predicted = new int[samples.size()];
        int right = 0;
        for (int sample = 0; sample < samples.size(); sample++) {
            samples.show(sample, circuit.input());
            circuit.advance(Phase.EVALUATE, 1);
            mean.clear();
            for (int step = 1; step < e.stepsOfPresentation(); step++) {
                circuit.advance(Phase.EVALUATE, 1);
                mean.add(circuit.prospective(e.circuit().areas()));
                if (step % UNINTERRUPTED == 0) {
                    check();
                }
            }
            for (int i = 0; i < outputs; i++) {
                means[sample][i] = (float) mean.get(i);
            }
            predicted[sample] = mean.argmax();
            right += predicted[sample] == samples.classOf(sample) ? 1 : 0;
            check();
        }
        return new TestResult((double) right / samples.size(), means, samples.classes(), predicted);
    }

    /** Leaves the loops, from wherever the run is asked to stop. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super(null, null, false, false);
        }
    }
}
