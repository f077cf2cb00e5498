package org.pal4j.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.InputException;
import org.pal4j.data.SampleSet;
import org.pal4j.format.NpyArray;

/**
 * Replicas of an experiment that advance together, for example in the lanes of vectors. Each gives bit for bit the results it gives alone.
 *
 * <p>The caller drives a batch. For each {@link Stage} it calls {@link #begin}; then for each presentation {@link #show}, {@link #advance} in any
 * number of slices, and {@link #shown}. {@link #trained} comes before the stages that measure, and {@link #measures} after them. The slicing must not
 * change a bit of the results. A batch does not print, write files or measure time.
 *
 * <p>{@link #trained}, {@link #measures}, {@link #test} and rows of series may take long. They should then look from time to time whether they are
 * still wanted ({@link org.pal4j.Cancellation#check()}). They are called again if the run goes on, and must then give the same.
 *
 * <p>A batch is used by one thread at a time. Replicas are numbered from 0.
 */
public interface Batch {
    /** Returns the number of replicas. */
    int size();

    /** Returns the number of completed steps of each replica. */
    long step();

    /** Returns the number of presentations in a stage; 0 if the experiment lacks the stage. */
    long presentations(Stage stage);

    /** Returns the number of steps in a presentation, at least 1. */
    int steps(Stage stage, long presentation);

    /**
     * Begins a stage.
     *
     * @param epoch the number of completed epochs
     */
    void begin(Stage stage, int epoch);

    /** Sets the inputs of a presentation, and its targets if there are any. */
    void show(Stage stage, long presentation);

    /**
     * Advances the current presentation.
     *
     * @param from  the number of completed steps of the presentation
     * @param steps the number of steps to take; {@code from + steps} is at most {@link #steps}
     */
    void advance(Stage stage, int from, int steps);

    /** Ends a presentation, and reads its outputs. */
    void shown(Stage stage, long presentation);

    /** Ends settling or an epoch of training. Measures that depend on the network's state are taken here. */
    default void trained() {}

    /**
     * Returns the measures, after the stages that measure.
     *
     * @return the same names in the same order each time
     */
    Measures measures(int replica);

    /** Returns the results of the test; nothing if it had no samples. */
    default Optional<TestResult> test(int replica) {
        return Optional.empty();
    }

    /**
     * Makes the samples of another stage those of the test, for predictions. Call this after {@link #resume} or before the first step.
     *
     * @param stage training, validation or test
     */
    default void testOn(Stage stage) {
        throw new InputException("this model can't be asked about " + stage.label() + " samples");
    }

    /** Makes other samples those of the test, for predictions; otherwise as {@link #testOn(Stage)}. They must come from {@link Samples#read}. */
    default void testOn(SampleSet samples) {
        throw new InputException("this model can't be asked about further samples");
    }

    /** Returns the results of the test with the outputs of all samples, {@code test_output}; otherwise as {@link #test}. */
    default Optional<TestResult> prediction(int replica) {
        return test(replica);
    }

    /**
     * Returns the reason why a replica can't continue, if there is one: a value that is no longer finite or far too large, and the likely cause.
     *
     * @param place the place to name in the message
     */
    Optional<String> fault(int replica, Place place);

    /**
     * Returns a warning about a replica that has come to its end, if there is one: that its network no longer answers to its inputs, and the likely
     * cause. It follows from the state, so that a resumed run gives the same.
     */
    default Optional<String> warning(int replica) {
        return Optional.empty();
    }

    /**
     * Returns series of a replica.
     *
     * @param quantities quantities of {@link Model#quantities}, in any order
     * @return the series of the first quantity, then those of the second, and so on; none for a quantity that the network lacks
     */
    default List<Series> series(int replica, List<String> quantities) {
        return List.of();
    }

    /** Returns this batch for somebody who drives it by hand; nothing if the model has only its own course. The first call counts. */
    default Optional<Driven> driven() {
        return Optional.empty();
    }

    /** Returns copies of all current weights of a replica, in C order, by their documented names. */
    Map<String, NpyArray> weights(int replica);

    /**
     * Sets some or all of a replica's weights. This must be the first call after {@link Samples#start}, once for each replica. Weights that follow
     * from others, and are not given themselves, are derived anew.
     *
     * @param weights finite weights by the names of {@link #weights}, in the same shapes, at least one
     */
    void setWeights(int replica, Map<String, NpyArray> weights);

    /** Returns the names of the weights that snapshots keep, a subset of {@link #weights}. */
    default List<String> snapshotWeights() {
        return List.copyOf(weights(0).keySet());
    }

    /**
     * Returns a copy of the state that a replica needs, besides its experiment and samples, to continue bit for bit: arrays by name. It may be taken
     * between any two calls, even within a presentation. It does not depend on the grouping of replicas, threads, vector width or machine.
     */
    Map<String, NpyArray> state(int replica);

    /**
     * Continues from saved states. This must be the first call after {@link Samples#start}. The next calls are those that would have followed {@link
     * #state}.
     *
     * @param states the states of the replicas, each from a run of the same experiment
     * @throws org.pal4j.InputException if an array is missing, unknown, or of another type or shape; the batch is then unusable
     */
    void resume(List<Map<String, NpyArray>> states);

    /**
     * The results of a test.
     *
     * @param samples the number of test samples
     * @param numbers numbers by name, for example {@code test_accuracy}
     * @param arrays  arrays for recordings.npz, by name
     */
    record TestResult(int samples, Map<String, Double> numbers, Map<String, NpyArray> arrays) {}
}
