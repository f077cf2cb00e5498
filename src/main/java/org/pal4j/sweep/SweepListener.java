package org.pal4j.sweep;

import java.util.Optional;
import org.pal4j.InputException;

/** Is told about the progress of a sweep. It is never called by two threads at once. */
public interface SweepListener {
    /**
     * Called before the first step.
     *
     * @param runs    the number of runs to compute
     * @param groups  the number of groups
     * @param threads the number of threads that compute groups
     * @param steps   the total number of steps
     * @param work    a rough estimate of their computing time, in seconds on one thread of a fast machine
     */
    void begin(int runs, int groups, int threads, long steps, double work);

    /**
     * Called as steps are completed.
     *
     * @param steps the number of steps of all runs so far
     * @param work  the estimate of their computing time, by the measure of {@link #begin}; a step of a large network counts more
     */
    void progress(long steps, double work);

    /**
     * Called when a run is finished and saved.
     *
     * @param fault the reason, if the run was no longer finite
     * @param done  the number of saved runs, including this one
     */
    void finished(Run run, Optional<String> fault, int done);

    /** Called with a warning about a run that goes on. */
    default void warn(String text) {}

    /** Called when a run can't be written. */
    void unkept(Run run, InputException fault);
}
