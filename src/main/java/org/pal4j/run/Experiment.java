package org.pal4j.run;

import java.util.Set;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Phase;

/**
 * A resolved configuration: everything that decides what a run computes. Read by {@link ExperimentReader}, shown by
 * {@link ExperimentKeys#show}, which gives a file that reads back as the same experiment.
 *
 * @param name              of the experiment
 * @param title             one line about it
 * @param task              what is learned
 * @param circuit           the network
 * @param seed              of weights, noise and the order of samples
 * @param draws             where random numbers come from
 * @param epochs            passes over the training samples
 * @param previewEpochs     passes that a plain {@code run} makes: about 20 seconds' worth
 * @param presentation      time for which a sample is shown (Tpres), ms
 * @param settling          time before learning in which the circuit settles, ms
 * @param lag               time at the start of each presentation in which nothing learns and the target waits, ms
 * @param learns            which weights learn
 * @param trainSamples      training samples
 * @param validationSamples validation samples, shown before each epoch and after the last
 * @param testSamples       test samples, shown at the end
 * @param dataSeed          of the training samples; validation and test have 1 and 2 more
 * @param targetHigh        target voltage of the own class
 * @param targetLow         target voltage of the other classes
 * @param shuffle           whether each epoch has its own order of samples
 * @param start             what the network starts with
 * @param teacher           where targets come from in the task teacher; for the task uniform, those that angle_update is measured with
 * @param snapshotEvery     epochs between the snapshots of W and B in the recordings; 0 for none
 * @param recording         what is recorded as the run goes on
 */
public record Experiment(
        String name,
        String title,
        TaskKind task,
        CircuitParameters circuit,
        long seed,
        Draws draws,
        int epochs,
        int previewEpochs,
        double presentation,
        double settling,
        double lag,
        Set<Learns> learns,
        int trainSamples,
        int validationSamples,
        int testSamples,
        long dataSeed,
        double targetHigh,
        double targetLow,
        boolean shuffle,
        Start start,
        Teacher teacher,
        int snapshotEvery,
        RecordingPlan recording) implements Configuration {

    /** Groups of weights that can learn. */
    public enum Learns {
        /** W. */
        FORWARD,
        /** WI and BI. */
        LATERAL,
        /** B. */
        BACKWARD;

        /** The name in configurations. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Steps for which a sample is shown. */
    public int stepsOfPresentation() {
        return (int) Math.round(presentation / circuit.dt());
    }

    /** Steps of a presentation before learning sets in. */
    public int stepsOfLag() {
        return (int) Math.round(lag / circuit.dt());
    }

    /** Steps before learning. */
    public long stepsOfSettling() {
        return Math.round(settling / circuit.dt());
    }

    /** What is on in training. */
    public Phase training() {
        return new Phase(learns.contains(Learns.FORWARD), learns.contains(Learns.LATERAL), learns.contains(Learns.BACKWARD), true,
                task.hasTargets());
    }

    @Override
    public String show() {
        return ExperimentKeys.show(this);
    }

    /** The same with another number of epochs. */
    @Override
    public Experiment withEpochs(int number) {
        return new Experiment(name, title, task, circuit, seed, draws, number, previewEpochs, presentation, settling, lag, learns, trainSamples,
                validationSamples, testSamples, dataSeed, targetHigh, targetLow, shuffle, start, teacher, snapshotEvery, recording);
    }

    @Override
    public Model model() {
        return Model.CIRCUIT;
    }

    @Override
    public long work() {
        return totalSteps(epochs);
    }

    @Override
    public int classes() {
        return task.outputs();
    }

    @Override
    public boolean sharesWork() {
        return Circuit.sharesWork(circuit);
    }

    /** All steps of a run with so many epochs. */
    public long totalSteps(int epochs) {
        long shown = (long) epochs * trainSamples + (epochs + 1L) * validationSamples + testSamples;
        return stepsOfSettling() + shown * stepsOfPresentation();
    }
}
