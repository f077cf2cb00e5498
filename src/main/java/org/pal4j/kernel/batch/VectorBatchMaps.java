package org.pal4j.kernel.batch;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.ALL;
import static org.pal4j.kernel.Simd.BYTES;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.Simd.load;
import static org.pal4j.kernel.Simd.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.pal4j.memory.Lanes;

/** The SIMD kernels of {@link BatchMaps}. */
final class VectorBatchMaps {
    private VectorBatchMaps() {}

    /**
     * Correlates a strip row by row.
     *
     * @param steps  of a row, each of 16 samples
     * @param stride bytes from one step to the next
     */
    static void correlate(long e, int eMap, long x, int xMap, int xRow, int steps, int stride, int height, long sums) {
        for (int v = 0; v < Lanes.BYTES; v += BYTES) {
            correlate4(e + v, eMap, x + v, xMap, xRow, steps, stride, height, sums + v);
        }
    }

    /** Loops over addresses: the compiler unrolls a loop over a counter, and then it takes longer. */
    private static void correlate4(long e, int eMap, long x, int xMap, int xRow, int steps, int stride, int height, long sums) {
        FloatVector a0 = fromMemorySegment(FLOATS, ALL, sums, ORDER);
        FloatVector a1 = fromMemorySegment(FLOATS, ALL, sums + Lanes.BYTES, ORDER);
        FloatVector a2 = fromMemorySegment(FLOATS, ALL, sums + 2 * Lanes.BYTES, ORDER);
        FloatVector b0 = fromMemorySegment(FLOATS, ALL, sums + 3 * Lanes.BYTES, ORDER);
        FloatVector b1 = fromMemorySegment(FLOATS, ALL, sums + 4 * Lanes.BYTES, ORDER);
        FloatVector b2 = fromMemorySegment(FLOATS, ALL, sums + 5 * Lanes.BYTES, ORDER);
        FloatVector c0 = fromMemorySegment(FLOATS, ALL, sums + 6 * Lanes.BYTES, ORDER);
        FloatVector c1 = fromMemorySegment(FLOATS, ALL, sums + 7 * Lanes.BYTES, ORDER);
        FloatVector c2 = fromMemorySegment(FLOATS, ALL, sums + 8 * Lanes.BYTES, ORDER);
        FloatVector d0 = fromMemorySegment(FLOATS, ALL, sums + 9 * Lanes.BYTES, ORDER);
        FloatVector d1 = fromMemorySegment(FLOATS, ALL, sums + 10 * Lanes.BYTES, ORDER);
        FloatVector d2 = fromMemorySegment(FLOATS, ALL, sums + 11 * Lanes.BYTES, ORDER);
        long e1 = e + eMap;
        long e2 = e1 + eMap;
        long e3 = e2 + eMap;
        long x1 = x + xMap;
        long x2 = x1 + xMap;
        long row = (long) steps * stride;
        long skip = xRow - row;
        long all = height * row;
        long step = 0;
        long at = 0;
        while (step != all) {
            for (long end = step + row; step != end; step += stride) {
                FloatVector y0 = fromMemorySegment(FLOATS, ALL, x + at, ORDER);
                FloatVector y1 = fromMemorySegment(FLOATS, ALL, x1 + at, ORDER);
                FloatVector y2 = fromMemorySegment(FLOATS, ALL, x2 + at, ORDER);
                FloatVector error = fromMemorySegment(FLOATS, ALL, e + step, ORDER);
                a0 = y0.fma(error, a0);
                a1 = y1.fma(error, a1);
                a2 = y2.fma(error, a2);
                error = fromMemorySegment(FLOATS, ALL, e1 + step, ORDER);
                b0 = y0.fma(error, b0);
                b1 = y1.fma(error, b1);
                b2 = y2.fma(error, b2);
                error = fromMemorySegment(FLOATS, ALL, e2 + step, ORDER);
                c0 = y0.fma(error, c0);
                c1 = y1.fma(error, c1);
                c2 = y2.fma(error, c2);
                error = fromMemorySegment(FLOATS, ALL, e3 + step, ORDER);
                d0 = y0.fma(error, d0);
                d1 = y1.fma(error, d1);
                d2 = y2.fma(error, d2);
                at += stride;
            }
            at += skip;
        }
        a0.intoMemorySegment(ALL, sums, ORDER);
        a1.intoMemorySegment(ALL, sums + Lanes.BYTES, ORDER);
        a2.intoMemorySegment(ALL, sums + 2 * Lanes.BYTES, ORDER);
        b0.intoMemorySegment(ALL, sums + 3 * Lanes.BYTES, ORDER);
        b1.intoMemorySegment(ALL, sums + 4 * Lanes.BYTES, ORDER);
        b2.intoMemorySegment(ALL, sums + 5 * Lanes.BYTES, ORDER);
        c0.intoMemorySegment(ALL, sums + 6 * Lanes.BYTES, ORDER);
        c1.intoMemorySegment(ALL, sums + 7 * Lanes.BYTES, ORDER);
        c2.intoMemorySegment(ALL, sums + 8 * Lanes.BYTES, ORDER);
        d0.intoMemorySegment(ALL, sums + 9 * Lanes.BYTES, ORDER);
        d1.intoMemorySegment(ALL, sums + 10 * Lanes.BYTES, ORDER);
        d2.intoMemorySegment(ALL, sums + 11 * Lanes.BYTES, ORDER);
    }

