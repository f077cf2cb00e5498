package org.pal4j.run;

import java.util.List;
import java.util.Optional;
import org.pal4j.circuit.Replica;

/**
 * What a run gave, whether it came to its end or not.
 *
 * @param ending    how it ended
 * @param fault     what went wrong, if {@link Ending#NON_FINITE}
 * @param metrics   one entry for each epoch completed, and one for the start
 * @param snapshots of weights, where the experiment asks for them
 * @param test      of a run that came to its end and has test samples
 * @param circuit   as it was left; of a replica that was not finite any more, a copy from then
 * @param seconds   wall time, from the first step to the last
 */
public record Outcome(
        Ending ending, Optional<String> fault, List<EpochMetrics> metrics, List<Snapshot> snapshots, Optional<TestResult> test,
        Replica circuit, double seconds) implements Ended {

    /** How a run can end. */
    public enum Ending {
        /** All epochs were done. */
        COMPLETE,
        /** It was asked to stop. */
        INTERRUPTED,
        /** A voltage was no longer finite. */
        NON_FINITE;

        /** Of several replicas: interrupted if any was; complete if any came to its end; else not finite. */
        static Ending of(List<Ending> endings) {
            return endings.contains(INTERRUPTED) ? INTERRUPTED : endings.contains(COMPLETE) ? COMPLETE : NON_FINITE;
        }
    }

    /** Microseconds for each step, with everything that a run does around the steps. */
    public double microsecondsPerStep() {
        return circuit.step() == 0 ? Double.NaN : seconds * 1e6 / circuit.step();
    }

    /**
     * Weights after so many epochs.
     *
     * @param epoch    epochs completed
     * @param forward  W_1 .. W_N, C order
     * @param feedback B_1 .. B_{N-1}, C order
     */
    public record Snapshot(int epoch, List<float[]> forward, List<float[]> feedback) {}
}
