package org.pal4j.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.VectorSynapses.ROW;
import static org.pal4j.kernel.VectorSynapses.strand;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.pal4j.memory.Lanes;

/**
 * The SIMD kernels of {@link EnsembleSynapses}, in strands like those of {@link VectorSynapses}: where those broadcast one rate, these load
 * the rates of all lanes. With vectors narrower than 16 floats a strand takes its part of each input's.
 *
 * <p>A strand is one method, rest included, and too large (325 bytecodes) for the compiler to inline it: so it always gets a budget of its
 * own. Its loops end at an address instead of counting; the compiler leaves such loops as they are, which suits short ones.
 */
final class VectorEnsembleSynapses {
    private static final VectorShuffle<Float> FIRST_OF_TWO = part(0, 2);
    private static final VectorShuffle<Float> SECOND_OF_TWO = part(1, 2);
    private static final VectorShuffle<Float> FIRST_OF_FOUR = part(0, 4);
    private static final VectorShuffle<Float> SECOND_OF_FOUR = part(1, 4);
    private static final VectorShuffle<Float> THIRD_OF_FOUR = part(2, 4);
    private static final VectorShuffle<Float> FOURTH_OF_FOUR = part(3, 4);

    private VectorEnsembleSynapses() {}

    /** Where a strand's part of spread values begins. */
    private static int part(int o) {
        return (o & Lanes.COUNT - 1) * Float.BYTES;
    }

    static void spread(MemorySegment m, int from, int to, int values, int lanes) {
        int size = Lanes.padded(values * lanes) / lanes;
        if (Simd.FLOAT_COUNT <= lanes) {
            repeat(m, from, to, size, lanes * Float.BYTES);
        } else if (Simd.FLOAT_COUNT == 2 * lanes) {
            spreadTwo(m, from, to, size);
        } else {
            spreadFour(m, from, to, size);
        }
    }

    /** A value fills vectors: they are copied. */
    private static void repeat(MemorySegment m, int from, int to, int size, int bytes) {
        for (int i = 0; i < size; i++) {
            for (int at = 0; at < Lanes.BYTES; at += Simd.BYTES) {
                fromMemorySegment(FLOATS, m, from + i * bytes + at % bytes, ORDER).intoMemorySegment(m, to + i * Lanes.BYTES + at, ORDER);
            }
        }
    }

    /** Two values fill a vector. */
    private static void spreadTwo(MemorySegment m, int from, int to, int size) {
        for (int i = 0; i < size; i += 2) {
            FloatVector x = fromMemorySegment(FLOATS, m, from + (i >> 1) * Simd.BYTES, ORDER);
            int at = to + (i << ROW);
            store(x.rearrange(FIRST_OF_TWO), m, at);
            store(x.rearrange(SECOND_OF_TWO), m, at + Lanes.BYTES);
        }
    }

    /** Four values fill a vector. */
    private static void spreadFour(MemorySegment m, int from, int to, int size) {
        for (int i = 0; i < size; i += 4) {
            FloatVector x = fromMemorySegment(FLOATS, m, from + (i >> 2) * Simd.BYTES, ORDER);
            int at = to + (i << ROW);
            store(x.rearrange(FIRST_OF_FOUR), m, at);
            store(x.rearrange(SECOND_OF_FOUR), m, at + Lanes.BYTES);
            store(x.rearrange(THIRD_OF_FOUR), m, at + 2 * Lanes.BYTES);
            store(x.rearrange(FOURTH_OF_FOUR), m, at + 3 * Lanes.BYTES);
        }
    }

    private static void store(FloatVector x, MemorySegment m, int to) {
        for (int at = to; at < to + Lanes.BYTES; at += Simd.BYTES) {
            x.intoMemorySegment(m, at, ORDER);
        }
    }

