package org.pal4j.run;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.pal4j.run.Outcome.Ending;

/** Computes the groups of a sweep: what is different for circuits and for rate networks. Groups are asked for by several threads. */
sealed interface SweepEngine permits CircuitEngine, RateEngine {
    /** The one for a sweep. */
    static SweepEngine of(Sweep sweep, DataFolder data) {
        return switch (sweep.model()) {
            case CIRCUIT -> new CircuitEngine(sweep, data);
            case RATE -> new RateEngine(sweep, data);
        };
    }

    /**
     * Takes notice of all groups before the first is computed, and reads samples that are in files.
     *
     * @throws org.pal4j.InputException if they can't be read or are too few
     */
    void prepare(List<SweepGroup> groups);

    /** Steps or updates of a group, now that samples are read. */
    long work(SweepGroup group);

    /**
     * Draws weights.
     *
     * @param runs     of a group, at least one
     * @param threads  that share each step or update
     * @param progress hears of the steps or updates of all these runs so far
     * @param stop     asked by one thread, often
     */
    Computation start(List<SweepRun> runs, int threads, LongConsumer progress, BooleanSupplier stop);

    /** A group is done, and its samples may go. */
    void release(SweepGroup group);

    /** Runs that are being computed. */
    interface Computation {
        /**
         * Writes what is known of run {@code k} at the start; to be called for each in turn.
         *
         * @throws org.pal4j.InputException if it can't be written
         */
        void begin(int k, RunFolder folder);

        /** Computes them, once all have begun; the results are in their order. */
        List<Computed> run();
    }

    /**
     * A run that has ended.
     *
     * @param ending how
     * @param fault  what went wrong, if {@link Ending#NON_FINITE}
     * @param work   steps or updates that it made
     * @param keep   writes what it gave, result.json last; what comes after something that can't be written is not
     */
    record Computed(Ending ending, Optional<String> fault, long work, Runnable keep) {}
}
