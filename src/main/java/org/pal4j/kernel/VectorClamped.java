package org.pal4j.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.ADDRESS;
import static org.pal4j.kernel.Simd.ALL;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;

import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * The SIMD kernels of {@link Clamped}. Vectors are processed in loops that end at an address ({@link VectorNeurons}), matrices in
 * strands ({@link VectorSynapses}) whose loops count their inputs.
 */
final class VectorClamped {
    private VectorClamped() {}

    static void step(
            long p, long q, long c, long d, float s, long square, long post, float keep, float rate, long out, int outputs) {
        long bytes = bytes(outputs);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector start = fromMemorySegment(FLOATS, ALL, q + at, ORDER)
                    .fma(broadcast(FLOATS, s), fromMemorySegment(FLOATS, ALL, p + at, ORDER));
            FloatVector squares = fromMemorySegment(FLOATS, ALL, square + (at & Lanes.BYTES - 1), ORDER);
            FloatVector sum = fromMemorySegment(FLOATS, ALL, c + at, ORDER);
            sum.fma(squares, start).intoMemorySegment(ALL, out + at, ORDER);
            FloatVector next = fromMemorySegment(FLOATS, ALL, post + at, ORDER)
                    .fma(broadcast(FLOATS, rate), fromMemorySegment(FLOATS, ALL, d + at, ORDER).mul(broadcast(FLOATS, keep)));
            next.intoMemorySegment(ALL, d + at, ORDER);
            sum.add(next).intoMemorySegment(ALL, c + at, ORDER);
        }
    }

    private static long bytes(int outputs) {
        return (long) Lanes.padded(outputs) * Float.BYTES;
    }

    static void advance(long c, long d, long post, float keep, float rate, int outputs) {
        long bytes = bytes(outputs);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector next = fromMemorySegment(FLOATS, ALL, post + at, ORDER)
                    .fma(broadcast(FLOATS, rate), fromMemorySegment(FLOATS, ALL, d + at, ORDER).mul(broadcast(FLOATS, keep)));
            next.intoMemorySegment(ALL, d + at, ORDER);
            fromMemorySegment(FLOATS, ALL, c + at, ORDER).add(next).intoMemorySegment(ALL, c + at, ORDER);
        }
    }

    static void product(long p, long q, long c, float s, long square, long out, int outputs) {
        long bytes = bytes(outputs);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector start = fromMemorySegment(FLOATS, ALL, q + at, ORDER)
                    .fma(broadcast(FLOATS, s), fromMemorySegment(FLOATS, ALL, p + at, ORDER));
            FloatVector squares = fromMemorySegment(FLOATS, ALL, square + (at & Lanes.BYTES - 1), ORDER);
            fromMemorySegment(FLOATS, ALL, c + at, ORDER).fma(squares, start).intoMemorySegment(ALL, out + at, ORDER);
        }
    }

    static void writeBack(
            long w, long low, long x, long y, long c, long d, long p, long q, int inputs, int outputs, float s, float power) {
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            long at = strand(o, inputs);
            writeBackStrand(w + at, low + at, x, y, c + to, d + to, p + to, q + to, inputs, s, power);
        }
    }

    /** Byte offset within the matrix of the strand that begins at output {@code o}. */
    private static long strand(int o, int inputs) {
        return ((long) (o & -Lanes.COUNT) * inputs + (o & Lanes.COUNT - 1)) * Float.BYTES;
    }

    /** One pass over a strand of both matrices. */
    private static void writeBackStrand(
            long w, long low, long x, long y, long c, long d, long p, long q, int inputs, float s, float power) {
        FloatVector cSum = fromMemorySegment(FLOATS, ALL, c, ORDER);
        FloatVector dStep = fromMemorySegment(FLOATS, ALL, d, ORDER);
        FloatVector sums = broadcast(FLOATS, s);
        FloatVector powers = broadcast(FLOATS, power);
        FloatVector p0 = zero(FLOATS);
        FloatVector p1 = zero(FLOATS);
        FloatVector p2 = zero(FLOATS);
        FloatVector p3 = zero(FLOATS);
        FloatVector q0 = zero(FLOATS);
        FloatVector q1 = zero(FLOATS);
        FloatVector q2 = zero(FLOATS);
        FloatVector q3 = zero(FLOATS);
        int i = 0;
        for (; i < inputs - 3; i += 4) {
            long at = w + ((long) i << VectorSynapses.LANES_SHIFT);
            long lowAt = low + ((long) i << VectorSynapses.LANES_SHIFT);
            long xAt = (x & ADDRESS) + (Integer.toUnsignedLong(i) << 2);
            long yAt = (y & ADDRESS) + (Integer.toUnsignedLong(i) << 2);
            FloatVector x0 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, xAt));
            FloatVector l0 = fromMemorySegment(FLOATS, ALL, lowAt, ORDER);
            FloatVector w0 = cSum.fma(x0, l0.fma(sums, fromMemorySegment(FLOATS, ALL, at, ORDER)));
            l0 = dStep.fma(x0, l0.mul(powers));
            FloatVector x1 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, xAt + 4));
            FloatVector l1 = fromMemorySegment(FLOATS, ALL, lowAt + Lanes.BYTES, ORDER);
            FloatVector w1 = cSum.fma(x1, l1.fma(sums, fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER)));
            l1 = dStep.fma(x1, l1.mul(powers));
            FloatVector x2 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, xAt + 8));
            FloatVector l2 = fromMemorySegment(FLOATS, ALL, lowAt + 2 * Lanes.BYTES, ORDER);
            FloatVector w2 = cSum.fma(x2, l2.fma(sums, fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER)));
            l2 = dStep.fma(x2, l2.mul(powers));
            FloatVector x3 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, xAt + 12));
            FloatVector l3 = fromMemorySegment(FLOATS, ALL, lowAt + 3 * Lanes.BYTES, ORDER);
            FloatVector w3 = cSum.fma(x3, l3.fma(sums, fromMemorySegment(FLOATS, ALL, at + 3 * Lanes.BYTES, ORDER)));
            l3 = dStep.fma(x3, l3.mul(powers));
            w0.intoMemorySegment(ALL, at, ORDER);
            l0.intoMemorySegment(ALL, lowAt, ORDER);
            w1.intoMemorySegment(ALL, at + Lanes.BYTES, ORDER);
            l1.intoMemorySegment(ALL, lowAt + Lanes.BYTES, ORDER);
            w2.intoMemorySegment(ALL, at + 2 * Lanes.BYTES, ORDER);
            l2.intoMemorySegment(ALL, lowAt + 2 * Lanes.BYTES, ORDER);
            w3.intoMemorySegment(ALL, at + 3 * Lanes.BYTES, ORDER);
            l3.intoMemorySegment(ALL, lowAt + 3 * Lanes.BYTES, ORDER);
            FloatVector y0 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, yAt));
            p0 = w0.fma(y0, p0);
            q0 = l0.fma(y0, q0);
            FloatVector y1 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, yAt + 4));
            p1 = w1.fma(y1, p1);
            q1 = l1.fma(y1, q1);
            FloatVector y2 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, yAt + 8));
            p2 = w2.fma(y2, p2);
            q2 = l2.fma(y2, q2);
            FloatVector y3 = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, yAt + 12));
            p3 = w3.fma(y3, p3);
            q3 = l3.fma(y3, q3);
        }
        p0.add(p1).add(p2.add(p3)).intoMemorySegment(ALL, p, ORDER);
        q0.add(q1).add(q2.add(q3)).intoMemorySegment(ALL, q, ORDER);
        if (i < inputs) {
            writeBackRest(w, low, x, y, c, d, p, q, i, inputs, s, power);
        }
    }

    private static void writeBackRest(
            long w, long low, long x, long y, long c, long d, long p, long q, int from, int inputs, float s, float power) {
        FloatVector cSum = fromMemorySegment(FLOATS, ALL, c, ORDER);
        FloatVector dStep = fromMemorySegment(FLOATS, ALL, d, ORDER);
        FloatVector sumOfW = fromMemorySegment(FLOATS, ALL, p, ORDER);
        FloatVector sumOfLow = fromMemorySegment(FLOATS, ALL, q, ORDER);
        for (int i = from; i < inputs; i++) {
            long at = (long) i << VectorSynapses.LANES_SHIFT;
            FloatVector xAt = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, (x & ADDRESS) + (Integer.toUnsignedLong(i) << 2)));
            FloatVector yAt = broadcast(FLOATS, ALL.get(JAVA_FLOAT_UNALIGNED, (y & ADDRESS) + (Integer.toUnsignedLong(i) << 2)));
            FloatVector old = fromMemorySegment(FLOATS, ALL, low + at, ORDER);
            FloatVector weight = cSum.fma(xAt, old.fma(broadcast(FLOATS, s), fromMemorySegment(FLOATS, ALL, w + at, ORDER)));
            FloatVector next = dStep.fma(xAt, old.mul(broadcast(FLOATS, power)));
            weight.intoMemorySegment(ALL, w + at, ORDER);
            next.intoMemorySegment(ALL, low + at, ORDER);
            sumOfW = weight.fma(yAt, sumOfW);
            sumOfLow = next.fma(yAt, sumOfLow);
        }
        sumOfW.intoMemorySegment(ALL, p, ORDER);
        sumOfLow.intoMemorySegment(ALL, q, ORDER);
    }
}
