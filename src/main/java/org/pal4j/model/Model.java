package org.pal4j.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.InputException;
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

    /** The keys of its experiments, those of {@link SharedKeys} included, and how they are read. */
    Keys<?, E> keys();

    /**
     * What can be recorded: the values of the key {@code record}. Each becomes one or several {@link Series}.
     *
     * @see Batch#series
     */
    default List<String> quantities() {
        return List.of();
    }

    /** Keys in which the replicas of a study may differ, besides their seeds. */
    default List<String> replicaKeys() {
        return List.of();
    }

    /** For messages and help: examples of keys with lists of values. */
    default Examples examples() {
        String first = replicaKeys().isEmpty() ? "seed" : replicaKeys().getFirst();
        return new Examples("{" + first + ": [1, 2]}", "{" + first + ": [1, 2], epochs: [10, 20]}");
    }

    /**
     * Examples of keys with lists of values, as YAML.
     *
     * @param each   one of {@link Model#replicaKeys}: {@code {eta_bw: [0.1, 1]}}
     * @param zipped keys that vary together: {@code {tauxi: [0.1, 1], taur: [0, 1]}}
     */
    record Examples(String each, String zipped) {}

    /** Measures of a test or a validation by which runs are compared, the first that a run has: higher is better. */
    default List<String> scores() {
        return List.of(Measures.TEST_ACCURACY, Measures.VALIDATION_ACCURACY);
    }

    /** What an experiment will take: told from its sizes, before anything is read or allocated. */
    Cost cost(E e);

    /**
     * How many replicas of an experiment one batch carries on at the least time for each; 1 if each is best alone.
     *
     * @return 1 or more
     */
    default int replicasTogether(E e) {
        return 1;
    }

    /**
     * Makes sure that the memory of this JVM suffices.
     *
     * @throws InputException with the bytes needed, the bytes there are, and what to change
     */
    default void requireMemory(E e) {
        long most = Runtime.getRuntime().maxMemory();
        long bytes = cost(e).bytes();
        if (bytes > most) {
            throw new InputException(
                    e.name() + ": the run needs " + Memory.shown(bytes) + " of memory, and this JVM takes at most " + Memory.shown(most)
                            + "; use " + terms().smaller() + ", or " + Memory.more(bytes));
        }
    }

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
     * @throws InputException if they are not there, or can't be read
     */
    Samples<E> samples(E e, DataFolder data);

    /** Formats of other programs' parameter files that become experiments of this model. */
    default List<OriginalFormat> originalFormats() {
        return List.of();
    }

    /**
     * A golden case of this model, for {@code verify}.
     *
     * @param folder with case.json and arrays.npz
     * @return nothing if case.json is of another model
     * @throws InputException if it is of this model and can't be used
     */
    default Optional<GoldenCase> golden(Path folder) {
        return Optional.empty();
    }

    /**
     * Feedback weights beside what they should be, for the report; none if the weights do not fit the experiment, or nothing is fed back.
     *
     * @param weights as {@link Batch#weights} gave them
     */
    default List<FeedbackWeights> feedback(E e, Map<String, NpyArray> weights) {
        return List.of();
    }

    /**
     * Charts of what a network has learned, beyond those that all models have; perhaps none.
     *
     * @param network a network that a run has left
     * @param detail  how much of the data a page carries
     */
    default List<Chart> charts(TrainedNetwork<E> network, Detail detail) {
        return List.of();
    }
}
