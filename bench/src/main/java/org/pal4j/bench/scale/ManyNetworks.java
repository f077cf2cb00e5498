package org.pal4j.bench.scale;

import org.pal4j.bench.score.Work;

/** Networks of one kind, one on each core, that share nothing but memory. */
public final class ManyNetworks {
    private final Work work;
    private final double measured;

    /**
     * A prediction for cores.
     *
     * @param cores  of which each has a network
     * @param steps  in a second, of all networks
     * @param memory whether memory is the limit
     */
    public record Prediction(int cores, double steps, boolean memory) {}

    /**
     * A kind of network.
     *
     * @param work     of a step
     * @param measured microseconds of a step, alone on the machine that was measured
     */
    public ManyNetworks(Work work, double measured) {
        this.work = work;
        this.measured = measured;
    }

    /** All networks on so many cores. */
    public Prediction on(Machine machine, int cores) {
        double set = work.passes().stream().mapToDouble(Work.Pass::set).sum();
        double alone = cores / measured;
        double memory = machine.memoryMicroseconds(work.bytes(), set * cores);
        double most = memory == 0 ? Double.POSITIVE_INFINITY : 1 / memory;
        return new Prediction(cores, Math.min(alone, most) * 1e6, most < alone);
    }
}
