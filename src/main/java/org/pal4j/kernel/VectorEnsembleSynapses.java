package org.pal4j.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.VectorSynapses.ROW;
import static org.pal4j.kernel.VectorSynapses.strand;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * The SIMD kernels of {@link EnsembleSynapses}, in strands like those of {@link VectorSynapses}: where these broadcast one rate, these load
 * the rates of all lanes. With vectors narrower than 16 floats a strand takes its part of each input's.
 */
final class VectorEnsembleSynapses {
    private VectorEnsembleSynapses() {}

    /** Where a strand's part of spread values begins. */
    private static int part(int o) {
        return (o & Lanes.COUNT - 1) * Float.BYTES;
    }

    /** Copies of whole words: two floats at a time, whatever they are. */
    static void spread(MemorySegment m, int from, int to, int size, int lanes) {
        int bytes = lanes * Float.BYTES;
        for (int i = 0; i < size; i++) {
            for (int at = 0; at < bytes; at += Long.BYTES) {
                long pair = m.get(JAVA_LONG_UNALIGNED, from + i * bytes + at);
                for (int copy = at; copy < Lanes.BYTES; copy += bytes) {
                    m.set(JAVA_LONG_UNALIGNED, to + i * Lanes.BYTES + copy, pair);
                }
            }
        }
    }

