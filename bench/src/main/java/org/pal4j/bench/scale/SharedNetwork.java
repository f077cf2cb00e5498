package org.pal4j.bench.scale;

import org.pal4j.bench.score.Roofline;
import org.pal4j.bench.score.Work;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Variable;
import org.pal4j.memory.Lanes;

/**
 * One network whose passes over large matrices are shared by threads. Each thread has whole panels of outputs, in caches of its own, and all threads
 * meet after each pass.
 */
public final class SharedNetwork {
    /** Matrices with fewer weights stay with one thread. */
    private static final int LEAST_SHARED = 1 << 17;

    private final Work work;
    private final int passes;
    private final int panels;
    private final Roofline roofline;
    private final double factor;

    /**
     * A prediction for cores.
     *
     * @param threads      that compute
     * @param microseconds for a step
     * @param bytes        that each thread passes over
     * @param limit        what takes the most of it
     */
    public record Prediction(int threads, double microseconds, double bytes, Limit limit) {}

    /** What takes the most of a step. */
    public enum Limit {
        PASSES("passes over the matrices"), MEMORY("memory"), MEETING("threads that meet"), PANELS("no more panels of 16 outputs");

        private final String text;

        Limit(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A network.
     *
     * @param p        its parameters
     * @param work     of a step
     * @param roofline of the machine that was measured
     * @param measured microseconds of a step on one thread of it
     */
    public SharedNetwork(CircuitParameters p, Work work, Roofline roofline, double measured) {
        this.work = work;
        this.roofline = roofline;
        factor = measured / roofline.microseconds(work, 1);
        int shared = 0;
        int fewest = Integer.MAX_VALUE;
        for (Variable variable : new Variable[] {Variable.W, Variable.WI, Variable.B, Variable.BI}) {
            for (int i = 0; i < variable.count(p); i++) {
                int[] shape = variable.shape(p, i);
                if ((long) shape[0] * shape[1] >= LEAST_SHARED) {
                    shared++;
                    fewest = Math.min(fewest, Lanes.padded(shape[0]) / Lanes.COUNT);
                }
            }
        }
        passes = shared;
        panels = shared == 0 ? 1 : fewest;
    }

    /** Passes that are shared, after each of which all threads meet. */
    public int passes() {
        return passes;
    }

    /** The step on so many cores. */
    public Prediction on(Machine machine, int threads) {
        int busy = Math.min(threads, panels);
        // The thread with the most panels ends last.
        double share = Math.ceilDiv(panels, busy) / (double) panels;
        double set = work.passes().stream().mapToDouble(Work.Pass::set).sum();
        double caches = roofline.microseconds(work.sharedBy((int) Math.max(1, Math.round(1 / share))), 1) * factor;
        double memory = machine.memoryMicroseconds(work.bytes(), set);
        // Threads without a panel wait for the others, too.
        double meeting = passes * machine.meeting(threads);
        Limit limit =
                meeting > Math.max(caches, memory) ? Limit.MEETING : memory > caches ? Limit.MEMORY : threads > panels ? Limit.PANELS : Limit.PASSES;
        return new Prediction(threads, Math.max(caches, memory) + meeting, work.bytes() * share, limit);
    }
}
