package org.pal4j.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.BYTES;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.Simd.load;
import static org.pal4j.kernel.Simd.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.pal4j.memory.Lanes;

/** The SIMD kernels of {@link BatchMaps}. */
final class VectorBatchMaps {
    private VectorBatchMaps() {}

    static void correlate(MemorySegment m, int table, int steps, int e, int eMap, int x, int xMap, int sums) {
        for (int v = 0; v < Lanes.BYTES; v += BYTES) {
            tile(m, table, steps, e + v, eMap, x + v, xMap, sums + v);
        }
    }

    private static void tile(MemorySegment m, int table, int steps, int e, int eMap, int x, int xMap, int sums) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        FloatVector a2 = zero(FLOATS);
        FloatVector a3 = zero(FLOATS);
        FloatVector b0 = zero(FLOATS);
        FloatVector b1 = zero(FLOATS);
        FloatVector b2 = zero(FLOATS);
        FloatVector b3 = zero(FLOATS);
        FloatVector c0 = zero(FLOATS);
        FloatVector c1 = zero(FLOATS);
        FloatVector c2 = zero(FLOATS);
        FloatVector c3 = zero(FLOATS);
        FloatVector d0 = zero(FLOATS);
        FloatVector d1 = zero(FLOATS);
        FloatVector d2 = zero(FLOATS);
        FloatVector d3 = zero(FLOATS);
        for (int s = 0; s < steps; s++) {
            long entry = table + ((long) s << 3);
            int from = e + m.get(JAVA_INT_UNALIGNED, entry);
            int at = x + m.get(JAVA_INT_UNALIGNED, entry + 4);
            FloatVector x0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector x1 = fromMemorySegment(FLOATS, m, at + xMap, ORDER);
            FloatVector x2 = fromMemorySegment(FLOATS, m, at + 2 * xMap, ORDER);
            FloatVector x3 = fromMemorySegment(FLOATS, m, at + 3 * xMap, ORDER);
            FloatVector error = fromMemorySegment(FLOATS, m, from, ORDER);
            a0 = x0.fma(error, a0);
            a1 = x1.fma(error, a1);
            a2 = x2.fma(error, a2);
            a3 = x3.fma(error, a3);
            error = fromMemorySegment(FLOATS, m, from + eMap, ORDER);
            b0 = x0.fma(error, b0);
            b1 = x1.fma(error, b1);
            b2 = x2.fma(error, b2);
            b3 = x3.fma(error, b3);
            error = fromMemorySegment(FLOATS, m, from + 2 * eMap, ORDER);
            c0 = x0.fma(error, c0);
            c1 = x1.fma(error, c1);
            c2 = x2.fma(error, c2);
            c3 = x3.fma(error, c3);
            error = fromMemorySegment(FLOATS, m, from + 3 * eMap, ORDER);
            d0 = x0.fma(error, d0);
            d1 = x1.fma(error, d1);
            d2 = x2.fma(error, d2);
            d3 = x3.fma(error, d3);
        }
        a0.intoMemorySegment(m, sums, ORDER);
        a1.intoMemorySegment(m, sums + 1 * Lanes.BYTES, ORDER);
        a2.intoMemorySegment(m, sums + 2 * Lanes.BYTES, ORDER);
        a3.intoMemorySegment(m, sums + 3 * Lanes.BYTES, ORDER);
        b0.intoMemorySegment(m, sums + 4 * Lanes.BYTES, ORDER);
        b1.intoMemorySegment(m, sums + 5 * Lanes.BYTES, ORDER);
        b2.intoMemorySegment(m, sums + 6 * Lanes.BYTES, ORDER);
        b3.intoMemorySegment(m, sums + 7 * Lanes.BYTES, ORDER);
        c0.intoMemorySegment(m, sums + 8 * Lanes.BYTES, ORDER);
        c1.intoMemorySegment(m, sums + 9 * Lanes.BYTES, ORDER);
        c2.intoMemorySegment(m, sums + 10 * Lanes.BYTES, ORDER);
        c3.intoMemorySegment(m, sums + 11 * Lanes.BYTES, ORDER);
        d0.intoMemorySegment(m, sums + 12 * Lanes.BYTES, ORDER);
        d1.intoMemorySegment(m, sums + 13 * Lanes.BYTES, ORDER);
        d2.intoMemorySegment(m, sums + 14 * Lanes.BYTES, ORDER);
        d3.intoMemorySegment(m, sums + 15 * Lanes.BYTES, ORDER);
    }

    static void sum(MemorySegment m, int x, int rows, int sums) {
        for (int v = 0; v < Batches.ROW; v += BYTES) {
            FloatVector sum = zero(FLOATS);
            for (int r = 0; r < rows; r++) {
                sum = sum.add(load(m, x + r * Batches.ROW + v));
            }
            store(sum, m, sums + v);
        }
    }

    static void shift(MemorySegment m, int x, float value, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(load(m, x + at).add(value), m, x + at);
        }
    }

    /** Where the first candidate of the pooled values at {@code at} lies: two positions below for each. */
    private static int first(int at) {
        return (at & -Batches.ROW) * 2 + (at & Batches.ROW - 1);
    }

    static void pool(MemorySegment m, int x, int width, int out, int winner) {
        int bytes = width * Batches.ROW;
        int below = 2 * bytes;
        for (int at = 0; at < bytes; at += BYTES) {
            int from = x + first(at);
            FloatVector best = load(m, from);
            FloatVector index = zero(FLOATS);
            FloatVector other = load(m, from + Batches.ROW);
            VectorMask<Float> larger = other.compare(VectorOperators.GT, best);
            best = best.blend(other, larger);
            index = index.blend(1f, larger);
            other = load(m, from + below);
            larger = other.compare(VectorOperators.GT, best);
            best = best.blend(other, larger);
            index = index.blend(2f, larger);
            other = load(m, from + below + Batches.ROW);
            larger = other.compare(VectorOperators.GT, best);
            store(best.blend(other, larger), m, out + at);
            store(index.blend(3f, larger), m, winner + at);
        }
    }

    static void select(MemorySegment m, int x, int width, int out, int winner) {
        int bytes = width * Batches.ROW;
        int below = 2 * bytes;
        for (int at = 0; at < bytes; at += BYTES) {
            int from = x + first(at);
            FloatVector index = load(m, winner + at);
            FloatVector value = load(m, from);
            value = value.blend(load(m, from + Batches.ROW), index.eq(1f));
            value = value.blend(load(m, from + below), index.eq(2f));
            store(value.blend(load(m, from + below + Batches.ROW), index.eq(3f)), m, out + at);
        }
    }

    static void spread(MemorySegment m, int x, int width, int out, int winner) {
        int bytes = width * Batches.ROW;
        int below = 2 * bytes;
        FloatVector none = zero(FLOATS);
        for (int at = 0; at < bytes; at += BYTES) {
            int to = x + first(at);
            FloatVector index = load(m, winner + at);
            FloatVector value = load(m, out + at);
            store(none.blend(value, index.eq(0f)), m, to);
            store(none.blend(value, index.eq(1f)), m, to + Batches.ROW);
            store(none.blend(value, index.eq(2f)), m, to + below);
            store(none.blend(value, index.eq(3f)), m, to + below + Batches.ROW);
        }
    }
}
