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
 * The SIMD kernels of {@link Batches} that update weights.
 *
 * <p>They accumulate 3 steps for 4 vectors of outputs. 4 x 4 would be a tenth faster, but has more memory accesses than C1 can
 * compile (docs/contributing.md).
 */
final class VectorBatchUpdates {
    private static final int STEP_SHIFT = Integer.numberOfTrailingZeros(Lanes.BYTES);

    private VectorBatchUpdates() {}

    static void update(
            long x, int block, long e, int ePanel, int samples, long w, int wPanel, int steps, int panels, float gain, float decay) {
        int vectors = panels * Lanes.BYTES / BYTES;
        int v = 0;
        for (; v + 4 <= vectors; v += 4) {
            for (int k = 0; k < steps;) {
                boolean three = k + 3 <= steps;
                for (int first = 0; first < samples; first += Batches.SAMPLES) {
                    int count = Math.min(Batches.SAMPLES, samples - first);
                    long transposed = e + (long) first * Lanes.BYTES;
                    long rates = x + (long) (first / Batches.SAMPLES) * block + (long) k * Batches.ROW;
                    long weights = w + (long) k * Lanes.BYTES;
                    float less = first == 0 ? decay : 0f;
                    if (three) {
                        update4x3(at(transposed, ePanel, v), at(transposed, ePanel, v + 1), at(transposed, ePanel, v + 2),
                                at(transposed, ePanel, v + 3),
                                rates, count,
                                at(weights, wPanel, v), at(weights, wPanel, v + 1), at(weights, wPanel, v + 2), at(weights, wPanel, v + 3), gain,
                                less);
                    } else {
                        update4x1(at(transposed, ePanel, v), at(transposed, ePanel, v + 1), at(transposed, ePanel, v + 2),
                                at(transposed, ePanel, v + 3),
                                rates, count,
                                at(weights, wPanel, v), at(weights, wPanel, v + 1), at(weights, wPanel, v + 2), at(weights, wPanel, v + 3), gain,
                                less);
                    }
                }
                k += three ? 3 : 1;
            }
        }
        for (; v < vectors; v++) {
            rest(x, block, at(e, ePanel, v), samples, at(w, wPanel, v), steps, gain, decay);
        }
    }

    /** One vector of outputs. */
    private static void rest(long x, int block, long e, int samples, long w, int steps, float gain, float decay) {
        for (int k = 0; k < steps;) {
            boolean eight = k + 8 <= steps;
            for (int first = 0; first < samples; first += Batches.SAMPLES) {
                int count = Math.min(Batches.SAMPLES, samples - first);
                long rates = x + (long) (first / Batches.SAMPLES) * block + (long) k * Batches.ROW;
                float less = first == 0 ? decay : 0f;
                if (eight) {
                    update1x8(e + (long) first * Lanes.BYTES, rates, count, w + (long) k * Lanes.BYTES, gain, less);
                } else {
                    update1x1(e + (long) first * Lanes.BYTES, rates, count, w + (long) k * Lanes.BYTES, gain, less);
                }
            }
            k += eight ? 8 : 1;
        }
    }

    /** Offset of the v-th vector of outputs; panels are 16 floats wide. */
    private static long at(long start, int panel, int v) {
        int bytes = v * BYTES;
        return start + (long) (bytes >> STEP_SHIFT) * panel + (bytes & Lanes.BYTES - 1);
    }

