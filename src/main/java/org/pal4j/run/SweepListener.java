package org.pal4j.run;

import org.pal4j.InputException;

/** Hears how a sweep goes on; never called by two threads at once. */
public interface SweepListener {
    /**
     * Before the first step.
     *
     * @param runs    that are to be done
     * @param groups  in which they are simulated side by side
     * @param threads on which the groups are
     * @param steps   of all of them together
     */
    void begin(int runs, int groups, int threads, long steps);

    /**
     * Some thousand steps further.
     *
     * @param steps of all runs so far
     */
    void progress(long steps);

    /**
     * A run has come to its end and is kept.
     *
     * @param done how many are, this one included
     */
    void finished(SweepRun run, Outcome outcome, int done);

    /** A run has come to its end and can't be written. */
    void unkept(SweepRun run, InputException fault);
}
