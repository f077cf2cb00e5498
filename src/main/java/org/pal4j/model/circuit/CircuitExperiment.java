package org.pal4j.model.circuit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pal4j.chart.Numbers;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Phase;
import org.pal4j.config.Range;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.RunSettings;

/**
 * A resolved configuration of a circuit: everything that decides what a run computes. {@link ExperimentKeys} reads and shows it.
 *
 * @param settings          name, seed, epochs and what is recorded
 * @param task              what is learned
 * @param circuit           the network
 * @param random            where random numbers come from
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
 */
public record CircuitExperiment(
        RunSettings settings,
        Task task,
        CircuitParameters circuit,
        RandomSource random,
        double presentation,
        double settling,
        double lag,
        Set<WeightGroup> learns,
        int trainSamples,
        int validationSamples,
        int testSamples,
        long dataSeed,
        double targetHigh,
        double targetLow,
        boolean shuffle,
        InitialState start,
        Teacher teacher) implements Experiment {
    /** Groups of weights that can learn: the key {@code learn}. */
    public enum WeightGroup {
        /** W. */
        FORWARD,
        /** WI and BI. */
        LATERAL,
        /** B. */
        BACKWARD;

        /** The name in configurations. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A network of the same layers whose outputs are the targets (task teacher). It starts in the self-predicting state, is fully prospective and
     * learns nothing.
     *
     * @param seed         of its weights and voltages
     * @param forward      range of its W
     * @param feedback     range of its B
     * @param copyWeights  whether students start with its weights
     * @param copyVoltages whether students start with its initial somatic voltages
     */
    public record Teacher(long seed, Range forward, Range feedback, boolean copyWeights, boolean copyVoltages) {}

    @Override
    public Model<CircuitExperiment> model() {
        return CircuitModel.INSTANCE;
    }

    @Override
    public CircuitExperiment with(RunSettings other) {
        return new CircuitExperiment(other, task, circuit, random, presentation, settling, lag, learns, trainSamples, validationSamples, testSamples,
                dataSeed, targetHigh, targetLow, shuffle, start, teacher);
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

    /** All steps of a run. */
    public long totalSteps() {
        long shown = (long) epochs() * trainSamples + (epochs() + 1L) * validationSamples + testSamples;
        return stepsOfSettling() + shown * stepsOfPresentation();
    }

    /** What is on in training. */
    public Phase training() {
        return new Phase(learns.contains(WeightGroup.FORWARD), learns.contains(WeightGroup.LATERAL), learns.contains(WeightGroup.BACKWARD), true,
                task.hasTargets());
    }

    /** Outputs of the network. */
    int outputs() {
        return circuit.size(circuit.areas());
    }

    @Override
    public String layers() {
        return circuit.layers().stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    @Override
    public String algorithm() {
        return circuit.algorithm().name();
    }

    @Override
    public String description() {
        return "A microcircuit of " + layers() + " neurons with " + algorithmInWords() + " " + task.words() + ": " + Numbers.count(epochs())
                + (epochs() == 1 ? " epoch of " : " epochs of ") + Numbers.count(trainSamples) + " training samples, each shown for "
                + Numbers.significant(presentation) + " ms";
    }

    private String algorithmInWords() {
        return switch (circuit.algorithm()) {
            case PAL -> "phaseless alignment learning (PAL)";
            case FA -> "random feedback (FA)";
            case BP -> "backpropagation (BP)";
            case DFA -> "direct random feedback (DFA)";
        };
    }

    @Override
    public List<String> classNames() {
        return task.classNames();
    }

    @Override
    public Optional<String> warning() {
        return circuit.clampedInput() && circuit.traceLowPass()
                ? Optional
                        .of("clamped_input has no effect beside dWPP_r_low_pass, whose traces move while the input rests: W1 is written at each step")
                : Optional.empty();
    }
}
