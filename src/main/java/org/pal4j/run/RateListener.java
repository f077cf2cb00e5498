package org.pal4j.run;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.pal4j.format.NpyArray;

/** Hears how the replicas of a rate network go on; never called by two threads at once. */
public interface RateListener {
    /**
     * Before the first update.
     *
     * @param updates of all replicas together, up to the end
     */
    void begin(Study<RateExperiment> study, long updates);

    /**
     * Some updates further.
     *
     * @param where   which part of the run that was
     * @param updates of all replicas so far
     */
    void progress(Where where, long updates);

    /** An epoch (or the start) of one replica has been measured; {@code weights} may be asked for until this returns. */
    void measured(int replica, List<RateMetrics> metrics, Supplier<Map<String, NpyArray>> weights);

    /** An epoch (or the start) of all replicas has been measured. */
    void summed(RateSummary summary);

    /** A replica was not finite any more and was left behind. */
    void failed(int replica, String fault);

    /**
     * A place in a run.
     *
     * @param epoch   epochs completed
     * @param stage   what is shown
     * @param batch   batches of it that were shown, the present one included
     * @param batches batches of it
     */
    record Where(int epoch, Stage stage, int batch, int batches) {}

    /** What is shown. */
    enum Stage {
        /** Training samples, from which weights learn. */
        TRAINING,
        /** Validation samples. */
        VALIDATION,
        /** Training samples for the linear classifier. */
        CLASSIFIER,
        /** Test samples. */
        TEST;

        /** In a sentence. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
