package org.pal4j.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.format.NpyArray;

/**
 * Replicas of an experiment that are carried on together, for example side by side in the lanes of vectors. Each computes what it would compute
 * alone, to the bit.
 *
 * <p>The program carries a batch on: for each {@link Stage} it calls {@link #begin}, then for each presentation {@link #show}, {@link #advance} in
 * as many slices as it likes, and {@link #shown}. {@link #trained} comes before the stages that measure, and {@link #measures} after them. How steps
 * are cut into slices must not matter to the bits. Nothing here prints, writes or measures time.
 *
 * <p>Used by one thread at a time. Replicas are numbered from 0.
 */
public interface Batch {
    /** Replicas. */
    int size();

    /** Steps that each replica has taken. */
    long step();

    /** Presentations of a stage; 0 if the experiment has no such stage. */
    long presentations(Stage stage);

    /** Steps of a presentation, at least 1. */
    int steps(Stage stage, long presentation);

    /**
     * A stage begins.
     *
     * @param epoch epochs completed
     */
    void begin(Stage stage, int epoch);

    /** Sets the inputs of a presentation, and its targets where it has any. */
    void show(Stage stage, long presentation);

    /**
     * Goes on with the presentation that is shown.
     *
     * @param from  steps of it that have been taken
     * @param steps to take now; together no more than {@link #steps}
     */
    void advance(Stage stage, int from, int steps);

    /** A presentation has come to its end: here its outputs are read. */
    void shown(Stage stage, long presentation);

    /** An epoch of training has come to its end, or the network has settled: what depends on its state is measured here. */
    default void trained() {}

    /**
     * What has been measured, once the stages that measure have come to their end.
     *
     * @return the same names in the same order each time
     */
    Measures measures(int replica);

    /** What the test gave; nothing if it had no samples. */
    default Optional<TestResult> test(int replica) {
        return Optional.empty();
    }

    /**
     * Why a replica can't go on, if it can't: a value that is no longer finite, and the likely cause.
     *
     * @param place for the sentence
     */
    Optional<String> fault(int replica, Place place);

    /** What can be recorded of a replica, for the quantities that its experiment names. */
    default List<Series> series(int replica) {
        return List.of();
    }

    /** All weights of a replica by their documented names, as they are now: copies, in C order. */
    Map<String, NpyArray> weights(int replica);

    /** Names of the weights that snapshots keep, some of {@link #weights}. */
    default List<String> snapshotWeights() {
        return List.copyOf(weights(0).keySet());
    }

    /**
     * A copy of everything that a replica needs to continue to the bit, besides its experiment and its samples: arrays by name. It may be taken
     * between any two calls, also within a presentation. It does not depend on how replicas go together, on threads, on the vector width or on the
     * machine.
     */
    Map<String, NpyArray> state(int replica);

    /**
     * Continues from saved states. This is the first call after {@link Samples#start}; the calls that follow are those that would have followed
     * {@link #state}.
     *
     * @param states of the replicas, each from a run with the same experiment
     * @throws org.pal4j.InputException if an array is missing, unknown, or of another type or shape; then the batch is unusable
     */
    void resume(List<Map<String, NpyArray>> states);

    /**
     * What a test gave.
     *
     * @param samples of the test
     * @param numbers by name, for example {@code test_accuracy}
     * @param arrays  for recordings.npz, by name
     */
    record TestResult(int samples, Map<String, Double> numbers, Map<String, NpyArray> arrays) {}
}
