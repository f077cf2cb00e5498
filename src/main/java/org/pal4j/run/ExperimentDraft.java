package org.pal4j.run;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.CircuitParametersBuilder;
import org.pal4j.run.Experiment.Learns;

/** An experiment that is being read; its defaults are what a key stands for that nobody gives. */
final class ExperimentDraft {
    /** Floats of snapshots that a run may hold. */
    private static final long MOST_SNAPSHOT_FLOATS = 1L << 26;

    final CircuitParametersBuilder circuit = CircuitParameters.builder();
    String name = "experiment";
    String title = "";
    TaskKind task = TaskKind.YINYANG;
    long seed = 1;
    int epochs = 1;
    int previewEpochs;
    double presentation = 1;
    double settling;
    Set<Learns> learns = EnumSet.allOf(Learns.class);
    int trainSamples = 1;
    int validationSamples;
    int testSamples;
    long dataSeed;
    double targetHigh = 1;
    double targetLow;
    boolean shuffle = true;
    Range forwardRange = new Range(-1, 1);
    Range feedbackRange = new Range(-1, 1);
    boolean selfPredicting = true;
    int snapshotEvery;

    /** The experiment; what is wrong with it goes to {@code faults}, of which there are none if it can be run. */
    Experiment finish(List<String> faults) {
        CircuitParameters p = circuit.build();
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            faults.add("name = \"" + name + "\": must be of letters, digits, dots, dashes and underscores, as it names a folder");
        }
        double steps = presentation / p.dt();
        if (!(steps >= 2) || steps > Integer.MAX_VALUE || Math.abs(steps - Math.rint(steps)) > 1e-6 * steps) {
            faults.add("Tpres = " + presentation + ": must be a whole multiple of dt, " + p.dt() + " ms, and at least twice it");
        }
        if (!(settling >= 0) || settling / p.dt() > 1e15) {
            faults.add("settling_time = " + settling + ": must be 0 or more and finite, in ms");
        }
        if (trainSamples < 1) {
            faults.add("train_samples = " + trainSamples + ": must be at least 1");
        }
        if (!Double.isFinite(targetHigh) || !Double.isFinite(targetLow)) {
            faults.add("target_high, target_low = " + targetHigh + ", " + targetLow + ": must be finite");
        }
        if (task.inputs() > 0 && (p.size(0) != task.inputs() || p.size(p.areas()) != task.outputs())) {
            faults.add("layers = " + p.layers() + ": the task " + task.label() + " has " + task.inputs() + " inputs and "
                    + task.outputs() + " outputs, so the first and the last must be these");
        }
        if (!task.hasTargets() && validationSamples + testSamples > 0) {
            faults.add("validation_samples, test_samples = " + validationSamples + ", " + testSamples + ": must be 0, since the task "
                    + task.label() + " has no classes");
        }
        long floats = snapshotFloats(p);
        if (floats > MOST_SNAPSHOT_FLOATS) {
            faults.add("snapshot_every = " + snapshotEvery + ": " + floats + " weights would be kept, at most " + MOST_SNAPSHOT_FLOATS
                    + " may be; use a larger number, or 0 for none");
        }
        return new Experiment(name, title, task, p, seed, epochs, previewEpochs, presentation, settling, learns, trainSamples,
                validationSamples, testSamples, dataSeed, targetHigh, targetLow, shuffle, forwardRange, feedbackRange, selfPredicting,
                snapshotEvery);
    }

    private long snapshotFloats(CircuitParameters p) {
        if (snapshotEvery == 0) {
            return 0;
        }
        long weights = 0;
        for (int l = 1; l <= p.areas(); l++) {
            weights += (long) p.size(l) * p.size(l - 1) + (l < p.areas() ? (long) p.size(l) * p.size(p.feedbackArea(l)) : 0);
        }
        return weights * (epochs / snapshotEvery + 2);
    }
}
