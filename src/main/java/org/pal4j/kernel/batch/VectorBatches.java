package org.pal4j.kernel.batch;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.BYTES;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * The SIMD kernels of {@link Batches} that multiply.
 *
 * <p>A product keeps 8 outputs for two vectors of samples in 16 registers. Each step then needs 16 fma, two loads of samples, and
 * 8 weights, each loaded and broadcast by one instruction. Two things make this fast on C2 (measured: threefold):
 * <ul>
 *   <li>the weights' offsets are a {@code long} counter times a constant plus constants, which lets C2 move all bounds checks out
 *     of the loop;
 *   <li>scalars are loaded without an alignment check, which would cost three instructions each.
 * </ul>
 * Therefore the rows of samples of the steps come from a table, which needs few checks, and the strides of the weights are
 * constants. The product with the transposed matrix has no constant stride and runs at two thirds of the speed.
 */
final class VectorBatches {
    private static final int STEP_SHIFT = Integer.numberOfTrailingZeros(Lanes.BYTES);
    private static final int ROW_SHIFT = Integer.numberOfTrailingZeros(Batches.ROW);
    private static final int PAIR_BYTES = 2 * BYTES;

    private VectorBatches() {}

    static void product(MemorySegment m, int w, int panel, int table, int steps, int x, int out, int stride, int rows) {
        for (int r = 0; r < rows;) {
            int weights = w + (r >> 4) * panel + ((r & 15) << 2);
            int left = rows - r;
            for (int pair = 0; pair < Batches.ROW; pair += PAIR_BYTES) {
                long to = out + (long) r * stride + pair;
                if (left >= 8) {
                    product8(m, weights, table, steps, x + pair, to, stride);
                } else if (left >= 4) {
                    product4(m, weights, table, steps, x + pair, to, stride);
                } else {
                    product1(m, weights, table, steps, x + pair, to);
                }
            }
            r += left >= 8 ? 8 : left >= 4 ? 4 : 1;
        }
    }

    static void transposedProduct(MemorySegment m, int w, int panel, int steps, int x, int out, int rows) {
        for (int r = 0; r < rows;) {
            int left = rows - r;
            for (int pair = 0; pair < Batches.ROW; pair += PAIR_BYTES) {
                long to = out + (long) r * Batches.ROW + pair;
                if (left >= 8) {
                    transposed8(m, w + r * Lanes.BYTES, panel, steps, x + pair, to);
                } else {
                    transposed1(m, w + r * Lanes.BYTES, panel, steps, x + pair, to);
                }
            }
            r += left >= 8 ? 8 : 1;
        }
    }

    static void transpose(MemorySegment m, int x, int block, int rows, int samples, int transposed, int panel) {
        for (int first = 0; first < samples; first += Batches.SAMPLES) {
            int count = Math.min(Batches.SAMPLES, samples - first);
            for (int r = 0; r < rows;) {
                int from = x + first / Batches.SAMPLES * block + r * Batches.ROW;
                int to = transposed + (r >> 4) * panel + ((r & 15) << 2) + first * Lanes.BYTES;
                boolean eight = (r & 7) == 0 && r + 8 <= rows;
                if (eight) {
                    transpose8(m, from, to, count);
                } else {
                    transposeRow(m, from, to, count);
                }
                r += eight ? 8 : 1;
            }
        }
    }

    /** Eight rows at once, so that the writes are contiguous. */
    private static void transpose8(MemorySegment m, long from, long to, int samples) {
        for (int n = 0; n < samples; n++) {
            long at = from + ((long) n << 2);
            long goal = to + ((long) n << STEP_SHIFT);
            m.set(JAVA_FLOAT_UNALIGNED, goal, m.get(JAVA_FLOAT_UNALIGNED, at));
            m.set(JAVA_FLOAT_UNALIGNED, goal + 4, m.get(JAVA_FLOAT_UNALIGNED, at + Batches.ROW));
            m.set(JAVA_FLOAT_UNALIGNED, goal + 8, m.get(JAVA_FLOAT_UNALIGNED, at + 2 * Batches.ROW));
            m.set(JAVA_FLOAT_UNALIGNED, goal + 12, m.get(JAVA_FLOAT_UNALIGNED, at + 3 * Batches.ROW));
            m.set(JAVA_FLOAT_UNALIGNED, goal + 16, m.get(JAVA_FLOAT_UNALIGNED, at + 4 * Batches.ROW));
            m.set(JAVA_FLOAT_UNALIGNED, goal + 20, m.get(JAVA_FLOAT_UNALIGNED, at + 5 * Batches.ROW));
            m.set(JAVA_FLOAT_UNALIGNED, goal + 24, m.get(JAVA_FLOAT_UNALIGNED, at + 6 * Batches.ROW));
            m.set(JAVA_FLOAT_UNALIGNED, goal + 28, m.get(JAVA_FLOAT_UNALIGNED, at + 7 * Batches.ROW));
        }
    }

