package org.pal4j.kernel.batch;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.ADDRESS;
import static org.pal4j.kernel.Simd.ALL;
import static org.pal4j.kernel.Simd.BYTES;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;

import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * The SIMD kernels of {@link Batches} that multiply.
 *
 * <p>A product keeps 8 outputs for two vectors of samples in 16 registers. Each step then needs 16 fma, two loads of samples, and
 * 8 weights, each loaded and broadcast by one instruction. Two things make this fast on C2 (measured: threefold):
 * <ul>
 *   <li>the weights' addresses are a {@code long} counter times a constant plus constants;
 *   <li>scalars are loaded without a check of their alignment, which would cost three instructions each, or of their bounds: the
 *       compiler sees that their addresses are not negative ({@link org.pal4j.kernel.Simd#ADDRESS}). A check is proved before the
 *       loop for all of its rounds, and splits the loop in two; product and transposed product took 1.2 and 1.3 times as long with it.
 * </ul>
 * Therefore the rows of samples of the steps come from a table, and the strides of the weights are constants.
 */
final class VectorBatches {
    private static final int STEP_SHIFT = Integer.numberOfTrailingZeros(Lanes.BYTES);
    private static final int ROW_SHIFT = Integer.numberOfTrailingZeros(Batches.ROW);
    private static final int PAIR_BYTES = 2 * BYTES;

    private VectorBatches() {}

    static void product(long w, int panel, long table, int steps, long x, long out, int stride, int rows) {
        for (int r = 0; r < rows;) {
            long weights = w + (long) (r >> 4) * panel + ((r & 15) << 2);
            int left = rows - r;
            for (int pair = 0; pair < Batches.ROW; pair += PAIR_BYTES) {
                long to = out + (long) r * stride + pair;
                if (left >= 8) {
                    product8(weights, table, steps, x + pair, to, stride);
                } else if (left >= 4) {
                    product4(weights, table, steps, x + pair, to, stride);
                } else {
                    product1(weights, table, steps, x + pair, to);
                }
            }
            r += left >= 8 ? 8 : left >= 4 ? 4 : 1;
        }
    }

    static void transposedProduct(long w, int panel, int steps, long x, long out, int rows) {
        for (int r = 0; r < rows;) {
            int left = rows - r;
            for (int pair = 0; pair < Batches.ROW; pair += PAIR_BYTES) {
                long to = out + (long) r * Batches.ROW + pair;
                if (left >= 8) {
                    transposed8(w + (long) r * Lanes.BYTES, panel, steps, x + pair, to);
                } else {
                    transposed1(w + (long) r * Lanes.BYTES, panel, steps, x + pair, to);
                }
            }
            r += left >= 8 ? 8 : 1;
        }
    }

    static void transpose(long x, int block, int rows, int samples, long transposed, int panel) {
        for (int first = 0; first < samples; first += Batches.SAMPLES) {
            int count = Math.min(Batches.SAMPLES, samples - first);
            for (int r = 0; r < rows;) {
                long from = x + (long) (first / Batches.SAMPLES) * block + (long) r * Batches.ROW;
                long to = transposed + (long) (r >> 4) * panel + ((r & 15) << 2) + (long) first * Lanes.BYTES;
                boolean eight = (r & 7) == 0 && r + 8 <= rows;
                if (eight) {
                    transpose8(from, to, count);
                } else {
                    transposeRow(from, to, count);
                }
                r += eight ? 8 : 1;
            }
        }
    }

    /** Eight rows at once, so that the writes are contiguous. */
    private static void transpose8(long from, long to, int samples) {
        for (int n = 0; n < samples; n++) {
            long at = from + ((long) n << 2);
            long goal = to + ((long) n << STEP_SHIFT);
            ALL.set(JAVA_FLOAT_UNALIGNED, goal, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            ALL.set(JAVA_FLOAT_UNALIGNED, goal + 4, ALL.get(JAVA_FLOAT_UNALIGNED, at + Batches.ROW));
            ALL.set(JAVA_FLOAT_UNALIGNED, goal + 8, ALL.get(JAVA_FLOAT_UNALIGNED, at + 2 * Batches.ROW));
            ALL.set(JAVA_FLOAT_UNALIGNED, goal + 12, ALL.get(JAVA_FLOAT_UNALIGNED, at + 3 * Batches.ROW));
            ALL.set(JAVA_FLOAT_UNALIGNED, goal + 16, ALL.get(JAVA_FLOAT_UNALIGNED, at + 4 * Batches.ROW));
            ALL.set(JAVA_FLOAT_UNALIGNED, goal + 20, ALL.get(JAVA_FLOAT_UNALIGNED, at + 5 * Batches.ROW));
            ALL.set(JAVA_FLOAT_UNALIGNED, goal + 24, ALL.get(JAVA_FLOAT_UNALIGNED, at + 6 * Batches.ROW));
            ALL.set(JAVA_FLOAT_UNALIGNED, goal + 28, ALL.get(JAVA_FLOAT_UNALIGNED, at + 7 * Batches.ROW));
        }
    }

    private static void transposeRow(long from, long to, int samples) {
        for (int n = 0; n < samples; n++) {
            ALL.set(JAVA_FLOAT_UNALIGNED, to + ((long) n << STEP_SHIFT), ALL.get(JAVA_FLOAT_UNALIGNED, from + ((long) n << 2)));
        }
    }

    private static void product8(long w, long table, int steps, long x, long out, int stride) {
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
            long at = (w & ADDRESS) + (Integer.toUnsignedLong(s) << STEP_SHIFT);
            long row = x + ALL.get(JAVA_INT_UNALIGNED, (table & ADDRESS) + (Integer.toUnsignedLong(s) << 2));
            FloatVector x0 = fromMemorySegment(FLOATS, ALL, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, ALL, row + BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 4));
            b0 = x0.fma(weight, b0);
            b1 = x1.fma(weight, b1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 8));
            c0 = x0.fma(weight, c0);
            c1 = x1.fma(weight, c1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 12));
            d0 = x0.fma(weight, d0);
            d1 = x1.fma(weight, d1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 16));
            e0 = x0.fma(weight, e0);
            e1 = x1.fma(weight, e1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 20));
            f0 = x0.fma(weight, f0);
            f1 = x1.fma(weight, f1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 24));
            g0 = x0.fma(weight, g0);
            g1 = x1.fma(weight, g1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 28));
            h0 = x0.fma(weight, h0);
            h1 = x1.fma(weight, h1);
        }
        a0.intoMemorySegment(ALL, out, ORDER);
        a1.intoMemorySegment(ALL, out + BYTES, ORDER);
        b0.intoMemorySegment(ALL, out + stride, ORDER);
        b1.intoMemorySegment(ALL, out + stride + BYTES, ORDER);
        c0.intoMemorySegment(ALL, out + 2L * stride, ORDER);
        c1.intoMemorySegment(ALL, out + 2L * stride + BYTES, ORDER);
        d0.intoMemorySegment(ALL, out + 3L * stride, ORDER);
        d1.intoMemorySegment(ALL, out + 3L * stride + BYTES, ORDER);
        e0.intoMemorySegment(ALL, out + 4L * stride, ORDER);
        e1.intoMemorySegment(ALL, out + 4L * stride + BYTES, ORDER);
        f0.intoMemorySegment(ALL, out + 5L * stride, ORDER);
        f1.intoMemorySegment(ALL, out + 5L * stride + BYTES, ORDER);
        g0.intoMemorySegment(ALL, out + 6L * stride, ORDER);
        g1.intoMemorySegment(ALL, out + 6L * stride + BYTES, ORDER);
        h0.intoMemorySegment(ALL, out + 7L * stride, ORDER);
        h1.intoMemorySegment(ALL, out + 7L * stride + BYTES, ORDER);
    }

    private static void product4(long w, long table, int steps, long x, long out, int stride) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        FloatVector b0 = zero(FLOATS);
        FloatVector b1 = zero(FLOATS);
        FloatVector c0 = zero(FLOATS);
        FloatVector c1 = zero(FLOATS);
        FloatVector d0 = zero(FLOATS);
        FloatVector d1 = zero(FLOATS);
        for (int s = 0; s < steps; s++) {
            long at = (w & ADDRESS) + (Integer.toUnsignedLong(s) << STEP_SHIFT);
            long row = x + ALL.get(JAVA_INT_UNALIGNED, (table & ADDRESS) + (Integer.toUnsignedLong(s) << 2));
            FloatVector x0 = fromMemorySegment(FLOATS, ALL, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, ALL, row + BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 4));
            b0 = x0.fma(weight, b0);
            b1 = x1.fma(weight, b1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 8));
            c0 = x0.fma(weight, c0);
            c1 = x1.fma(weight, c1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 12));
            d0 = x0.fma(weight, d0);
            d1 = x1.fma(weight, d1);
        }
        a0.intoMemorySegment(ALL, out, ORDER);
        a1.intoMemorySegment(ALL, out + BYTES, ORDER);
        b0.intoMemorySegment(ALL, out + stride, ORDER);
        b1.intoMemorySegment(ALL, out + stride + BYTES, ORDER);
        c0.intoMemorySegment(ALL, out + 2L * stride, ORDER);
        c1.intoMemorySegment(ALL, out + 2L * stride + BYTES, ORDER);
        d0.intoMemorySegment(ALL, out + 3L * stride, ORDER);
        d1.intoMemorySegment(ALL, out + 3L * stride + BYTES, ORDER);
    }

    private static void product1(long w, long table, int steps, long x, long out) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        for (int s = 0; s < steps; s++) {
            long at = (w & ADDRESS) + (Integer.toUnsignedLong(s) << STEP_SHIFT);
            long row = x + ALL.get(JAVA_INT_UNALIGNED, (table & ADDRESS) + (Integer.toUnsignedLong(s) << 2));
            FloatVector x0 = fromMemorySegment(FLOATS, ALL, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, ALL, row + BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
        }
        a0.intoMemorySegment(ALL, out, ORDER);
        a1.intoMemorySegment(ALL, out + BYTES, ORDER);
    }

    private static void transposed8(long w, int panel, int steps, long x, long out) {
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
            long at = w + (long) (s >> 4) * panel + ((s & 15) << 2) & ADDRESS;
            long row = x + ((long) s << ROW_SHIFT);
            FloatVector x0 = fromMemorySegment(FLOATS, ALL, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, ALL, row + BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 1 * Lanes.BYTES));
            b0 = x0.fma(weight, b0);
            b1 = x1.fma(weight, b1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 2 * Lanes.BYTES));
            c0 = x0.fma(weight, c0);
            c1 = x1.fma(weight, c1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 3 * Lanes.BYTES));
            d0 = x0.fma(weight, d0);
            d1 = x1.fma(weight, d1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 4 * Lanes.BYTES));
            e0 = x0.fma(weight, e0);
            e1 = x1.fma(weight, e1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 5 * Lanes.BYTES));
            f0 = x0.fma(weight, f0);
            f1 = x1.fma(weight, f1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 6 * Lanes.BYTES));
            g0 = x0.fma(weight, g0);
            g1 = x1.fma(weight, g1);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 7 * Lanes.BYTES));
            h0 = x0.fma(weight, h0);
            h1 = x1.fma(weight, h1);
        }
        a0.intoMemorySegment(ALL, out, ORDER);
        a1.intoMemorySegment(ALL, out + BYTES, ORDER);
        b0.intoMemorySegment(ALL, out + 1 * Batches.ROW, ORDER);
        b1.intoMemorySegment(ALL, out + 1 * Batches.ROW + BYTES, ORDER);
        c0.intoMemorySegment(ALL, out + 2 * Batches.ROW, ORDER);
        c1.intoMemorySegment(ALL, out + 2 * Batches.ROW + BYTES, ORDER);
        d0.intoMemorySegment(ALL, out + 3 * Batches.ROW, ORDER);
        d1.intoMemorySegment(ALL, out + 3 * Batches.ROW + BYTES, ORDER);
        e0.intoMemorySegment(ALL, out + 4 * Batches.ROW, ORDER);
        e1.intoMemorySegment(ALL, out + 4 * Batches.ROW + BYTES, ORDER);
        f0.intoMemorySegment(ALL, out + 5 * Batches.ROW, ORDER);
        f1.intoMemorySegment(ALL, out + 5 * Batches.ROW + BYTES, ORDER);
        g0.intoMemorySegment(ALL, out + 6 * Batches.ROW, ORDER);
        g1.intoMemorySegment(ALL, out + 6 * Batches.ROW + BYTES, ORDER);
        h0.intoMemorySegment(ALL, out + 7 * Batches.ROW, ORDER);
        h1.intoMemorySegment(ALL, out + 7 * Batches.ROW + BYTES, ORDER);
    }

    private static void transposed1(long w, int panel, int steps, long x, long out) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        for (int s = 0; s < steps; s++) {
            long at = w + (long) (s >> 4) * panel + ((s & 15) << 2) & ADDRESS;
            long row = x + ((long) s << ROW_SHIFT);
            FloatVector x0 = fromMemorySegment(FLOATS, ALL, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, ALL, row + BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
        }
        a0.intoMemorySegment(ALL, out, ORDER);
        a1.intoMemorySegment(ALL, out + BYTES, ORDER);
    }
}
