package org.pal4j.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pal4j.InputException;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.config.Keys;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.verify.GoldenCase;
import org.pal4j.verify.GoldenMaker;

/**
 * A model class as seen by the program. There is one stateless object per class, registered by one line in {@code org.pal4j.catalog.Models} or in
 * {@code META-INF/services/org.pal4j.model.Model}.
 *
 * @param <E> the type of its experiments
 */
public interface Model<E extends Experiment> {
    /** Returns the name, a lower-case word: the value of the key {@code model}. */
    String name();

    /** Returns the terms for messages and reports. */
    default Terms terms() {
        return Terms.OF_NETWORKS;
    }

    /** Returns the keys of its experiments, including those of {@link SharedKeys}. */
    Keys<?, E> keys();

    /**
     * Returns the quantities that can be recorded: the values of the key {@code record}. Each gives one or several {@link Series}.
     *
     * @see Batch#series
     */
    default List<String> quantities() {
        return List.of();
    }

    /** Returns the keys in which replicas of a study may differ, besides the seed. */
    default List<String> replicaKeys() {
        return List.of();
    }

    /**
     * Returns the keys that can have other values in a network that goes on: shapes, samples and the course of the experiment do not depend on them.
     * {@link Samples#adapted} adapts the state to those that change what it consists of. By default {@link #replicaKeys}.
     */
    default List<String> changeableKeys() {
        return replicaKeys();
    }

    /** Returns the names of the arrays of {@link Batch#state} in which replicas must agree to go on in one batch; none by default. */
    default Set<String> sharedState() {
        return Set.of();
    }

    /** Returns examples of keys with lists of values, for messages and help. */
    default Examples examples() {
        String first = replicaKeys().isEmpty() ? "seed" : replicaKeys().getFirst();
        return new Examples("{" + first + ": [1, 2]}", "{" + first + ": [1, 2], epochs: [10, 20]}");
    }

    /**
     * Examples of keys with lists of values, as YAML.
     *
     * @param each   a key of {@link Model#replicaKeys}: {@code {eta_bw: [0.1, 1]}}
     * @param zipped keys that vary together: {@code {tauxi: [0.1, 1], taur: [0, 1]}}
     */
    record Examples(String each, String zipped) {}

    /** Returns the measures for comparing runs, higher is better. The first one that a run has is used. */
    default List<String> scores() {
        return List.of(Measures.TEST_ACCURACY, Measures.VALIDATION_ACCURACY);
    }

    /** Returns an estimate of the cost of an experiment from its sizes, without reading or allocating anything. */
    Cost cost(E e);

    /**
     * Returns the batch size with the least time per replica; 1 if each replica is best alone.
     *
     * @return 1 or more
     */
    default int replicasTogether(E e) {
        return 1;
    }

    /**
     * Checks that this JVM has enough memory.
     *
     * @throws InputException with the memory needed, the memory available, and what to change
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

    /**
     * Returns the key of an experiment's samples. Experiments with equal keys share samples. The key does not depend on the replica. By default all
     * experiments have samples of their own, drawn anew for each of them.
     */
    default SamplesKey samplesKey(E e) {
        return new SamplesKey(false, List.of(e));
    }

    /**
     * Identifies the samples of an experiment.
     *
     * @param fromFiles whether the samples are read from files, so that errors are worth finding early; otherwise they are drawn
     * @param parts     values that identify the samples
     */
    record SamplesKey(boolean fromFiles, List<?> parts) {}

    /**
     * Draws or reads samples.
     *
     * @param data the folder of samples that are read from files
     * @throws InputException if they are missing or can't be read
     */
    Samples<E> samples(E e, DataFolder data);

    /** Returns the formats of other programs' parameter files that can be translated into experiments of this model. */
    default List<OriginalFormat> originalFormats() {
        return List.of();
    }

    /**
     * Reads a golden case of this model, for {@code verify}.
     *
     * @param folder the folder with case.json and arrays.npz
     * @return nothing if case.json belongs to another model
     * @throws InputException if it belongs to this model and can't be used
     */
    default Optional<GoldenCase> golden(Path folder) {
        return Optional.empty();
    }

    /** Returns what makes golden cases of this model; nothing if it has no reference in double precision. */
    default Optional<GoldenMaker<E>> goldenMaker() {
        return Optional.empty();
    }

    /**
     * Returns feedback weights and their ideal values, for the report; none if the weights do not fit the experiment, or if there is no feedback.
     *
     * @param weights weights from {@link Batch#weights}
     */
    default List<FeedbackWeights> feedback(E e, Map<String, NpyArray> weights) {
        return List.of();
    }

    /**
     * Returns additional charts of a trained network for the report; none by default.
     *
     * @param network the network at the end of a run
     * @param detail  limits on the data in a page
     */
    default List<Chart> charts(TrainedNetwork<E> network, Detail detail) {
        return List.of();
    }
}
