package org.pal4j.run;

/** Hears how a run goes on; called by the thread that computes, between steps. */
public interface RunListener {
    /** Before the first step. */
    void begin(Experiment experiment, int epochs);

    /**
     * Some thousand steps further.
     *
     * @param epoch epochs completed
     * @param steps steps taken so far
     */
    void progress(int epoch, long steps);

    /** An epoch (or the start) has been measured. */
    void measured(EpochMetrics metrics);
}
