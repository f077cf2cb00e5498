package org.pal4j.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.config.Keys;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.verify.GoldenCase;

/**
 * A class of models, as the program knows it. One object for each class, without state of its own; registered by one line
 * ({@code org.pal4j.catalog.Models}, or a line in {@code META-INF/services/org.pal4j.model.Model}).
 *
 * @param <E> its experiments
 */
public interface Model<E extends Experiment> {
    /** The value of the key {@code model}: a word in lower case. */
    String name();

    /** What things are called. */
    Terms terms();

    /** The keys of its experiments, those of {@link SettingsKeys} included, and how they are read. */
    Keys<?, E> keys();

    /**
     * What can be recorded: the values of the key {@code record}. Each becomes one or several {@link Series}.
     *
     * @see Batch#series
     */
    List<String> quantities();

    /** Keys in which the replicas of a study may differ, besides their seeds. */
    List<String> replicaKeys();

    /** For messages and help: examples of keys with lists of values. */
    Examples examples();

    /**
     * Examples of keys with lists of values, as YAML.
     *
     * @param each   one of {@link Model#replicaKeys}: {@code {eta_bw: [0.1, 1]}}
     * @param zipped keys that vary together: {@code {tauxi: [0.1, 1], taur: [0, 1]}}
     */
    record Examples(String each, String zipped) {}

    /** Measures of a test or a validation by which runs are compared, the first that a run has: higher is better. */
    List<String> scores();

    /** What an experiment will take: told from its sizes, before anything is read or allocated. */
    Cost cost(E e);

    /**
     * How many replicas of an experiment one batch carries on at the least time for each; 1 if each is best alone.
     *
     * @return 1 or more
     */
    int replicasTogether(E e);

    /**
     * Makes sure that the memory of this JVM suffices.
     *
     * @throws org.pal4j.InputException with the bytes needed, the bytes there are, and what to change
     */
    void requireMemory(E e);

    /** What decides which samples an experiment has: experiments with equal keys share them. Which replicas they are for does not count. */
    SamplesKey samplesKey(E e);

    /**
     * What decides which samples an experiment has.
     *
     * @param fromFiles whether they are read, so that it is worth finding out early whether they are there; else they are drawn
     * @param parts     equal for equal samples
     */
    record SamplesKey(boolean fromFiles, List<?> parts) {}

    /**
     * Draws or reads samples.
     *
     * @param data where those are that can't be drawn
     * @throws org.pal4j.InputException if they are not there, or can't be read
     */
    Samples<E> samples(E e, DataFolder data);

    /** Formats of other programs' parameter files that become experiments of this model. */
    List<OriginalFormat> originalFormats();

    /**
     * A golden case of this model, for {@code verify}.
     *
     * @param folder with case.json and arrays.npz
     * @return nothing if case.json is of another model
     * @throws org.pal4j.InputException if it is of this model and can't be used
     */
    Optional<GoldenCase> golden(Path folder);

    /**
     * Feedback weights beside what they should be, for the report; none if the weights do not fit the experiment, or nothing is fed back.
     *
     * @param weights as {@link Batch#weights} gave them
     */
    List<FeedbackWeights> feedback(E e, Map<String, NpyArray> weights);

    /**
     * Charts of what a network has learned, beyond those that all models have; perhaps none.
     *
     * @param network a network that a run has left
     * @param detail  how much of the data a page carries
     */
    List<Chart> charts(TrainedNetwork<E> network, Detail detail);
}
