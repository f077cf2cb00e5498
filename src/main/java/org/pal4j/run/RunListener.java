package org.pal4j.run;

/** Hears how a run goes on; called by the thread that computes, between presentations. */
public interface RunListener {
    /** After settling, before the first epoch. */
    void begin(Experiment experiment, int epochs);

    /**
     * Some presentations further.
     *
     * @param epoch epochs completed
     * @param steps steps taken so far
     */
    void progress(int epoch, long steps);

    /** An epoch (or the start) has been measured. */
    void measured(EpochMetrics metrics);
}
