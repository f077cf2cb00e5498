package org.pal4j.run;

import java.util.List;
import org.pal4j.circuit.Replica;

/** Hears how a study goes on; never called by two threads at once. */
public interface StudyListener {
    /**
     * Before the first step.
     *
     * @param groups replicas that are simulated side by side, by their numbers from 0
     */
    void begin(Study<Experiment> study, List<List<Integer>> groups, int threads);

    /**
     * Some thousand steps further.
     *
     * @param epoch epochs that all replicas have completed
     * @param steps steps of all replicas so far
     */
    void progress(int epoch, long steps);

    /** An epoch (or the start) of one replica has been measured; {@code circuit} rests until this returns. */
    void measured(int replica, List<EpochMetrics> metrics, Replica circuit);

    /** An epoch (or the start) of all replicas has been measured. */
    void summed(EpochSummary summary);

    /** A replica was not finite any more and was left behind. */
    void failed(int replica, String fault);
}