    static void product(MemorySegment m, int w, int pre, int out, int inputs, int outputs, boolean add) {
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            productStrand(m, w + strand(o, inputs), pre + part(o), out + o * Float.BYTES, inputs, add);
        }
    }

    private static void productStrand(MemorySegment m, int w, int pre, int out, int inputs, boolean add) {
        FloatVector s0 = zero(FLOATS);
        FloatVector s1 = zero(FLOATS);
        FloatVector s2 = zero(FLOATS);
        FloatVector s3 = zero(FLOATS);
        int i = 0;
        for (; i < inputs - 3; i += 4) {
            int at = w + (i << ROW);
            int rate = pre + (i << ROW);
            s0 = fromMemorySegment(FLOATS, m, at, ORDER).fma(fromMemorySegment(FLOATS, m, rate, ORDER), s0);
            s1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER).fma(fromMemorySegment(FLOATS, m, rate + Lanes.BYTES, ORDER), s1);
            s2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER).fma(fromMemorySegment(FLOATS, m, rate + 2 * Lanes.BYTES, ORDER), s2);
            s3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER).fma(fromMemorySegment(FLOATS, m, rate + 3 * Lanes.BYTES, ORDER), s3);
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        if (add) {
            sum = sum.add(fromMemorySegment(FLOATS, m, out, ORDER));
        }
        sum.intoMemorySegment(m, out, ORDER);
        if (i < inputs) {
            productRest(m, w, pre, out, i, inputs);
        }
    }

    private static void productRest(MemorySegment m, int w, int pre, int out, int from, int inputs) {
        FloatVector sum = fromMemorySegment(FLOATS, m, out, ORDER);
        for (int i = from; i < inputs; i++) {
            sum = fromMemorySegment(FLOATS, m, w + (i << ROW), ORDER).fma(fromMemorySegment(FLOATS, m, pre + (i << ROW), ORDER), sum);
        }
        sum.intoMemorySegment(m, out, ORDER);
    }

    static void productAndUpdate(
            MemorySegment m, int w, int pre, int trace, int post, int out, int inputs, int outputs, boolean add) {
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            updateStrand(m, w + strand(o, inputs), pre + part(o), trace + part(o), post + to, out + to, inputs, add);
        }
    }

    private static void updateStrand(
            MemorySegment m, int w, int pre, int trace, int post, int out, int inputs, boolean add) {
        FloatVector term = fromMemorySegment(FLOATS, m, post, ORDER);
        FloatVector s0 = zero(FLOATS);
        FloatVector s1 = zero(FLOATS);
        FloatVector s2 = zero(FLOATS);
        FloatVector s3 = zero(FLOATS);
        int i = 0;
        for (; i < inputs - 3; i += 4) {
            int at = w + (i << ROW);
            int rate = pre + (i << ROW);
            int seen = trace + (i << ROW);
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
            s0 = w0.fma(fromMemorySegment(FLOATS, m, rate, ORDER), s0);
            s1 = w1.fma(fromMemorySegment(FLOATS, m, rate + Lanes.BYTES, ORDER), s1);
            s2 = w2.fma(fromMemorySegment(FLOATS, m, rate + 2 * Lanes.BYTES, ORDER), s2);
            s3 = w3.fma(fromMemorySegment(FLOATS, m, rate + 3 * Lanes.BYTES, ORDER), s3);
            term.fma(fromMemorySegment(FLOATS, m, seen, ORDER), w0).intoMemorySegment(m, at, ORDER);
            term.fma(fromMemorySegment(FLOATS, m, seen + Lanes.BYTES, ORDER), w1).intoMemorySegment(m, at + Lanes.BYTES, ORDER);
            term.fma(fromMemorySegment(FLOATS, m, seen + 2 * Lanes.BYTES, ORDER), w2).intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
            term.fma(fromMemorySegment(FLOATS, m, seen + 3 * Lanes.BYTES, ORDER), w3).intoMemorySegment(m, at + 3 * Lanes.BYTES, ORDER);
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        if (add) {
            sum = sum.add(fromMemorySegment(FLOATS, m, out, ORDER));
        }
        sum.intoMemorySegment(m, out, ORDER);
        if (i < inputs) {
            updateRest(m, w, pre, trace, post, out, i, inputs);
        }
    }

    private static void updateRest(MemorySegment m, int w, int pre, int trace, int post, int out, int from, int inputs) {
        FloatVector term = fromMemorySegment(FLOATS, m, post, ORDER);
        FloatVector sum = fromMemorySegment(FLOATS, m, out, ORDER);
        for (int i = from; i < inputs; i++) {
            int at = i << ROW;
            FloatVector weight = fromMemorySegment(FLOATS, m, w + at, ORDER);
            sum = weight.fma(fromMemorySegment(FLOATS, m, pre + at, ORDER), sum);
            term.fma(fromMemorySegment(FLOATS, m, trace + at, ORDER), weight).intoMemorySegment(m, w + at, ORDER);
        }
        sum.intoMemorySegment(m, out, ORDER);
    }

    static void productAndLowPassUpdate(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int inputs, int outputs, float rate) {
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            int at = strand(o, inputs);
            lowPassStrand(m, w + at, low + at, pre + part(o), trace + part(o), post + to, out + to, inputs, rate);
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
            int at = w + (i << ROW);
            int state = low + (i << ROW);
            int now = pre + (i << ROW);
            int seen = trace + (i << ROW);
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
            s0 = w0.fma(fromMemorySegment(FLOATS, m, now, ORDER), s0);
            s1 = w1.fma(fromMemorySegment(FLOATS, m, now + Lanes.BYTES, ORDER), s1);
            s2 = w2.fma(fromMemorySegment(FLOATS, m, now + 2 * Lanes.BYTES, ORDER), s2);
            s3 = w3.fma(fromMemorySegment(FLOATS, m, now + 3 * Lanes.BYTES, ORDER), s3);
            FloatVector l0 = fromMemorySegment(FLOATS, m, state, ORDER);
            l0 = term.mul(fromMemorySegment(FLOATS, m, seen, ORDER)).sub(l0).fma(rates, l0);
            FloatVector l1 = fromMemorySegment(FLOATS, m, state + Lanes.BYTES, ORDER);
            l1 = term.mul(fromMemorySegment(FLOATS, m, seen + Lanes.BYTES, ORDER)).sub(l1).fma(rates, l1);
            FloatVector l2 = fromMemorySegment(FLOATS, m, state + 2 * Lanes.BYTES, ORDER);
            l2 = term.mul(fromMemorySegment(FLOATS, m, seen + 2 * Lanes.BYTES, ORDER)).sub(l2).fma(rates, l2);
            FloatVector l3 = fromMemorySegment(FLOATS, m, state + 3 * Lanes.BYTES, ORDER);
            l3 = term.mul(fromMemorySegment(FLOATS, m, seen + 3 * Lanes.BYTES, ORDER)).sub(l3).fma(rates, l3);
            l0.intoMemorySegment(m, state, ORDER);
            l1.intoMemorySegment(m, state + Lanes.BYTES, ORDER);
            l2.intoMemorySegment(m, state + 2 * Lanes.BYTES, ORDER);
            l3.intoMemorySegment(m, state + 3 * Lanes.BYTES, ORDER);
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
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int from, int inputs, float rate) {
        FloatVector rates = broadcast(FLOATS, rate);
        FloatVector term = fromMemorySegment(FLOATS, m, post, ORDER);
        FloatVector sum = fromMemorySegment(FLOATS, m, out, ORDER);
        for (int i = from; i < inputs; i++) {
            int at = i << ROW;
            FloatVector weight = fromMemorySegment(FLOATS, m, w + at, ORDER);
            sum = weight.fma(fromMemorySegment(FLOATS, m, pre + at, ORDER), sum);
            FloatVector next = fromMemorySegment(FLOATS, m, low + at, ORDER);
            next = term.mul(fromMemorySegment(FLOATS, m, trace + at, ORDER)).sub(next).fma(rates, next);
            next.intoMemorySegment(m, low + at, ORDER);
            weight.add(next).intoMemorySegment(m, w + at, ORDER);
        }
        sum.intoMemorySegment(m, out, ORDER);
    }

    static void productAndAlign(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, int outputs, int rate, int alpha,
            boolean add) {
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            int at = strand(o, inputs);
            productStrand(m, w + at, pre + part(o), out + to, inputs, add);
            alignStrand(m, w + at, residual + at, high + part(o), noise + to, inputs, rate + part(o), alpha + part(o));
        }
    }

    private static void alignStrand(MemorySegment m, int w, int residual, int high, int noise, int inputs, int rate, int alpha) {
        FloatVector xi = fromMemorySegment(FLOATS, m, noise, ORDER);
        FloatVector rates = fromMemorySegment(FLOATS, m, rate, ORDER);
        FloatVector shrink = fromMemorySegment(FLOATS, m, alpha, ORDER).neg();
        for (int i = 0; i < inputs; i++) {
            int at = i << ROW;
            FloatVector weight = fromMemorySegment(FLOATS, m, w + at, ORDER);
            FloatVector change = weight.fma(shrink, xi.mul(fromMemorySegment(FLOATS, m, high + at, ORDER)));
            FloatVector step = change.fma(rates, fromMemorySegment(FLOATS, m, residual + at, ORDER));
            FloatVector next = weight.add(step);
            next.intoMemorySegment(m, w + at, ORDER);
            step.sub(next.sub(weight)).intoMemorySegment(m, residual + at, ORDER);
        }
    }

    static void productAndAlignScaled(
            MemorySegment m, int w, int residual, int pre, int high, int decay, int noise, int slope, int out, int inputs, int outputs,
            int rate, boolean add) {
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            int at = strand(o, inputs);
            productStrand(m, w + at, pre + part(o), out + to, inputs, add);
            alignScaledStrand(m, w + at, residual + at, high + part(o), decay + part(o), noise + to, slope + to, inputs, rate + part(o));
        }
    }

    private static void alignScaledStrand(
            MemorySegment m, int w, int residual, int high, int decay, int noise, int slope, int inputs, int rate) {
        FloatVector xi = fromMemorySegment(FLOATS, m, noise, ORDER);
        FloatVector minusSlope = fromMemorySegment(FLOATS, m, slope, ORDER).neg();
        FloatVector rates = fromMemorySegment(FLOATS, m, rate, ORDER);
        for (int i = 0; i < inputs; i++) {
            int at = i << ROW;
            FloatVector weight = fromMemorySegment(FLOATS, m, w + at, ORDER);
            FloatVector shrunk = weight.mul(fromMemorySegment(FLOATS, m, decay + at, ORDER));
            FloatVector change = shrunk.fma(minusSlope, xi.mul(fromMemorySegment(FLOATS, m, high + at, ORDER)));
            FloatVector step = change.fma(rates, fromMemorySegment(FLOATS, m, residual + at, ORDER));
            FloatVector next = weight.add(step);
            next.intoMemorySegment(m, w + at, ORDER);
            step.sub(next.sub(weight)).intoMemorySegment(m, residual + at, ORDER);
        }
    }

    static void settle(MemorySegment m, int w, int low, int x, int c, int d, int inputs, int outputs, float s, float power) {
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            int at = strand(o, inputs);
            settleStrand(m, w + at, low + at, x + part(o), c + to, d + to, inputs, s, power);
        }
    }

    private static void settleStrand(MemorySegment m, int w, int low, int x, int c, int d, int inputs, float s, float power) {
        FloatVector forward = fromMemorySegment(FLOATS, m, c, ORDER);
        FloatVector filtered = fromMemorySegment(FLOATS, m, d, ORDER);
        FloatVector sums = broadcast(FLOATS, s);
        FloatVector powers = broadcast(FLOATS, power);
        for (int i = 0; i < inputs; i++) {
            int at = i << ROW;
            FloatVector rate = fromMemorySegment(FLOATS, m, x + at, ORDER);
            FloatVector old = fromMemorySegment(FLOATS, m, low + at, ORDER);
            FloatVector weight = old.fma(sums, fromMemorySegment(FLOATS, m, w + at, ORDER));
            forward.fma(rate, weight).intoMemorySegment(m, w + at, ORDER);
            filtered.fma(rate, old.mul(powers)).intoMemorySegment(m, low + at, ORDER);
        }
    }
}
