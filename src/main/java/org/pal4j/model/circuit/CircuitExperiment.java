package org.pal4j.model.circuit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.chart.Numbers;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Phase;
import org.pal4j.config.Range;
import org.pal4j.data.DataSets;
import org.pal4j.data.SampleSet;
import org.pal4j.data.own.OwnData;
import org.pal4j.model.Experiment;
import org.pal4j.model.Model;
import org.pal4j.model.RunSettings;

/**
 * Resolved configuration of a circuit: all settings that affect the results of a run. {@link ExperimentKeys} reads and shows it.
 *
 * @param settings          name, seed, epochs and recorded quantities
 * @param task              task
 * @param circuit           parameters of the network
 * @param random            source of random numbers
 * @param presentation      duration of a presentation (Tpres), ms
 * @param settling          settling time before learning, ms
 * @param lag               time at the start of each presentation without learning and without target, ms
 * @param learns            weights that learn
 * @param trainSamples      number of training samples
 * @param validationSamples number of validation samples, presented before each epoch and after the last
 * @param testSamples       number of test samples, presented at the end
 * @param dataSeed          seed of the training samples; validation uses dataSeed + 1 and test dataSeed + 2
 * @param targetHigh        target voltage of the correct class
 * @param targetLow         target voltage of the other classes
 * @param shuffle           whether each epoch reshuffles the samples
 * @param start             initial state of the network
 * @param teacher           source of the targets in the task teacher; in the task uniform, of the targets for angle_update
 * @param own               files of the task data; empty with other tasks
 * @param alwaysOn          what happens to a network that never stops learning
 * @param measures          names of the angles that are measured beside angle_B and angle_phi
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
        Teacher teacher,
        Optional<OwnData> own,
        AlwaysOn alwaysOn,
        List<String> measures) implements Experiment {
    /** Copies the list. */
    public CircuitExperiment {
        measures = List.copyOf(measures);
    }

    /** Groups of weights that can learn (key {@code learn}). */
    public enum WeightGroup {
        /** W. */
        FORWARD,
        /** WI and BI. */
        LATERAL,
        /** B. */
        BACKWARD;

        /** Returns the name in configurations. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A network of the same layers whose outputs are the targets (task teacher). It starts in the self-predicting state, is fully prospective and
     * does not learn.
     *
     * @param seed         seed of its weights and voltages
     * @param forward      range of its W
     * @param feedback     range of its B
     * @param copyWeights  whether students start with its weights
     * @param copyVoltages whether students start with its initial somatic voltages
     * @param early        the number of steps before the end of a presentation at which its output is taken as the target
     */
    public record Teacher(long seed, Range forward, Range feedback, boolean copyWeights, boolean copyVoltages, int early) {}

    /**
     * What happens to a network that never stops learning.
     *
     * @param targetShare the probability that a training presentation has a target; without one, all weights learn on
     * @param newForwardAfter the number of epochs after which W is drawn anew; 0 for never
     */
    public record AlwaysOn(double targetShare, int newForwardAfter) {
        /** A target in every training presentation, and the same W throughout. */
        public static final AlwaysOn USUAL = new AlwaysOn(1, 0);
    }

    @Override
    public Model<CircuitExperiment> model() {
        return CircuitModel.INSTANCE;
    }

    @Override
    public CircuitExperiment with(RunSettings other) {
        return new CircuitExperiment(other, task, circuit, random, presentation, settling, lag, learns, trainSamples, validationSamples, testSamples,
                dataSeed, targetHigh, targetLow, shuffle, start, teacher, own, alwaysOn, measures);
    }

    /** Returns whether angle_update is measured or recorded. */
    boolean comparesUpdates() {
        return Stream.of(measures, settings.record()).anyMatch(names -> names.contains(Quantity.UPDATE_ANGLE.label()));
    }

    /** Returns the number of steps of a presentation. */
    public int stepsOfPresentation() {
        return steps(presentation);
    }

    /** Returns the number of steps of a presentation of this time, ms. */
    int steps(double time) {
        return (int) Math.round(time / circuit.dt());
    }

    /** Returns the number of steps at the start of a presentation without learning. */
    public int stepsOfLag() {
        return (int) Math.round(lag / circuit.dt());
    }

    /** Returns the number of settling steps before learning. */
    public long stepsOfSettling() {
        return Math.round(settling / circuit.dt());
    }

    /** Returns the total number of steps of a run; with own data, whose number is known from their files, an estimate. */
    public long totalSteps() {
        boolean all = own.isPresent() && trainSamples == 0;
        return totalSteps(all ? OwnData.ASSUMED_SAMPLES : trainSamples, validationSamples, testSamples);
    }

    /** Returns the total number of steps of a run with these samples, which may have times of their own. */
    long totalSteps(DataSets data) {
        return stepsOfSettling() + epochs() * steps(data.train()) + (epochs() + 1L) * steps(data.validation()) + steps(data.test());
    }

    private long steps(SampleSet samples) {
        return samples.hasTimes() ? IntStream.range(0, samples.size()).mapToLong(k -> steps(samples.time(k))).sum()
                : (long) samples.size() * stepsOfPresentation();
    }

    /** Returns the total number of steps of a run with these numbers of samples. */
    long totalSteps(int training, int validation, int test) {
        long shown = (long) epochs() * training + (epochs() + 1L) * validation + test;
        return stepsOfSettling() + shown * stepsOfPresentation();
    }

    /** Returns the phase of training: the weights that learn, noise, and whether there are targets. */
    public Phase training() {
        return new Phase(learns.contains(WeightGroup.FORWARD), learns.contains(WeightGroup.LATERAL), learns.contains(WeightGroup.BACKWARD), true,
                task.hasTargets());
    }

    /** Returns the number of outputs of the network. */
    int outputs() {
        return circuit.size(circuit.areas());
    }

    @Override
    public String layers() {
        return circuit.layers().stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    @Override
    public List<Integer> hiddenNeurons() {
        return circuit.layers().subList(1, circuit.areas());
    }

    @Override
    public String algorithm() {
        return circuit.algorithm().name();
    }

    @Override
    public String description() {
        return "A microcircuit of " + layers() + " neurons with " + algorithmInWords() + " "
                + own.map(data -> "on the data of " + data.fileName()).orElse(task.words()) + ": " + Numbers.count(epochs())
                + (epochs() == 1 ? " epoch of " : " epochs of ") + (trainSamples == 0 ? "all" : Numbers.count(trainSamples))
                + " training samples, each shown for "
                + Numbers.significant(presentation) + " ms"
                + (alwaysOn.targetShare() < 1 ? ", " + Numbers.significant(100 * alwaysOn.targetShare()) + " % of the times with its target" : "")
                + (alwaysOn.newForwardAfter() > 0 && alwaysOn.newForwardAfter() < epochs()
                        ? "; W is drawn anew after epoch " + alwaysOn.newForwardAfter() : "");
    }

    @Override
    public List<String> classNames() {
        return task.classNames();
    }

    @Override
    public Optional<String> warning() {
        if (alwaysOn.newForwardAfter() >= epochs() && alwaysOn.newForwardAfter() > 0) {
            return Optional.of("W is never drawn anew, as new_W_after is " + alwaysOn.newForwardAfter() + " and epochs is " + epochs());
        }
        return circuit.clampedInput() && circuit.traceLowPass()
                ? Optional
                        .of("clamped_input has no effect beside dWPP_r_low_pass, whose traces move while the input rests: W1 is written at each step")
                : Optional.empty();
    }
}