    private static void update4x3(
            long t0, long t1, long t2, long t3, long x, int samples, long w0, long w1, long w2, long w3, float gain, float decay) {
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
        for (int s = 0; s < samples; s++) {
            long step = (long) s << STEP_SHIFT;
            long at = (x & ADDRESS) + (Integer.toUnsignedLong(s) << 2);
            FloatVector error0 = fromMemorySegment(FLOATS, ALL, t0 + step, ORDER);
            FloatVector error1 = fromMemorySegment(FLOATS, ALL, t1 + step, ORDER);
            FloatVector error2 = fromMemorySegment(FLOATS, ALL, t2 + step, ORDER);
            FloatVector error3 = fromMemorySegment(FLOATS, ALL, t3 + step, ORDER);
            FloatVector rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = error0.fma(rate, a0);
            a1 = error1.fma(rate, a1);
            a2 = error2.fma(rate, a2);
            a3 = error3.fma(rate, a3);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 1 * Batches.ROW));
            b0 = error0.fma(rate, b0);
            b1 = error1.fma(rate, b1);
            b2 = error2.fma(rate, b2);
            b3 = error3.fma(rate, b3);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 2 * Batches.ROW));
            c0 = error0.fma(rate, c0);
            c1 = error1.fma(rate, c1);
            c2 = error2.fma(rate, c2);
            c3 = error3.fma(rate, c3);
        }
        FloatVector g = broadcast(FLOATS, gain);
        FloatVector d = broadcast(FLOATS, -decay);
        FloatVector old = fromMemorySegment(FLOATS, ALL, w0, ORDER);
        old.add(d.fma(old, a0.mul(g))).intoMemorySegment(ALL, w0, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w1, ORDER);
        old.add(d.fma(old, a1.mul(g))).intoMemorySegment(ALL, w1, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w2, ORDER);
        old.add(d.fma(old, a2.mul(g))).intoMemorySegment(ALL, w2, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w3, ORDER);
        old.add(d.fma(old, a3.mul(g))).intoMemorySegment(ALL, w3, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 1 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, b0.mul(g))).intoMemorySegment(ALL, w0 + 1 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w1 + 1 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, b1.mul(g))).intoMemorySegment(ALL, w1 + 1 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w2 + 1 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, b2.mul(g))).intoMemorySegment(ALL, w2 + 1 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w3 + 1 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, b3.mul(g))).intoMemorySegment(ALL, w3 + 1 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 2 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, c0.mul(g))).intoMemorySegment(ALL, w0 + 2 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w1 + 2 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, c1.mul(g))).intoMemorySegment(ALL, w1 + 2 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w2 + 2 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, c2.mul(g))).intoMemorySegment(ALL, w2 + 2 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w3 + 2 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, c3.mul(g))).intoMemorySegment(ALL, w3 + 2 * Lanes.BYTES, ORDER);
    }

    private static void update4x1(
            long t0, long t1, long t2, long t3, long x, int samples, long w0, long w1, long w2, long w3, float gain, float decay) {
        FloatVector a0 = zero(FLOATS);
        FloatVector a1 = zero(FLOATS);
        FloatVector a2 = zero(FLOATS);
        FloatVector a3 = zero(FLOATS);
        for (int s = 0; s < samples; s++) {
            long step = (long) s << STEP_SHIFT;
            long at = (x & ADDRESS) + (Integer.toUnsignedLong(s) << 2);
            FloatVector error0 = fromMemorySegment(FLOATS, ALL, t0 + step, ORDER);
            FloatVector error1 = fromMemorySegment(FLOATS, ALL, t1 + step, ORDER);
            FloatVector error2 = fromMemorySegment(FLOATS, ALL, t2 + step, ORDER);
            FloatVector error3 = fromMemorySegment(FLOATS, ALL, t3 + step, ORDER);
            FloatVector rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = error0.fma(rate, a0);
            a1 = error1.fma(rate, a1);
            a2 = error2.fma(rate, a2);
            a3 = error3.fma(rate, a3);
        }
        FloatVector g = broadcast(FLOATS, gain);
        FloatVector d = broadcast(FLOATS, -decay);
        FloatVector old = fromMemorySegment(FLOATS, ALL, w0, ORDER);
        old.add(d.fma(old, a0.mul(g))).intoMemorySegment(ALL, w0, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w1, ORDER);
        old.add(d.fma(old, a1.mul(g))).intoMemorySegment(ALL, w1, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w2, ORDER);
        old.add(d.fma(old, a2.mul(g))).intoMemorySegment(ALL, w2, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w3, ORDER);
        old.add(d.fma(old, a3.mul(g))).intoMemorySegment(ALL, w3, ORDER);
    }

    private static void update1x8(
            long t0, long x, int samples, long w0, float gain, float decay) {
        FloatVector a0 = zero(FLOATS);
        FloatVector b0 = zero(FLOATS);
        FloatVector c0 = zero(FLOATS);
        FloatVector d0 = zero(FLOATS);
        FloatVector e0 = zero(FLOATS);
        FloatVector f0 = zero(FLOATS);
        FloatVector g0 = zero(FLOATS);
        FloatVector h0 = zero(FLOATS);
        for (int s = 0; s < samples; s++) {
            long step = (long) s << STEP_SHIFT;
            long at = (x & ADDRESS) + (Integer.toUnsignedLong(s) << 2);
            FloatVector error0 = fromMemorySegment(FLOATS, ALL, t0 + step, ORDER);
            FloatVector rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = error0.fma(rate, a0);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 1 * Batches.ROW));
            b0 = error0.fma(rate, b0);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 2 * Batches.ROW));
            c0 = error0.fma(rate, c0);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 3 * Batches.ROW));
            d0 = error0.fma(rate, d0);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 4 * Batches.ROW));
            e0 = error0.fma(rate, e0);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 5 * Batches.ROW));
            f0 = error0.fma(rate, f0);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 6 * Batches.ROW));
            g0 = error0.fma(rate, g0);
            rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at + 7 * Batches.ROW));
            h0 = error0.fma(rate, h0);
        }
        FloatVector g = broadcast(FLOATS, gain);
        FloatVector d = broadcast(FLOATS, -decay);
        FloatVector old = fromMemorySegment(FLOATS, ALL, w0, ORDER);
        old.add(d.fma(old, a0.mul(g))).intoMemorySegment(ALL, w0, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 1 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, b0.mul(g))).intoMemorySegment(ALL, w0 + 1 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 2 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, c0.mul(g))).intoMemorySegment(ALL, w0 + 2 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 3 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, d0.mul(g))).intoMemorySegment(ALL, w0 + 3 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 4 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, e0.mul(g))).intoMemorySegment(ALL, w0 + 4 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 5 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, f0.mul(g))).intoMemorySegment(ALL, w0 + 5 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 6 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, g0.mul(g))).intoMemorySegment(ALL, w0 + 6 * Lanes.BYTES, ORDER);
        old = fromMemorySegment(FLOATS, ALL, w0 + 7 * Lanes.BYTES, ORDER);
        old.add(d.fma(old, h0.mul(g))).intoMemorySegment(ALL, w0 + 7 * Lanes.BYTES, ORDER);
    }

    private static void update1x1(
            long t0, long x, int samples, long w0, float gain, float decay) {
        FloatVector a0 = zero(FLOATS);
        for (int s = 0; s < samples; s++) {
            long step = (long) s << STEP_SHIFT;
            long at = (x & ADDRESS) + (Integer.toUnsignedLong(s) << 2);
            FloatVector error0 = fromMemorySegment(FLOATS, ALL, t0 + step, ORDER);
            FloatVector rate = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, at));
            a0 = error0.fma(rate, a0);
        }
        FloatVector g = broadcast(FLOATS, gain);
        FloatVector d = broadcast(FLOATS, -decay);
        FloatVector old = fromMemorySegment(FLOATS, ALL, w0, ORDER);
        old.add(d.fma(old, a0.mul(g))).intoMemorySegment(ALL, w0, ORDER);
    }
}
