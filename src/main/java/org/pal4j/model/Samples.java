package org.pal4j.model;

import java.util.List;
import java.util.Map;

/**
 * The samples of an experiment, and of all others with the same {@link Model#samplesKey}: drawn, or read from files. They never change, so
 * several threads may use them.
 *
 * @param <E> experiments that they are for
 */
public interface Samples<E extends Experiment> {
    /** The files that they were read from: SHA-256 of the unpacked content by name; empty if they were drawn. */
    default Map<String, String> files() {
        return Map.of();
    }

    /**
     * Steps of one replica until its end.
     *
     * @throws org.pal4j.InputException if there are fewer samples than the experiment wants
     */
    long steps(E e);

    /**
     * Draws the weights of replicas.
     *
     * @param replicas equal but for seeds and {@link Model#replicaKeys}; at least one
     * @param threads  that share each step, if the network is large enough; they change no bit
     * @throws org.pal4j.InputException if there are fewer samples than an experiment wants
     */
    Batch start(List<E> replicas, int threads);
}