    private static void transposeRow(MemorySegment m, long from, long to, int samples) {
        for (int n = 0; n < samples; n++) {
            m.set(JAVA_FLOAT_UNALIGNED, to + ((long) n << STEP_SHIFT), m.get(JAVA_FLOAT_UNALIGNED, from + ((long) n << 2)));
        }
    }

    private static void product8(MemorySegment m, int w, int table, int steps, int x, long out, int stride) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        FloatVector b0 = zero(FLOATS);
        FloatVector b1 = zero(FLOATS);
        FloatVector c0 = zero(FLOATS);
        FloatVector c1 = zero(FLOATS);
        FloatVector d0 = zero(FLOATS);
        FloatVector d1 = zero(FLOATS);
        FloatVector e0 = zero(FLOATS);
        FloatVector e1 = zero(FLOATS);
        FloatVector f0 = zero(FLOATS);
        FloatVector f1 = zero(FLOATS);
        FloatVector g0 = zero(FLOATS);
        FloatVector g1 = zero(FLOATS);
        FloatVector h0 = zero(FLOATS);
        FloatVector h1 = zero(FLOATS);
        for (int s = 0; s < steps; s++) {
            long at = w + ((long) s << STEP_SHIFT);
            int row = x + m.get(JAVA_INT_UNALIGNED, table + ((long) s << 2));
            FloatVector x0 = fromMemorySegment(FLOATS, m, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, m, row + BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 4));
            b0 = x0.fma(weight, b0);
            b1 = x1.fma(weight, b1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 8));
            c0 = x0.fma(weight, c0);
            c1 = x1.fma(weight, c1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 12));
            d0 = x0.fma(weight, d0);
            d1 = x1.fma(weight, d1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 16));
            e0 = x0.fma(weight, e0);
            e1 = x1.fma(weight, e1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 20));
            f0 = x0.fma(weight, f0);
            f1 = x1.fma(weight, f1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 24));
            g0 = x0.fma(weight, g0);
            g1 = x1.fma(weight, g1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 28));
            h0 = x0.fma(weight, h0);
            h1 = x1.fma(weight, h1);
        }
        a0.intoMemorySegment(m, out, ORDER);
        a1.intoMemorySegment(m, out + BYTES, ORDER);
        b0.intoMemorySegment(m, out + stride, ORDER);
        b1.intoMemorySegment(m, out + stride + BYTES, ORDER);
        c0.intoMemorySegment(m, out + 2L * stride, ORDER);
        c1.intoMemorySegment(m, out + 2L * stride + BYTES, ORDER);
        d0.intoMemorySegment(m, out + 3L * stride, ORDER);
        d1.intoMemorySegment(m, out + 3L * stride + BYTES, ORDER);
        e0.intoMemorySegment(m, out + 4L * stride, ORDER);
        e1.intoMemorySegment(m, out + 4L * stride + BYTES, ORDER);
        f0.intoMemorySegment(m, out + 5L * stride, ORDER);
        f1.intoMemorySegment(m, out + 5L * stride + BYTES, ORDER);
        g0.intoMemorySegment(m, out + 6L * stride, ORDER);
        g1.intoMemorySegment(m, out + 6L * stride + BYTES, ORDER);
        h0.intoMemorySegment(m, out + 7L * stride, ORDER);
        h1.intoMemorySegment(m, out + 7L * stride + BYTES, ORDER);
    }

    private static void product4(MemorySegment m, int w, int table, int steps, int x, long out, int stride) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        FloatVector b0 = zero(FLOATS);
        FloatVector b1 = zero(FLOATS);
        FloatVector c0 = zero(FLOATS);
        FloatVector c1 = zero(FLOATS);
        FloatVector d0 = zero(FLOATS);
        FloatVector d1 = zero(FLOATS);
        for (int s = 0; s < steps; s++) {
            long at = w + ((long) s << STEP_SHIFT);
            int row = x + m.get(JAVA_INT_UNALIGNED, table + ((long) s << 2));
            FloatVector x0 = fromMemorySegment(FLOATS, m, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, m, row + BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 4));
            b0 = x0.fma(weight, b0);
            b1 = x1.fma(weight, b1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 8));
            c0 = x0.fma(weight, c0);
            c1 = x1.fma(weight, c1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 12));
            d0 = x0.fma(weight, d0);
            d1 = x1.fma(weight, d1);
        }
        a0.intoMemorySegment(m, out, ORDER);
        a1.intoMemorySegment(m, out + BYTES, ORDER);
        b0.intoMemorySegment(m, out + stride, ORDER);
        b1.intoMemorySegment(m, out + stride + BYTES, ORDER);
        c0.intoMemorySegment(m, out + 2L * stride, ORDER);
        c1.intoMemorySegment(m, out + 2L * stride + BYTES, ORDER);
        d0.intoMemorySegment(m, out + 3L * stride, ORDER);
        d1.intoMemorySegment(m, out + 3L * stride + BYTES, ORDER);
    }

    private static void product1(MemorySegment m, int w, int table, int steps, int x, long out) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        for (int s = 0; s < steps; s++) {
            long at = w + ((long) s << STEP_SHIFT);
            int row = x + m.get(JAVA_INT_UNALIGNED, table + ((long) s << 2));
            FloatVector x0 = fromMemorySegment(FLOATS, m, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, m, row + BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
        }
        a0.intoMemorySegment(m, out, ORDER);
        a1.intoMemorySegment(m, out + BYTES, ORDER);
    }

    private static void transposed8(MemorySegment m, int w, int panel, int steps, int x, long out) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        FloatVector b0 = zero(FLOATS);
        FloatVector b1 = zero(FLOATS);
        FloatVector c0 = zero(FLOATS);
        FloatVector c1 = zero(FLOATS);
        FloatVector d0 = zero(FLOATS);
        FloatVector d1 = zero(FLOATS);
        FloatVector e0 = zero(FLOATS);
        FloatVector e1 = zero(FLOATS);
        FloatVector f0 = zero(FLOATS);
        FloatVector f1 = zero(FLOATS);
        FloatVector g0 = zero(FLOATS);
        FloatVector g1 = zero(FLOATS);
        FloatVector h0 = zero(FLOATS);
        FloatVector h1 = zero(FLOATS);
        for (int s = 0; s < steps; s++) {
            int at = w + (s >> 4) * panel + ((s & 15) << 2);
            long row = x + ((long) s << ROW_SHIFT);
            FloatVector x0 = fromMemorySegment(FLOATS, m, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, m, row + BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 1 * Lanes.BYTES));
            b0 = x0.fma(weight, b0);
            b1 = x1.fma(weight, b1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 2 * Lanes.BYTES));
            c0 = x0.fma(weight, c0);
            c1 = x1.fma(weight, c1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 3 * Lanes.BYTES));
            d0 = x0.fma(weight, d0);
            d1 = x1.fma(weight, d1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 4 * Lanes.BYTES));
            e0 = x0.fma(weight, e0);
            e1 = x1.fma(weight, e1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 5 * Lanes.BYTES));
            f0 = x0.fma(weight, f0);
            f1 = x1.fma(weight, f1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 6 * Lanes.BYTES));
            g0 = x0.fma(weight, g0);
            g1 = x1.fma(weight, g1);
            weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at + 7 * Lanes.BYTES));
            h0 = x0.fma(weight, h0);
            h1 = x1.fma(weight, h1);
        }
        a0.intoMemorySegment(m, out, ORDER);
        a1.intoMemorySegment(m, out + BYTES, ORDER);
        b0.intoMemorySegment(m, out + 1 * Batches.ROW, ORDER);
        b1.intoMemorySegment(m, out + 1 * Batches.ROW + BYTES, ORDER);
        c0.intoMemorySegment(m, out + 2 * Batches.ROW, ORDER);
        c1.intoMemorySegment(m, out + 2 * Batches.ROW + BYTES, ORDER);
        d0.intoMemorySegment(m, out + 3 * Batches.ROW, ORDER);
        d1.intoMemorySegment(m, out + 3 * Batches.ROW + BYTES, ORDER);
        e0.intoMemorySegment(m, out + 4 * Batches.ROW, ORDER);
        e1.intoMemorySegment(m, out + 4 * Batches.ROW + BYTES, ORDER);
        f0.intoMemorySegment(m, out + 5 * Batches.ROW, ORDER);
        f1.intoMemorySegment(m, out + 5 * Batches.ROW + BYTES, ORDER);
        g0.intoMemorySegment(m, out + 6 * Batches.ROW, ORDER);
        g1.intoMemorySegment(m, out + 6 * Batches.ROW + BYTES, ORDER);
        h0.intoMemorySegment(m, out + 7 * Batches.ROW, ORDER);
        h1.intoMemorySegment(m, out + 7 * Batches.ROW + BYTES, ORDER);
    }

    private static void transposed1(MemorySegment m, int w, int panel, int steps, int x, long out) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        for (int s = 0; s < steps; s++) {
            int at = w + (s >> 4) * panel + ((s & 15) << 2);
            long row = x + ((long) s << ROW_SHIFT);
            FloatVector x0 = fromMemorySegment(FLOATS, m, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, m, row + BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
        }
        a0.intoMemorySegment(m, out, ORDER);
        a1.intoMemorySegment(m, out + BYTES, ORDER);
    }
}
