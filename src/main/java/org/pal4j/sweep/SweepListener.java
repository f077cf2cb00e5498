package org.pal4j.sweep;

import java.util.Optional;
import org.pal4j.InputException;

/** Hears how a sweep goes on; never called by two threads at once. */
public interface SweepListener {
    /**
     * Before the first step.
     *
     * @param runs    that are to be done
     * @param groups  in which they are computed
     * @param threads on which the groups are
     * @param steps   of all of them together
     */
    void begin(int runs, int groups, int threads, long steps);

    /**
     * Some steps further.
     *
     * @param steps of all runs so far
     */
    void progress(long steps);

    /**
     * A run has come to its end and is kept.
     *
     * @param fault why it was no longer finite, if it was not
     * @param done  how many are kept, this one included
     */
    void finished(Run run, Optional<String> fault, int done);

    /** A run has come to its end and can't be written. */
    void unkept(Run run, InputException fault);
}
