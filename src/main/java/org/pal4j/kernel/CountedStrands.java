package org.pal4j.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.VectorSynapses.LANES_SHIFT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * The low-passed update of {@link VectorSynapses} for many inputs: the same arithmetic, in strands whose loops count their
 * inputs. For a counted loop with {@code long} offsets, C2 proves all accesses in bounds before the loop instead of checking each
 * one. The proof costs about 15 ns per strand. Of all passes only this one, which has the most memory streams, is faster this way
 * (784 x 112: 4.9 us instead of 5.4 us).
 */
final class CountedStrands {
    /** Number of inputs from which these strands are faster. */
    static final int MIN_INPUTS = 256;

    private CountedStrands() {}

    /** Byte offset within the matrix of the strand that begins at output {@code o}. */
    static int strand(int o, int inputs) {
        return (o & -Lanes.COUNT) * inputs * Float.BYTES + (o & Lanes.COUNT - 1) * Float.BYTES;
    }

    static void productAndLowPassUpdate(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int inputs, int outputs, float rate) {
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            int at = strand(o, inputs);
            lowPassStrand(m, w + at, low + at, pre, trace, post + to, out + to, inputs, rate);
        }
    }

    private static void lowPassStrand(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int inputs, float rate) {
        FloatVector rates = broadcast(FLOATS, rate);
        FloatVector term = fromMemorySegment(FLOATS, m, post, ORDER);
        FloatVector s0 = zero(FLOATS);
        FloatVector s1 = zero(FLOATS);
        FloatVector s2 = zero(FLOATS);
        FloatVector s3 = zero(FLOATS);
        int i = 0;
        for (; i < inputs - 3; i += 4) {
            long at = w + ((long) i << LANES_SHIFT);
            long lowAt = low + ((long) i << LANES_SHIFT);
            long preAt = pre + ((long) i << 2);
            long traceAt = trace + ((long) i << 2);
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
            s0 = w0.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, preAt)), s0);
            s1 = w1.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, preAt + 4)), s1);
            s2 = w2.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, preAt + 8)), s2);
            s3 = w3.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, preAt + 12)), s3);
            FloatVector l0 = fromMemorySegment(FLOATS, m, lowAt, ORDER);
            l0 = term.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, traceAt))).sub(l0).fma(rates, l0);
            FloatVector l1 = fromMemorySegment(FLOATS, m, lowAt + Lanes.BYTES, ORDER);
            l1 = term.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, traceAt + 4))).sub(l1).fma(rates, l1);
            FloatVector l2 = fromMemorySegment(FLOATS, m, lowAt + 2 * Lanes.BYTES, ORDER);
            l2 = term.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, traceAt + 8))).sub(l2).fma(rates, l2);
            FloatVector l3 = fromMemorySegment(FLOATS, m, lowAt + 3 * Lanes.BYTES, ORDER);
            l3 = term.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, traceAt + 12))).sub(l3).fma(rates, l3);
            l0.intoMemorySegment(m, lowAt, ORDER);
            l1.intoMemorySegment(m, lowAt + Lanes.BYTES, ORDER);
            l2.intoMemorySegment(m, lowAt + 2 * Lanes.BYTES, ORDER);
            l3.intoMemorySegment(m, lowAt + 3 * Lanes.BYTES, ORDER);
            w0.add(l0).intoMemorySegment(m, at, ORDER);
            w1.add(l1).intoMemorySegment(m, at + Lanes.BYTES, ORDER);
            w2.add(l2).intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
            w3.add(l3).intoMemorySegment(m, at + 3 * Lanes.BYTES, ORDER);
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        sum.intoMemorySegment(m, out, ORDER);
        if (i < inputs) {
            lowPassRest(m, w, low, pre, trace, post, out, i, inputs, rate);
        }
    }

    private static void lowPassRest(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int from, int inputs,
            float rate) {
        FloatVector rates = broadcast(FLOATS, rate);
        FloatVector term = fromMemorySegment(FLOATS, m, post, ORDER);
        FloatVector sum = fromMemorySegment(FLOATS, m, out, ORDER);
        for (int i = from; i < inputs; i++) {
            int at = w + (i << LANES_SHIFT);
            int lowAt = low + (i << LANES_SHIFT);
            FloatVector weight = fromMemorySegment(FLOATS, m, at, ORDER);
            sum = weight.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre + (i << 2))), sum);
            FloatVector lowNext = fromMemorySegment(FLOATS, m, lowAt, ORDER);
            lowNext = term.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, trace + (i << 2)))).sub(lowNext).fma(rates, lowNext);
            lowNext.intoMemorySegment(m, lowAt, ORDER);
            weight.add(lowNext).intoMemorySegment(m, at, ORDER);
        }
        sum.intoMemorySegment(m, out, ORDER);
    }
}
