package org.pal4j.run;

import java.util.Optional;
import org.pal4j.InputException;

/** Hears how a sweep goes on; never called by two threads at once. */
public interface SweepListener {
    /**
     * Before the first step or update.
     *
     * @param runs    that are to be done
     * @param groups  in which they are computed
     * @param threads on which the groups are
     * @param work    steps or updates of all of them together
     */
    void begin(int runs, int groups, int threads, long work);

    /**
     * Some steps or updates further.
     *
     * @param work of all runs so far
     */
    void progress(long work);

    /**
     * A run has come to its end and is kept.
     *
     * @param fault why it was not finite any more, if it was not
     * @param done  how many are kept, this one included
     */
    void finished(SweepRun run, Optional<String> fault, int done);

    /** A run has come to its end and can't be written. */
    void unkept(SweepRun run, InputException fault);
}
