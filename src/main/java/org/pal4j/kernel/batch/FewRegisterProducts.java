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
 * The products of {@link Batches} where there are 16 vector registers ({@link org.pal4j.kernel.Simd#REGISTERS}), with the bits of
 * {@link VectorBatches}. Tiles of 8 x 2 vectors would go to the stack and back in each step.
 *
 * <p>Tiles of at most 12 sums leave four registers for what is loaded. Most loops run over addresses, not over a counter: the compiler unrolls
 * loops over counters, and then it keeps more than 16 values at once. docs/performance.md has what this gains.
 *
 * <p>Some tiles are four vectors wide, at most a row. So these kernels are for vectors of 128 and 256 bits; all processors with wider ones have 32
 * registers.
 */
final class FewRegisterProducts {
    private static final int STEP_SHIFT = Integer.numberOfTrailingZeros(Lanes.BYTES);
    private static final int PAIR_BYTES = 2 * BYTES;
    private static final int QUAD_BYTES = 4 * BYTES;
    /** Steps of a block of transposed products: four panels. */
    private static final int BLOCK = 4 * Lanes.COUNT;

    private FewRegisterProducts() {}

    static void product(long w, int panel, long table, int steps, long x, long out, int stride, int rows) {
        for (int r = 0; r < rows;) {
            long weights = w + (long) (r >> 4) * panel + ((r & 15) << 2);
            long to = out + (long) r * stride;
            int tile = tile(Math.min(rows - r, Lanes.COUNT - (r & 15)));
            int bytes = tile > 2 ? PAIR_BYTES : QUAD_BYTES;
            for (int v = 0; v < Batches.ROW; v += bytes) {
                switch (tile) {
                    case 6 -> product6(weights, table, steps, x + v, to + v, stride);
                    case 4 -> product4(weights, table, steps, x + v, to + v, stride);
                    case 2 -> product2(weights, table, steps, x + v, to + v, stride);
                    default -> product1(weights, table, steps, x + v, to + v);
                }
            }
            r += tile;
        }
    }

    /** Rows of the next tile: of eight rows 4 and 4, as 2 of 6 and 2 would be slow. */
    private static int tile(int rows) {
        if (rows >= 4) {
            return rows < 6 || rows == 8 ? 4 : 6;
        }
        return rows >= 2 ? 2 : 1;
    }

    /**
     * Takes the panels in blocks of four. The errors of a block stay in the first cache for all rows, and the weights come in as four streams. Sums
     * rest in {@code out} between two blocks, in float as in a register, so bits do not know the blocks.
     */
    static void transposedProduct(long w, int panel, int steps, long x, long out, int rows) {
        for (long to = out; to != out + (long) rows * Batches.ROW; to += BYTES) {
            zero(FLOATS).intoMemorySegment(ALL, to, ORDER);
        }
        for (int first = 0; first < steps; first += BLOCK) {
            transposedBlock(w + (long) (first >> 4) * panel, panel, Math.min(steps - first, BLOCK), x + (long) first * Batches.ROW, out, rows);
        }
    }

    private static void transposedBlock(long w, int panel, int steps, long x, long out, int rows) {
        for (int r = 0; r < rows; r += 2) {
            long weights = w + (long) r * Lanes.BYTES;
            long to = out + (long) r * Batches.ROW;
            for (int v = 0; v < Batches.ROW; v += QUAD_BYTES) {
                if (r + 2 <= rows) {
                    transposed2(weights, panel, steps, x + v, to + v);
                } else {
                    transposed1(weights, panel, steps, x + v, to + v);
                }
            }
        }
    }

    private static void product6(long w, long table, int steps, long x, long out, int stride) {
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
        long end = table + 4L * steps;
        for (long t = table; t != end; t += 4) {
            long at = w + (t - table << 4) & ADDRESS;
            long row = x + ALL.get(JAVA_INT_UNALIGNED, t & ADDRESS);
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

    private static void product2(long w, long table, int steps, long x, long out, int stride) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        FloatVector a2 = zero(FLOATS);
        FloatVector a3 = zero(FLOATS);
        FloatVector b0 = zero(FLOATS);
        FloatVector b1 = zero(FLOATS);
        FloatVector b2 = zero(FLOATS);
        FloatVector b3 = zero(FLOATS);
        long end = table + 4L * steps;
        for (long t = table; t != end; t += 4) {
            long at = w + (t - table << 4) & ADDRESS;
            long row = x + ALL.get(JAVA_INT_UNALIGNED, t & ADDRESS);
            FloatVector x0 = fromMemorySegment(FLOATS, ALL, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, ALL, row + BYTES, ORDER);
            FloatVector x2 = fromMemorySegment(FLOATS, ALL, row + 2L * BYTES, ORDER);
            FloatVector x3 = fromMemorySegment(FLOATS, ALL, row + 3L * BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
            a2 = x2.fma(weight, a2);
            a3 = x3.fma(weight, a3);
            weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 4));
            b0 = x0.fma(weight, b0);
            b1 = x1.fma(weight, b1);
            b2 = x2.fma(weight, b2);
            b3 = x3.fma(weight, b3);
        }
        a0.intoMemorySegment(ALL, out, ORDER);
        a1.intoMemorySegment(ALL, out + BYTES, ORDER);
        a2.intoMemorySegment(ALL, out + 2L * BYTES, ORDER);
        a3.intoMemorySegment(ALL, out + 3L * BYTES, ORDER);
        b0.intoMemorySegment(ALL, out + stride, ORDER);
        b1.intoMemorySegment(ALL, out + stride + BYTES, ORDER);
        b2.intoMemorySegment(ALL, out + stride + 2L * BYTES, ORDER);
        b3.intoMemorySegment(ALL, out + stride + 3L * BYTES, ORDER);
    }

    private static void product1(long w, long table, int steps, long x, long out) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        FloatVector a2 = zero(FLOATS);
        FloatVector a3 = zero(FLOATS);
        long end = table + 4L * steps;
        for (long t = table; t != end; t += 4) {
            long at = w + (t - table << 4) & ADDRESS;
            long row = x + ALL.get(JAVA_INT_UNALIGNED, t & ADDRESS);
            FloatVector x0 = fromMemorySegment(FLOATS, ALL, row, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, ALL, row + BYTES, ORDER);
            FloatVector x2 = fromMemorySegment(FLOATS, ALL, row + 2L * BYTES, ORDER);
            FloatVector x3 = fromMemorySegment(FLOATS, ALL, row + 3L * BYTES, ORDER);
            FloatVector weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = x0.fma(weight, a0);
            a1 = x1.fma(weight, a1);
            a2 = x2.fma(weight, a2);
            a3 = x3.fma(weight, a3);
        }
        a0.intoMemorySegment(ALL, out, ORDER);
        a1.intoMemorySegment(ALL, out + BYTES, ORDER);
        a2.intoMemorySegment(ALL, out + 2L * BYTES, ORDER);
        a3.intoMemorySegment(ALL, out + 3L * BYTES, ORDER);
    }

    /** Adds to two rows of {@code out}. */
    private static void transposed2(long w, int panel, int steps, long x, long out) {
        FloatVector a0 = fromMemorySegment(FLOATS, ALL, out, ORDER);
        FloatVector a1 = fromMemorySegment(FLOATS, ALL, out + BYTES, ORDER);
        FloatVector a2 = fromMemorySegment(FLOATS, ALL, out + 2L * BYTES, ORDER);
        FloatVector a3 = fromMemorySegment(FLOATS, ALL, out + 3L * BYTES, ORDER);
        FloatVector b0 = fromMemorySegment(FLOATS, ALL, out + Batches.ROW, ORDER);
        FloatVector b1 = fromMemorySegment(FLOATS, ALL, out + Batches.ROW + BYTES, ORDER);
        FloatVector b2 = fromMemorySegment(FLOATS, ALL, out + Batches.ROW + 2L * BYTES, ORDER);
        FloatVector b3 = fromMemorySegment(FLOATS, ALL, out + Batches.ROW + 3L * BYTES, ORDER);
        long end = x + (long) steps * Batches.ROW;
        long row = x;
        for (long first = w; row != end; first += panel) {
            long last = Math.min(end, row + Lanes.COUNT * Batches.ROW);
            long at = first;
            for (; row != last; row += Batches.ROW) {
                FloatVector x0 = fromMemorySegment(FLOATS, ALL, row, ORDER);
                FloatVector x1 = fromMemorySegment(FLOATS, ALL, row + BYTES, ORDER);
                FloatVector x2 = fromMemorySegment(FLOATS, ALL, row + 2L * BYTES, ORDER);
                FloatVector x3 = fromMemorySegment(FLOATS, ALL, row + 3L * BYTES, ORDER);
                FloatVector weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at & ADDRESS));
                a0 = x0.fma(weight, a0);
                a1 = x1.fma(weight, a1);
                a2 = x2.fma(weight, a2);
                a3 = x3.fma(weight, a3);
                weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, (at & ADDRESS) + Lanes.BYTES));
                b0 = x0.fma(weight, b0);
                b1 = x1.fma(weight, b1);
                b2 = x2.fma(weight, b2);
                b3 = x3.fma(weight, b3);
                at += 4;
            }
        }
        a0.intoMemorySegment(ALL, out, ORDER);
        a1.intoMemorySegment(ALL, out + BYTES, ORDER);
        a2.intoMemorySegment(ALL, out + 2L * BYTES, ORDER);
        a3.intoMemorySegment(ALL, out + 3L * BYTES, ORDER);
        b0.intoMemorySegment(ALL, out + Batches.ROW, ORDER);
        b1.intoMemorySegment(ALL, out + Batches.ROW + BYTES, ORDER);
        b2.intoMemorySegment(ALL, out + Batches.ROW + 2L * BYTES, ORDER);
        b3.intoMemorySegment(ALL, out + Batches.ROW + 3L * BYTES, ORDER);
    }

    /** Adds to one row of {@code out}. */
    private static void transposed1(long w, int panel, int steps, long x, long out) {
        FloatVector a0 = fromMemorySegment(FLOATS, ALL, out, ORDER);
        FloatVector a1 = fromMemorySegment(FLOATS, ALL, out + BYTES, ORDER);
        FloatVector a2 = fromMemorySegment(FLOATS, ALL, out + 2L * BYTES, ORDER);
        FloatVector a3 = fromMemorySegment(FLOATS, ALL, out + 3L * BYTES, ORDER);
        long end = x + (long) steps * Batches.ROW;
        long row = x;
        for (long first = w; row != end; first += panel) {
            long last = Math.min(end, row + Lanes.COUNT * Batches.ROW);
            long at = first;
            for (; row != last; row += Batches.ROW) {
                FloatVector x0 = fromMemorySegment(FLOATS, ALL, row, ORDER);
                FloatVector x1 = fromMemorySegment(FLOATS, ALL, row + BYTES, ORDER);
                FloatVector x2 = fromMemorySegment(FLOATS, ALL, row + 2L * BYTES, ORDER);
                FloatVector x3 = fromMemorySegment(FLOATS, ALL, row + 3L * BYTES, ORDER);
                FloatVector weight = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at & ADDRESS));
                a0 = x0.fma(weight, a0);
                a1 = x1.fma(weight, a1);
                a2 = x2.fma(weight, a2);
                a3 = x3.fma(weight, a3);
                at += 4;
            }
        }
        a0.intoMemorySegment(ALL, out, ORDER);
        a1.intoMemorySegment(ALL, out + BYTES, ORDER);
        a2.intoMemorySegment(ALL, out + 2L * BYTES, ORDER);
        a3.intoMemorySegment(ALL, out + 3L * BYTES, ORDER);
    }
}
