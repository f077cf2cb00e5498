package org.pal4j.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * The SIMD kernels of {@link Synapses}.
 *
 * <p>A matrix is walked in <em>strands</em>: one vector of outputs down all inputs of its panel, in memory order, with the post
 * term and four partial sums in registers. Each strand is one loop in one method; the up to three inputs behind the last four have a
 * method of their own, which starts from the sum that the strand stored: vectors never cross a call that is not inlined.
 *
 * <p>Memory is read and written by the JDK's methods directly, without helpers of our own, on purpose: a strand's many accesses pass
 * the compiler's budget of nodes, beyond which it inlines only methods that the JDK marks for it. A helper would stay a call, and
 * its vectors be boxed.
 */
final class VectorSynapses {
    /** log2 of the bytes from one input of a panel to the next. */
    static final int ROW = Integer.numberOfTrailingZeros(Lanes.BYTES);

    private VectorSynapses() {}

    /** Where the strand that begins at output {@code o} begins in the matrix, in bytes from its start. */
    static int strand(int o, int inputs) {
        return (o & -Lanes.COUNT) * inputs * Float.BYTES + (o & Lanes.COUNT - 1) * Float.BYTES;
    }

    static void product(MemorySegment m, int w, int pre, int out, int inputs, int outputs, boolean add) {
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            strandOfProduct(m, w + strand(o, inputs), pre, out + o * Float.BYTES, inputs, add);
        }
    }

    /** One strand of a product, in the form that is faster for so many inputs. */
    static void strandOfProduct(MemorySegment m, int w, int pre, int out, int inputs, boolean add) {
        if (inputs < LongStrands.FEWEST) {
            productStrand(m, w, pre, out, inputs, add);
        } else {
            LongStrands.productStrand(m, w, pre, out, inputs, add);
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
            int rate = pre + (i << 2);
            s0 = fromMemorySegment(FLOATS, m, at, ORDER).fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, rate)), s0);
            s1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER).fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, rate + 4)), s1);
            s2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER).fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, rate + 8)), s2);
            s3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER).fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, rate + 12)), s3);
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

    static void productRest(
            MemorySegment m, int w, int pre, int out, int from, int inputs) {
        FloatVector sum = fromMemorySegment(FLOATS, m, out, ORDER);
        for (int i = from; i < inputs; i++) {
            sum = fromMemorySegment(FLOATS, m, w + (i << ROW), ORDER).fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre + (i << 2))), sum);
        }
        sum.intoMemorySegment(m, out, ORDER);
    }

    static void productAndUpdate(
            MemorySegment m, int w, int pre, int trace, int post, int out, int inputs, int outputs, boolean add) {
        if (inputs <= FewInputs.MOST) {
            FewInputs.productAndUpdate(m, w, pre, trace, post, out, inputs, outputs, add, false);
            return;
        }
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            if (inputs < LongStrands.FEWEST) {
                updateStrand(m, w + strand(o, inputs), pre, trace, post + to, out + to, inputs, add);
            } else {
                LongStrands.updateStrand(m, w + strand(o, inputs), pre, trace, post + to, out + to, inputs, add);
            }
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
            int rate = pre + (i << 2);
            int seen = trace + (i << 2);
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
            s0 = w0.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, rate)), s0);
            s1 = w1.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, rate + 4)), s1);
            s2 = w2.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, rate + 8)), s2);
            s3 = w3.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, rate + 12)), s3);
            term.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen)), w0).intoMemorySegment(m, at, ORDER);
            term.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen + 4)), w1).intoMemorySegment(m, at + Lanes.BYTES, ORDER);
            term.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen + 8)), w2).intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
            term.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen + 12)), w3).intoMemorySegment(m, at + 3 * Lanes.BYTES, ORDER);
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

    static void updateRest(
            MemorySegment m, int w, int pre, int trace, int post, int out, int from, int inputs) {
        FloatVector term = fromMemorySegment(FLOATS, m, post, ORDER);
        FloatVector sum = fromMemorySegment(FLOATS, m, out, ORDER);
        for (int i = from; i < inputs; i++) {
            int at = w + (i << ROW);
            FloatVector weight = fromMemorySegment(FLOATS, m, at, ORDER);
            sum = weight.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre + (i << 2))), sum);
            term.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, trace + (i << 2))), weight).intoMemorySegment(m, at, ORDER);
        }
        sum.intoMemorySegment(m, out, ORDER);
    }

    static void productAndLowPassUpdate(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int inputs, int outputs, float rate) {
        if (inputs <= FewInputs.MOST) {
            FewInputs.productAndLowPassUpdate(m, w, low, pre, trace, post, out, inputs, outputs, rate, false);
            return;
        }
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            int at = strand(o, inputs);
            if (inputs < LongStrands.FEWEST) {
                lowPassStrand(m, w + at, low + at, pre, trace, post + to, out + to, inputs, rate);
            } else {
                LongStrands.lowPassStrand(m, w + at, low + at, pre, trace, post + to, out + to, inputs, rate);
            }
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
            int now = pre + (i << 2);
            int seen = trace + (i << 2);
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
            s0 = w0.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, now)), s0);
            s1 = w1.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, now + 4)), s1);
            s2 = w2.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, now + 8)), s2);
            s3 = w3.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, now + 12)), s3);
            FloatVector l0 = fromMemorySegment(FLOATS, m, state, ORDER);
            l0 = term.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen))).sub(l0).fma(rates, l0);
            FloatVector l1 = fromMemorySegment(FLOATS, m, state + Lanes.BYTES, ORDER);
            l1 = term.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen + 4))).sub(l1).fma(rates, l1);
            FloatVector l2 = fromMemorySegment(FLOATS, m, state + 2 * Lanes.BYTES, ORDER);
            l2 = term.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen + 8))).sub(l2).fma(rates, l2);
            FloatVector l3 = fromMemorySegment(FLOATS, m, state + 3 * Lanes.BYTES, ORDER);
            l3 = term.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen + 12))).sub(l3).fma(rates, l3);
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

    static void lowPassRest(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int from, int inputs,
            float rate) {
        FloatVector rates = broadcast(FLOATS, rate);
        FloatVector term = fromMemorySegment(FLOATS, m, post, ORDER);
        FloatVector sum = fromMemorySegment(FLOATS, m, out, ORDER);
        for (int i = from; i < inputs; i++) {
            int at = w + (i << ROW);
            int state = low + (i << ROW);
            FloatVector weight = fromMemorySegment(FLOATS, m, at, ORDER);
            sum = weight.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre + (i << 2))), sum);
            FloatVector next = fromMemorySegment(FLOATS, m, state, ORDER);
            next = term.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, trace + (i << 2)))).sub(next).fma(rates, next);
            next.intoMemorySegment(m, state, ORDER);
            weight.add(next).intoMemorySegment(m, at, ORDER);
        }
        sum.intoMemorySegment(m, out, ORDER);
    }

    static void productAndAlign(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, int outputs, float rate,
            float alpha, boolean add) {
        if (inputs <= FewInputs.MOST) {
            FewInputs.productAndAlign(m, w, residual, pre, high, noise, out, inputs, outputs, rate, alpha, -1, -1, add, false);
            return;
        }
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            int at = strand(o, inputs);
            if (inputs < LongStrands.FEWEST) {
                alignStrand(m, w + at, residual + at, pre, high, noise + to, out + to, inputs, rate, alpha, add);
            } else {
                LongStrands.productStrand(m, w + at, pre, out + to, inputs, add);
                LongStrands.alignStrand(m, w + at, residual + at, high, noise + to, inputs, rate, alpha);
            }
        }
    }

    /** Loops that end at an address instead of counting: the compiler leaves them as they are, which suits short ones. */
    private static void alignStrand(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, float rate, float alpha, boolean add) {
        FloatVector xi = fromMemorySegment(FLOATS, m, noise, ORDER);
        FloatVector rates = broadcast(FLOATS, rate);
        FloatVector shrink = broadcast(FLOATS, -alpha);
        FloatVector s0 = zero(FLOATS);
        FloatVector s1 = zero(FLOATS);
        FloatVector s2 = zero(FLOATS);
        FloatVector s3 = zero(FLOATS);
        int state = residual - w;
        int now = pre;
        int seen = high;
        int at = w;
        int end = w + ((inputs & -4) << ROW);
        while (at != end) {
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector w3 = fromMemorySegment(FLOATS, m, at + 3 * Lanes.BYTES, ORDER);
            s0 = w0.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, now)), s0);
            s1 = w1.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, now + 4)), s1);
            s2 = w2.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, now + 8)), s2);
            s3 = w3.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, now + 12)), s3);
            FloatVector c0 = w0.fma(shrink, xi.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen))))
                    .fma(rates, fromMemorySegment(FLOATS, m, state + at, ORDER));
            FloatVector n0 = w0.add(c0);
            n0.intoMemorySegment(m, at, ORDER);
            c0.sub(n0.sub(w0)).intoMemorySegment(m, state + at, ORDER);
            FloatVector c1 = w1.fma(shrink, xi.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen + 4))))
                    .fma(rates, fromMemorySegment(FLOATS, m, state + at + Lanes.BYTES, ORDER));
            FloatVector n1 = w1.add(c1);
            n1.intoMemorySegment(m, at + Lanes.BYTES, ORDER);
            c1.sub(n1.sub(w1)).intoMemorySegment(m, state + at + Lanes.BYTES, ORDER);
            FloatVector c2 = w2.fma(shrink, xi.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen + 8))))
                    .fma(rates, fromMemorySegment(FLOATS, m, state + at + 2 * Lanes.BYTES, ORDER));
            FloatVector n2 = w2.add(c2);
            n2.intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
            c2.sub(n2.sub(w2)).intoMemorySegment(m, state + at + 2 * Lanes.BYTES, ORDER);
            FloatVector c3 = w3.fma(shrink, xi.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, seen + 12))))
                    .fma(rates, fromMemorySegment(FLOATS, m, state + at + 3 * Lanes.BYTES, ORDER));
            FloatVector n3 = w3.add(c3);
            n3.intoMemorySegment(m, at + 3 * Lanes.BYTES, ORDER);
            c3.sub(n3.sub(w3)).intoMemorySegment(m, state + at + 3 * Lanes.BYTES, ORDER);
            at += 4 * Lanes.BYTES;
            now += 16;
            seen += 16;
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        if (add) {
            sum = sum.add(fromMemorySegment(FLOATS, m, out, ORDER));
        }
        sum.intoMemorySegment(m, out, ORDER);
        if ((inputs & 3) > 0) {
            alignRest(m, w, residual, pre, high, noise, out, inputs & -4, inputs, rate, alpha);
        }
    }

    private static void alignRest(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int from, int inputs, float rate, float alpha) {
        FloatVector xi = fromMemorySegment(FLOATS, m, noise, ORDER);
        FloatVector sum = fromMemorySegment(FLOATS, m, out, ORDER);
        for (int i = from; i < inputs; i++) {
            int at = i << ROW;
            FloatVector weight = fromMemorySegment(FLOATS, m, w + at, ORDER);
            sum = weight.fma(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre + (i << 2))), sum);
            FloatVector change = weight.fma(broadcast(FLOATS, -alpha), xi.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, high + (i << 2)))));
            FloatVector step = change.fma(broadcast(FLOATS, rate), fromMemorySegment(FLOATS, m, residual + at, ORDER));
            FloatVector next = weight.add(step);
            next.intoMemorySegment(m, w + at, ORDER);
            step.sub(next.sub(weight)).intoMemorySegment(m, residual + at, ORDER);
        }
        sum.intoMemorySegment(m, out, ORDER);
    }

    static void productAndAlignScaled(
            MemorySegment m, int w, int residual, int pre, int high, int decay, int noise, int slope, int out, int inputs, int outputs,
            float rate, boolean add) {
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            int at = strand(o, inputs);
            strandOfProduct(m, w + at, pre, out + to, inputs, add);
            alignScaledStrand(m, w + at, residual + at, high, decay, noise + to, slope + to, inputs, rate);
        }
    }

    private static void alignScaledStrand(
            MemorySegment m, int w, int residual, int high, int decay, int noise, int slope, int inputs, float rate) {
        FloatVector xi = fromMemorySegment(FLOATS, m, noise, ORDER);
        FloatVector minusSlope = fromMemorySegment(FLOATS, m, slope, ORDER).neg();
        FloatVector rates = broadcast(FLOATS, rate);
        for (int i = 0; i < inputs; i++) {
            int at = i << ROW;
            FloatVector weight = fromMemorySegment(FLOATS, m, w + at, ORDER);
            FloatVector shrunk = weight.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, decay + (i << 2))));
            FloatVector change = shrunk.fma(minusSlope, xi.mul(broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, high + (i << 2)))));
            FloatVector step = change.fma(rates, fromMemorySegment(FLOATS, m, residual + at, ORDER));
            FloatVector next = weight.add(step);
            next.intoMemorySegment(m, w + at, ORDER);
            step.sub(next.sub(weight)).intoMemorySegment(m, residual + at, ORDER);
        }
    }
}