    static void sum(long x, int rows, long sums) {
        for (int v = 0; v < Batches.ROW; v += BYTES) {
            FloatVector sum = zero(FLOATS);
            for (int r = 0; r < rows; r++) {
                sum = sum.add(load(x + (long) r * Batches.ROW + v));
            }
            store(sum, sums + v);
        }
    }

    static void shift(long x, float value, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(load(x + at).add(value), x + at);
        }
    }

    static void addRows(long x, long out, int stride, int rows) {
        for (int v = 0; v < Batches.ROW; v += BYTES) {
            for (int r = 0; r < rows; r++) {
                long to = out + (long) r * stride + v;
                store(load(to).add(load(x + (long) r * Batches.ROW + v)), to);
            }
        }
    }

    /** Offset of the first candidate of the pooled values at {@code at}; each pooled position corresponds to two positions below. */
    private static int firstCandidate(int at) {
        return (at & -Batches.ROW) * 2 + (at & Batches.ROW - 1);
    }

    static void pool(long x, int width, long out, long winner) {
        int bytes = width * Batches.ROW;
        int below = 2 * bytes;
        for (int at = 0; at < bytes; at += BYTES) {
            long from = x + firstCandidate(at);
            FloatVector best = load(from);
            FloatVector index = zero(FLOATS);
            FloatVector other = load(from + Batches.ROW);
            VectorMask<Float> larger = other.compare(VectorOperators.GT, best);
            best = best.blend(other, larger);
            index = index.blend(1f, larger);
            other = load(from + below);
            larger = other.compare(VectorOperators.GT, best);
            best = best.blend(other, larger);
            index = index.blend(2f, larger);
            other = load(from + below + Batches.ROW);
            larger = other.compare(VectorOperators.GT, best);
            store(best.blend(other, larger), out + at);
            store(index.blend(3f, larger), winner + at);
        }
    }

    static void select(long x, int width, long out, long winner) {
        int bytes = width * Batches.ROW;
        int below = 2 * bytes;
        for (int at = 0; at < bytes; at += BYTES) {
            long from = x + firstCandidate(at);
            FloatVector index = load(winner + at);
            FloatVector value = load(from);
            value = value.blend(load(from + Batches.ROW), index.eq(1f));
            value = value.blend(load(from + below), index.eq(2f));
            store(value.blend(load(from + below + Batches.ROW), index.eq(3f)), out + at);
        }
    }

    static void spread(long x, int width, long out, long winner) {
        int bytes = width * Batches.ROW;
        int below = 2 * bytes;
        FloatVector none = zero(FLOATS);
        for (int at = 0; at < bytes; at += BYTES) {
            long to = x + firstCandidate(at);
            FloatVector index = load(winner + at);
            FloatVector value = load(out + at);
            store(none.blend(value, index.eq(0f)), to);
            store(none.blend(value, index.eq(1f)), to + Batches.ROW);
            store(none.blend(value, index.eq(2f)), to + below);
            store(none.blend(value, index.eq(3f)), to + below + Batches.ROW);
        }
    }
}
