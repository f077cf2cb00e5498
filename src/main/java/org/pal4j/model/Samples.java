package org.pal4j.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pal4j.InputException;
import org.pal4j.data.SampleSet;
import org.pal4j.format.NpyArray;

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
     * Reads further samples for predictions, npz or CSV, with or without classes or targets.
     *
     * @throws org.pal4j.InputException if the file can't be read or does not fit the experiment
     */
    default SampleSet read(E e, Path file) {
        throw new InputException(e.name() + ": the model " + e.model().name() + " can't be asked about the samples in a file");
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

    /**
     * Returns the state of a replica for an experiment that differs in {@link Model#changeableKeys}: adds what such a key needs, and leaves out what
     * it no longer needs. By default the state as it is.
     *
     * @param state from {@link Batch#state} of the replica
     * @param to    the experiment with which it goes on
     */
    default Map<String, NpyArray> adapted(Map<String, NpyArray> state, E to) {
        return state;
    }

    /**
     * Starts a replica whose noise somebody gives step by step ({@link Driven#draw}); otherwise as {@link #start}. Everything else is drawn as usual.
     *
     * @throws org.pal4j.InputException as {@link #start}, and if the model can't take noise
     */
    default Batch startGiven(E e, int threads) {
        throw new InputException(e.name() + ": the model " + e.model().name() + " can't be given noise");
    }
}
