package org.pal4j.bench;

import org.pal4j.circuit.CircuitParameters;
import org.pal4j.memory.MatrixView;

/**
 * The least that a step or a kernel must do: bytes that it reads and writes, floating-point operations, and how much memory that is spread
 * over. Vectors over neurons are left out, so for small networks this is far below what there is to do.
 *
 * @param bytes read and written
 * @param flops additions and multiplications
 * @param set   bytes that are touched: they decide where the data live
 */
record Work(double bytes, double flops, double set) {
    /** Steps of a presentation, over which the pass over a clamped W_1 is spread. */
    private static final double PRESENTATION = StepBenchmark.PRESENTATION;

    /** A pass over a matrix and {@code others} more of its size, each read and written, with {@code flops} operations a weight. */
    static Work pass(int outputs, int inputs, int matrices, double flops) {
        double floats = MatrixView.storedFloats(outputs, inputs);
        double bytes = floats * matrices * Float.BYTES;
        return new Work(2 * bytes, flops * floats, bytes);
    }

    /** One step of PAL in which everything learns, for {@code replicas} side by side. */
    static Work step(CircuitParameters p, int replicas) {
        Work work = new Work(0, 0, 0);
        for (int l = 1; l <= p.areas(); l++) {
            // W and its low-passed updates: product, outer product, filter, sum.
            Work forward = pass(p.size(l) * replicas, p.size(l - 1), 2, 6);
            boolean once = l == 1 && p.clampedInput();
            work = work.plus(once ? new Work(forward.bytes / PRESENTATION, forward.flops / PRESENTATION, forward.set) : forward);
            if (l < p.areas()) {
                // WI and BI: product and outer product. B with its residual: product, two factors, compensated sum.
                work = work.plus(pass(p.size(l + 1) * replicas, p.size(l), 1, 4))
                        .plus(pass(p.size(l) * replicas, p.size(l + 1), 1, 4))
                        .plus(pass(p.size(l) * replicas, p.size(l + 1), 2, 10));
            }
        }
        return work;
    }

    private Work plus(Work other) {
        return new Work(bytes + other.bytes, flops + other.flops, set + other.set);
    }
}
