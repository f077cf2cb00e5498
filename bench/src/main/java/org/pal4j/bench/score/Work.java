package org.pal4j.bench.score;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.memory.MatrixView;

/**
 * The least that a step or a kernel must do: memory that it passes over, and floating-point operations. Vectors over neurons are left out, so for
 * small networks this is far below what there is to do.
 *
 * @param passes over memory, one after the other
 * @param flops  additions and multiplications
 */
public record Work(List<Pass> passes, double flops) {
    /** Copies the list. */
    public Work {
        passes = List.copyOf(passes);
    }

    /**
     * Memory that is passed over.
     *
     * @param read    bytes
     * @param written bytes
     * @param set     bytes between which and the next pass over them nothing else is touched: they decide where the data live
     */
    public record Pass(double read, double written, double set) {}

    /** Operations that need no memory. */
    public static Work operations(double flops) {
        return new Work(List.of(), flops);
    }

    /** One pass over {@code set} bytes. */
    public static Work pass(double read, double written, double set, double flops) {
        return new Work(List.of(new Pass(read, written, set)), flops);
    }

    /** A pass over a matrix and {@code others} more of its size, each read and written, with {@code flops} operations a weight. */
    public static Work update(int outputs, int inputs, int matrices, double flops) {
        double floats = MatrixView.storedFloats(outputs, inputs);
        double bytes = floats * matrices * Float.BYTES;
        return pass(bytes, bytes, bytes, flops * floats);
    }

    /** A pass over a matrix that is only read, and multiplied. */
    public static Work product(int outputs, int inputs) {
        double floats = MatrixView.storedFloats(outputs, inputs);
        return pass(floats * Float.BYTES, 0, floats * Float.BYTES, 2 * floats);
    }

    /**
     * One step of PAL in which everything learns, for {@code replicas} side by side. A clamped W_1 is passed over once in a presentation, and lives
     * where its own size puts it: the other matrices stay where they are all the steps between.
     *
     * @param presentation steps of a presentation
     */
    public static Work step(CircuitParameters p, int replicas, int presentation) {
        List<Work> always = new ArrayList<>();
        List<Pass> passes = new ArrayList<>();
        double flops = 0;
        for (int l = 1; l <= p.areas(); l++) {
            // W and its low-passed updates: product, outer product, filter, sum.
            Work forward = update(p.size(l) * replicas, p.size(l - 1), 2, 6);
            if (l == 1 && p.clampedInput()) {
                Pass once = forward.passes.getFirst();
                passes.add(new Pass(once.read / presentation, once.written / presentation, once.set));
                flops += forward.flops / presentation;
            } else {
                always.add(forward);
            }
            if (l < p.areas()) {
                // WI and BI: product and outer product. B with its residual: product, two factors, compensated sum.
                always.add(update(p.size(l + 1) * replicas, p.size(l), 1, 4));
                always.add(update(p.size(l) * replicas, p.size(l + 1), 1, 4));
                always.add(update(p.size(l) * replicas, p.size(l + 1), 2, 10));
            }
        }
        double set = always.stream().mapToDouble(work -> work.passes.getFirst().set).sum();
        passes.add(new Pass(set, set, set));
        return new Work(passes, flops + always.stream().mapToDouble(Work::flops).sum());
    }

    /** The share of each of {@code threads}, which has its own part of the memory in caches of its own. */
    public Work sharedBy(int threads) {
        return new Work(passes.stream().map(pass -> new Pass(pass.read / threads, pass.written / threads, pass.set / threads)).toList(),
                flops / threads);
    }

    /** The same done once for {@code number} steps. */
    public Work dividedBy(int number) {
        return new Work(passes.stream().map(pass -> new Pass(pass.read / number, pass.written / number, pass.set)).toList(), flops / number);
    }

    /** Bytes that are read and written. */
    public double bytes() {
        return passes.stream().mapToDouble(pass -> pass.read + pass.written).sum();
    }

    /** Operations for each byte; infinite without memory. */
    public double intensity() {
        return flops / bytes();
    }
}