    /** Brings part {@code index} of {@code parts} of a vector to all parts. */
    private static VectorShuffle<Float> part(int index, int parts) {
        int size = Simd.FLOAT_COUNT / parts;
        return VectorShuffle.fromOp(FLOATS, j -> index * size + j % size);
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
        int now = pre - w;
        int at = w;
        int end = w + ((inputs & -4) << ROW);
        while (at != end) {
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            s0 = w0.fma(fromMemorySegment(FLOATS, m, now + at, ORDER), s0);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            s1 = w1.fma(fromMemorySegment(FLOATS, m, now + at + Lanes.BYTES, ORDER), s1);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            s2 = w2.fma(fromMemorySegment(FLOATS, m, now + at + 2 * Lanes.BYTES, ORDER), s2);
            FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
            s3 = w3.fma(fromMemorySegment(FLOATS, m, now + at + 3 * Lanes.BYTES, ORDER), s3);
            at += 4 * Lanes.BYTES;
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        if (add) {
            sum = sum.add(fromMemorySegment(FLOATS, m, out, ORDER));
        }
        end = w + (inputs << ROW);
        if (at != end) {
            sum = fromMemorySegment(FLOATS, m, at, ORDER).fma(fromMemorySegment(FLOATS, m, now + at, ORDER), sum);
            at += Lanes.BYTES;
        }
        if (at != end) {
            sum = fromMemorySegment(FLOATS, m, at, ORDER).fma(fromMemorySegment(FLOATS, m, now + at, ORDER), sum);
            at += Lanes.BYTES;
        }
        if (at != end) {
            sum = fromMemorySegment(FLOATS, m, at, ORDER).fma(fromMemorySegment(FLOATS, m, now + at, ORDER), sum);
        }
        sum.intoMemorySegment(m, out, ORDER);
    }

    static void productAndUpdate(
            MemorySegment m, int w, int pre, int trace, int post, int out, int inputs, int outputs, boolean add) {
        if (inputs <= FewInputs.MOST) {
            FewInputs.productAndUpdate(m, w, pre, trace, post, out, inputs, outputs, add, true);
            return;
        }
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
        int now = pre - w;
        int seen = trace - w;
        int at = w;
        int end = w + ((inputs & -4) << ROW);
        while (at != end) {
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
            s0 = w0.fma(fromMemorySegment(FLOATS, m, now + at, ORDER), s0);
            s1 = w1.fma(fromMemorySegment(FLOATS, m, now + at + Lanes.BYTES, ORDER), s1);
            s2 = w2.fma(fromMemorySegment(FLOATS, m, now + at + 2 * Lanes.BYTES, ORDER), s2);
            s3 = w3.fma(fromMemorySegment(FLOATS, m, now + at + 3 * Lanes.BYTES, ORDER), s3);
            term.fma(fromMemorySegment(FLOATS, m, seen + at, ORDER), w0).intoMemorySegment(m, at, ORDER);
            term.fma(fromMemorySegment(FLOATS, m, seen + at + Lanes.BYTES, ORDER), w1).intoMemorySegment(m, at + Lanes.BYTES, ORDER);
            term.fma(fromMemorySegment(FLOATS, m, seen + at + 2 * Lanes.BYTES, ORDER), w2).intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
            term.fma(fromMemorySegment(FLOATS, m, seen + at + 3 * Lanes.BYTES, ORDER), w3).intoMemorySegment(m, at + 3 * Lanes.BYTES, ORDER);
            at += 4 * Lanes.BYTES;
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        if (add) {
            sum = sum.add(fromMemorySegment(FLOATS, m, out, ORDER));
        }
        end = w + (inputs << ROW);
        while (at != end) {
            FloatVector weight = fromMemorySegment(FLOATS, m, at, ORDER);
            sum = weight.fma(fromMemorySegment(FLOATS, m, now + at, ORDER), sum);
            term.fma(fromMemorySegment(FLOATS, m, seen + at, ORDER), weight).intoMemorySegment(m, at, ORDER);
            at += Lanes.BYTES;
        }
        sum.intoMemorySegment(m, out, ORDER);
    }

    static void productAndLowPassUpdate(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int inputs, int outputs, float rate) {
        if (inputs <= FewInputs.MOST) {
            FewInputs.productAndLowPassUpdate(m, w, low, pre, trace, post, out, inputs, outputs, rate, true);
            return;
        }
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
        int now = pre - w;
        int seen = trace - w;
        int state = low - w;
        int at = w;
        int end = w + ((inputs & -4) << ROW);
        while (at != end) {
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
            s0 = w0.fma(fromMemorySegment(FLOATS, m, now + at, ORDER), s0);
            s1 = w1.fma(fromMemorySegment(FLOATS, m, now + at + Lanes.BYTES, ORDER), s1);
            s2 = w2.fma(fromMemorySegment(FLOATS, m, now + at + 2 * Lanes.BYTES, ORDER), s2);
            s3 = w3.fma(fromMemorySegment(FLOATS, m, now + at + 3 * Lanes.BYTES, ORDER), s3);
            FloatVector l0 = fromMemorySegment(FLOATS, m, state + at, ORDER);
            l0 = term.mul(fromMemorySegment(FLOATS, m, seen + at, ORDER)).sub(l0).fma(rates, l0);
            l0.intoMemorySegment(m, state + at, ORDER);
            w0.add(l0).intoMemorySegment(m, at, ORDER);
            FloatVector l1 = fromMemorySegment(FLOATS, m, state + at + Lanes.BYTES, ORDER);
            l1 = term.mul(fromMemorySegment(FLOATS, m, seen + at + Lanes.BYTES, ORDER)).sub(l1).fma(rates, l1);
            l1.intoMemorySegment(m, state + at + Lanes.BYTES, ORDER);
            w1.add(l1).intoMemorySegment(m, at + Lanes.BYTES, ORDER);
            FloatVector l2 = fromMemorySegment(FLOATS, m, state + at + 2 * Lanes.BYTES, ORDER);
            l2 = term.mul(fromMemorySegment(FLOATS, m, seen + at + 2 * Lanes.BYTES, ORDER)).sub(l2).fma(rates, l2);
            l2.intoMemorySegment(m, state + at + 2 * Lanes.BYTES, ORDER);
            w2.add(l2).intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector l3 = fromMemorySegment(FLOATS, m, state + at + 3 * Lanes.BYTES, ORDER);
            l3 = term.mul(fromMemorySegment(FLOATS, m, seen + at + 3 * Lanes.BYTES, ORDER)).sub(l3).fma(rates, l3);
            l3.intoMemorySegment(m, state + at + 3 * Lanes.BYTES, ORDER);
            w3.add(l3).intoMemorySegment(m, at + 3 * Lanes.BYTES, ORDER);
            at += 4 * Lanes.BYTES;
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        end = w + (inputs << ROW);
        while (at != end) {
            FloatVector weight = fromMemorySegment(FLOATS, m, at, ORDER);
            sum = weight.fma(fromMemorySegment(FLOATS, m, now + at, ORDER), sum);
            FloatVector next = fromMemorySegment(FLOATS, m, state + at, ORDER);
            next = term.mul(fromMemorySegment(FLOATS, m, seen + at, ORDER)).sub(next).fma(rates, next);
            next.intoMemorySegment(m, state + at, ORDER);
            weight.add(next).intoMemorySegment(m, at, ORDER);
            at += Lanes.BYTES;
        }
        sum.intoMemorySegment(m, out, ORDER);
    }

    static void productAndAlign(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, int outputs, int rate, int alpha,
            boolean add) {
        if (inputs <= FewInputs.MOST) {
            FewInputs.productAndAlign(m, w, residual, pre, high, noise, out, inputs, outputs, 0f, 0f, rate, alpha, add, true);
            return;
        }
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            int at = strand(o, inputs);
            alignStrand(m, w + at, residual + at, pre + part(o), high + part(o), noise + to, out + to, inputs, rate + part(o),
                    alpha + part(o), add);
        }
    }

    private static void alignStrand(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, int rate, int alpha, boolean add) {
        FloatVector xi = fromMemorySegment(FLOATS, m, noise, ORDER);
        FloatVector rates = fromMemorySegment(FLOATS, m, rate, ORDER);
        FloatVector shrink = fromMemorySegment(FLOATS, m, alpha, ORDER).neg();
        FloatVector s0 = zero(FLOATS);
        FloatVector s1 = zero(FLOATS);
        FloatVector s2 = zero(FLOATS);
        FloatVector s3 = zero(FLOATS);
        int now = pre - w;
        int seen = high - w;
        int rest = residual - w;
        int at = w;
        int end = w + ((inputs & -4) << ROW);
        while (at != end) {
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
            s0 = w0.fma(fromMemorySegment(FLOATS, m, now + at, ORDER), s0);
            s1 = w1.fma(fromMemorySegment(FLOATS, m, now + at + Lanes.BYTES, ORDER), s1);
            s2 = w2.fma(fromMemorySegment(FLOATS, m, now + at + 2 * Lanes.BYTES, ORDER), s2);
            s3 = w3.fma(fromMemorySegment(FLOATS, m, now + at + 3 * Lanes.BYTES, ORDER), s3);
            FloatVector c0 = w0.fma(shrink, xi.mul(fromMemorySegment(FLOATS, m, seen + at, ORDER)))
                    .fma(rates, fromMemorySegment(FLOATS, m, rest + at, ORDER));
            FloatVector n0 = w0.add(c0);
            n0.intoMemorySegment(m, at, ORDER);
            c0.sub(n0.sub(w0)).intoMemorySegment(m, rest + at, ORDER);
            FloatVector c1 = w1.fma(shrink, xi.mul(fromMemorySegment(FLOATS, m, seen + at + Lanes.BYTES, ORDER)))
                    .fma(rates, fromMemorySegment(FLOATS, m, rest + at + Lanes.BYTES, ORDER));
            FloatVector n1 = w1.add(c1);
            n1.intoMemorySegment(m, at + Lanes.BYTES, ORDER);
            c1.sub(n1.sub(w1)).intoMemorySegment(m, rest + at + Lanes.BYTES, ORDER);
            FloatVector c2 = w2.fma(shrink, xi.mul(fromMemorySegment(FLOATS, m, seen + at + 2 * Lanes.BYTES, ORDER)))
                    .fma(rates, fromMemorySegment(FLOATS, m, rest + at + 2 * Lanes.BYTES, ORDER));
            FloatVector n2 = w2.add(c2);
            n2.intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
            c2.sub(n2.sub(w2)).intoMemorySegment(m, rest + at + 2 * Lanes.BYTES, ORDER);
            FloatVector c3 = w3.fma(shrink, xi.mul(fromMemorySegment(FLOATS, m, seen + at + 3 * Lanes.BYTES, ORDER)))
                    .fma(rates, fromMemorySegment(FLOATS, m, rest + at + 3 * Lanes.BYTES, ORDER));
            FloatVector n3 = w3.add(c3);
            n3.intoMemorySegment(m, at + 3 * Lanes.BYTES, ORDER);
            c3.sub(n3.sub(w3)).intoMemorySegment(m, rest + at + 3 * Lanes.BYTES, ORDER);
            at += 4 * Lanes.BYTES;
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        if (add) {
            sum = sum.add(fromMemorySegment(FLOATS, m, out, ORDER));
        }
        end = w + (inputs << ROW);
        while (at != end) {
            FloatVector weight = fromMemorySegment(FLOATS, m, at, ORDER);
            sum = weight.fma(fromMemorySegment(FLOATS, m, now + at, ORDER), sum);
            FloatVector step = weight.fma(shrink, xi.mul(fromMemorySegment(FLOATS, m, seen + at, ORDER)))
                    .fma(rates, fromMemorySegment(FLOATS, m, rest + at, ORDER));
            FloatVector next = weight.add(step);
            next.intoMemorySegment(m, at, ORDER);
            step.sub(next.sub(weight)).intoMemorySegment(m, rest + at, ORDER);
            at += Lanes.BYTES;
        }
        sum.intoMemorySegment(m, out, ORDER);
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
