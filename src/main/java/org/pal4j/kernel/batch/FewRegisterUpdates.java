package org.pal4j.kernel.batch;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
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
 * The updates of {@link Batches} and the correlation of {@link BatchMaps} where there are 16 vector registers, with the bits of
 * {@link VectorBatchUpdates} and {@link VectorBatchMaps}. Loops are as in {@link FewRegisterProducts}.
 */
final class FewRegisterUpdates {
    private FewRegisterUpdates() {}

    /** Two vectors of outputs at a time: a panel has two or four. */
    static void update(
            long x, int block, long e, int ePanel, int samples, long w, int wPanel, int steps, int panels, float gain, float decay) {
        for (int p = 0; p < panels; p++) {
            for (int v = 0; v < Lanes.BYTES; v += 2 * BYTES) {
                pair(x, block, e + (long) p * ePanel + v, samples, w + (long) p * wPanel + v, steps, gain, decay);
            }
        }
    }

    private static void pair(long x, int block, long e, int samples, long w, int steps, float gain, float decay) {
        for (int k = 0; k < steps;) {
            boolean six = k + 6 <= steps;
            long weights = w + (long) k * Lanes.BYTES;
            for (int first = 0; first < samples; first += Batches.SAMPLES) {
                int count = Math.min(Batches.SAMPLES, samples - first);
                long errors = e + (long) first * Lanes.BYTES;
                long rates = x + (long) (first / Batches.SAMPLES) * block + (long) k * Batches.ROW;
                float less = first == 0 ? decay : 0f;
                if (six) {
                    update6(errors, errors + BYTES, rates, count, weights, weights + BYTES, gain, less);
                } else {
                    update1(errors, errors + BYTES, rates, count, weights, weights + BYTES, gain, less);
                }
            }
            k += six ? 6 : 1;
        }
    }

    /**
     * Three filters and three channels.
     *
     * @param steps  vectors of samples per row of a map
     * @param stride bytes from one of them to the next
     */
    static void correlate(long e, int eMap, long x, int xMap, int xRow, int steps, int stride, int height, long sums) {
        for (int v = 0; v < Lanes.BYTES; v += BYTES) {
            correlate3(e + v, eMap, x + v, xMap, xRow, steps, stride, height, sums + v);
        }
    }

    private static void update6(long t0, long t1, long x, int samples, long w0, long w1, float gain, float decay) {
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
        long end = x + 4L * samples;
        for (long rates = x; rates != end; rates += 4) {
            long step = rates - x << 4;
            long at = rates & ADDRESS;
            FloatVector error0 = fromMemorySegment(FLOATS, ALL, t0 + step, ORDER);
            FloatVector error1 = fromMemorySegment(FLOATS, ALL, t1 + step, ORDER);
            FloatVector rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = error0.fma(rate, a0);
            a1 = error1.fma(rate, a1);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 1 * Batches.ROW));
            b0 = error0.fma(rate, b0);
            b1 = error1.fma(rate, b1);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 2 * Batches.ROW));
            c0 = error0.fma(rate, c0);
            c1 = error1.fma(rate, c1);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 3 * Batches.ROW));
            d0 = error0.fma(rate, d0);
            d1 = error1.fma(rate, d1);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 4 * Batches.ROW));
            e0 = error0.fma(rate, e0);
            e1 = error1.fma(rate, e1);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 5 * Batches.ROW));
            f0 = error0.fma(rate, f0);
            f1 = error1.fma(rate, f1);
        }
        FloatVector g = broadcast(FLOATS, gain);
        FloatVector d = broadcast(FLOATS, -decay);
        FloatVector old = fromMemorySegment(FLOATS, ALL, w0, ORDER);
        old.add(d.fma(old, a0.mul(g))).intoMemorySegment(ALL, w0, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w1, ORDER);
        old.add(d.fma(old, a1.mul(g))).intoMemorySegment(ALL, w1, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 1 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, b0.mul(g))).intoMemorySegment(ALL, w0 + 1 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w1 + 1 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, b1.mul(g))).intoMemorySegment(ALL, w1 + 1 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 2 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, c0.mul(g))).intoMemorySegment(ALL, w0 + 2 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w1 + 2 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, c1.mul(g))).intoMemorySegment(ALL, w1 + 2 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 3 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, d0.mul(g))).intoMemorySegment(ALL, w0 + 3 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w1 + 3 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, d1.mul(g))).intoMemorySegment(ALL, w1 + 3 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 4 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, e0.mul(g))).intoMemorySegment(ALL, w0 + 4 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w1 + 4 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, e1.mul(g))).intoMemorySegment(ALL, w1 + 4 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 5 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, f0.mul(g))).intoMemorySegment(ALL, w0 + 5 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w1 + 5 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, f1.mul(g))).intoMemorySegment(ALL, w1 + 5 * Lanes.BYTES, ORDER);
    }

    private static void update1(long t0, long t1, long x, int samples, long w0, long w1, float gain, float decay) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        long end = x + 4L * samples;
        for (long rates = x; rates != end; rates += 4) {
            long step = rates - x << 4;
            long at = rates & ADDRESS;
            FloatVector error0 = fromMemorySegment(FLOATS, ALL, t0 + step, ORDER);
            FloatVector error1 = fromMemorySegment(FLOATS, ALL, t1 + step, ORDER);
            FloatVector rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = error0.fma(rate, a0);
            a1 = error1.fma(rate, a1);
        }
        FloatVector g = broadcast(FLOATS, gain);
        FloatVector d = broadcast(FLOATS, -decay);
        FloatVector old = fromMemorySegment(FLOATS, ALL, w0, ORDER);
        old.add(d.fma(old, a0.mul(g))).intoMemorySegment(ALL, w0, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w1, ORDER);
        old.add(d.fma(old, a1.mul(g))).intoMemorySegment(ALL, w1, ORDER);
    }

    private static void correlate3(long e, int eMap, long x, int xMap, int xRow, int steps, int stride, int height, long sums) {
        FloatVector a0 = fromMemorySegment(FLOATS, ALL, sums, ORDER);
        FloatVector a1 = fromMemorySegment(FLOATS, ALL, sums + Lanes.BYTES, ORDER);
        FloatVector a2 = fromMemorySegment(FLOATS, ALL, sums + 2 * Lanes.BYTES, ORDER);
        FloatVector b0 = fromMemorySegment(FLOATS, ALL, sums + 3 * Lanes.BYTES, ORDER);
        FloatVector b1 = fromMemorySegment(FLOATS, ALL, sums + 4 * Lanes.BYTES, ORDER);
        FloatVector b2 = fromMemorySegment(FLOATS, ALL, sums + 5 * Lanes.BYTES, ORDER);
        FloatVector c0 = fromMemorySegment(FLOATS, ALL, sums + 6 * Lanes.BYTES, ORDER);
        FloatVector c1 = fromMemorySegment(FLOATS, ALL, sums + 7 * Lanes.BYTES, ORDER);
        FloatVector c2 = fromMemorySegment(FLOATS, ALL, sums + 8 * Lanes.BYTES, ORDER);
        long e1 = e + eMap;
        long e2 = e1 + eMap;
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
    }
}
