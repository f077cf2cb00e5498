package org.pal4j.model;

import java.util.List;
import java.util.Map;

/**
 * The samples of all experiments with the same {@link Model#samplesKey}, drawn or read from files. They are immutable, so several threads may use
 * them.
 *
 * @param <E> the type of experiments
 */
public interface Samples<E extends Experiment> {
    /** Returns the files of the samples: names with the SHA-256 of the unpacked content; empty if the samples were drawn. */
    default Map<String, String> files() {
        return Map.of();
    }

    /** Returns the names of the classes, if only the files of the samples have them; otherwise nothing. */
    default List<String> classNames() {
        return List.of();
    }

    /**
     * Returns the total number of steps of one replica.
     *
     * @throws org.pal4j.InputException if there are fewer samples than the experiment needs
     */
    long steps(E e);

    /**
     * Starts replicas, and draws their weights.
     *
     * @param replicas at least one; they differ only in seeds and {@link Model#replicaKeys}
     * @param threads  the number of threads that share each step of a large network; it changes no bit of the results
     * @throws org.pal4j.InputException if there are fewer samples than an experiment needs
     */
    Batch start(List<E> replicas, int threads);
}
