package org.pal4j.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.ALL;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.VectorSynapses.LANES_SHIFT;

import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * Products and updates of replicas side by side for matrices with few inputs: the arithmetic of {@link VectorEnsembleSynapses}
 * with the loops interchanged. A strand of three inputs is too short to amortize its setup (a step of 16 replicas of 4-30-3 takes
 * 1.49 us with strands, 1.29 us this way). Here the loop runs over the outputs, and one or three inputs at a time are unrolled.
 * Unrolling more inputs, or handling all cases in one method, would exceed C2's node budget.
 *
 * <p>The inputs are added to the sum one after the other, like the inputs after the last group of four in a strand. A strand adds
 * the previous value of {@code out} to 0, which turns a negative zero into a positive one. When a pass merely continues a sum, a
 * negative zero must be preserved; hence {@code start} is 0 or -0.
 */
final class FewInputs {
    /** Largest number of inputs handled here. */
    static final int MAX_INPUTS = 3;

    private FewInputs() {}

    private static int panels(int outputs) {
        return Lanes.padded(outputs) / Lanes.COUNT;
    }

    /** {@link EnsembleSynapses#productAndUpdate}. */
    static void productAndUpdate(
            long w, long pre, long trace, long post, long out, int inputs, int outputs, boolean add) {
        int panels = panels(outputs);
        for (int part = 0; part < Lanes.BYTES; part += Simd.BYTES) {
            if (inputs == 3) {
                update3(w + part, pre + part, trace + part, post + part, out + part, panels, add);
                continue;
            }
            for (int i = 0; i < inputs; i++) {
                int at = part + (i << LANES_SHIFT);
                update1(w + at, pre + at, trace + at, post + part, out + part, inputs, panels, add || i > 0, i == 0 ? 0f : -0f);
            }
        }
    }

    private static void update3(long w, long pre, long trace, long post, long out, int panels, boolean add) {
        FloatVector pre0 = fromMemorySegment(FLOATS, ALL, pre, ORDER);
        FloatVector pre1 = fromMemorySegment(FLOATS, ALL, pre + Lanes.BYTES, ORDER);
        FloatVector pre2 = fromMemorySegment(FLOATS, ALL, pre + 2 * Lanes.BYTES, ORDER);
        FloatVector trace0 = fromMemorySegment(FLOATS, ALL, trace, ORDER);
        FloatVector trace1 = fromMemorySegment(FLOATS, ALL, trace + Lanes.BYTES, ORDER);
        FloatVector trace2 = fromMemorySegment(FLOATS, ALL, trace + 2 * Lanes.BYTES, ORDER);
        long end = (long) panels << LANES_SHIFT;
        long at = w;
        for (long o = 0; o != end; o += Lanes.BYTES) {
            FloatVector term = fromMemorySegment(FLOATS, ALL, post + o, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER);
            FloatVector sum = w0.fma(pre0, add ? fromMemorySegment(FLOATS, ALL, out + o, ORDER).add(0f) : zero(FLOATS));
            sum = w1.fma(pre1, sum);
            sum = w2.fma(pre2, sum);
            sum.intoMemorySegment(ALL, out + o, ORDER);
            term.fma(trace0, w0).intoMemorySegment(ALL, at, ORDER);
            term.fma(trace1, w1).intoMemorySegment(ALL, at + Lanes.BYTES, ORDER);
            term.fma(trace2, w2).intoMemorySegment(ALL, at + 2 * Lanes.BYTES, ORDER);
            at += 3 * Lanes.BYTES;
        }
    }

    private static void update1(
            long w, long pre, long trace, long post, long out, int inputs, int panels, boolean add, float start) {
        FloatVector pre0 = fromMemorySegment(FLOATS, ALL, pre, ORDER);
        FloatVector trace0 = fromMemorySegment(FLOATS, ALL, trace, ORDER);
        long step = (long) inputs << LANES_SHIFT;
        long end = (long) panels << LANES_SHIFT;
        long at = w;
        for (long o = 0; o != end; o += Lanes.BYTES) {
            FloatVector term = fromMemorySegment(FLOATS, ALL, post + o, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
            FloatVector sum = w0.fma(pre0, add ? fromMemorySegment(FLOATS, ALL, out + o, ORDER).add(start) : zero(FLOATS));
            sum.intoMemorySegment(ALL, out + o, ORDER);
            term.fma(trace0, w0).intoMemorySegment(ALL, at, ORDER);
            at += step;
        }
    }

    /** {@link EnsembleSynapses#productAndLowPassUpdate}. */
    static void productAndLowPassUpdate(
            long w, long low, long pre, long trace, long post, long out, int inputs, int outputs, float rate) {
        int panels = panels(outputs);
        for (int part = 0; part < Lanes.BYTES; part += Simd.BYTES) {
            if (inputs == 3) {
                lowPass3(w + part, low + part, pre + part, trace + part, post + part, out + part, panels, rate);
                continue;
            }
            for (int i = 0; i < inputs; i++) {
                int at = part + (i << LANES_SHIFT);
                lowPass1(w + at, low + at, pre + at, trace + at, post + part, out + part, inputs, panels, rate, i > 0);
            }
        }
    }

    private static void lowPass3(
            long w, long low, long pre, long trace, long post, long out, int panels, float rate) {
        FloatVector rates = broadcast(FLOATS, rate);
        FloatVector pre0 = fromMemorySegment(FLOATS, ALL, pre, ORDER);
        FloatVector pre1 = fromMemorySegment(FLOATS, ALL, pre + Lanes.BYTES, ORDER);
        FloatVector pre2 = fromMemorySegment(FLOATS, ALL, pre + 2 * Lanes.BYTES, ORDER);
        FloatVector trace0 = fromMemorySegment(FLOATS, ALL, trace, ORDER);
        FloatVector trace1 = fromMemorySegment(FLOATS, ALL, trace + Lanes.BYTES, ORDER);
        FloatVector trace2 = fromMemorySegment(FLOATS, ALL, trace + 2 * Lanes.BYTES, ORDER);
        long toLow = low - w;
        long end = (long) panels << LANES_SHIFT;
        long at = w;
        for (long o = 0; o != end; o += Lanes.BYTES) {
            FloatVector term = fromMemorySegment(FLOATS, ALL, post + o, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER);
            FloatVector sum = w0.fma(pre0, zero(FLOATS));
            sum = w1.fma(pre1, sum);
            sum = w2.fma(pre2, sum);
            sum.intoMemorySegment(ALL, out + o, ORDER);
            FloatVector l0 = fromMemorySegment(FLOATS, ALL, toLow + at, ORDER);
            l0 = term.mul(trace0).sub(l0).fma(rates, l0);
            l0.intoMemorySegment(ALL, toLow + at, ORDER);
            w0.add(l0).intoMemorySegment(ALL, at, ORDER);
            FloatVector l1 = fromMemorySegment(FLOATS, ALL, toLow + at + Lanes.BYTES, ORDER);
            l1 = term.mul(trace1).sub(l1).fma(rates, l1);
            l1.intoMemorySegment(ALL, toLow + at + Lanes.BYTES, ORDER);
            w1.add(l1).intoMemorySegment(ALL, at + Lanes.BYTES, ORDER);
            FloatVector l2 = fromMemorySegment(FLOATS, ALL, toLow + at + 2 * Lanes.BYTES, ORDER);
            l2 = term.mul(trace2).sub(l2).fma(rates, l2);
            l2.intoMemorySegment(ALL, toLow + at + 2 * Lanes.BYTES, ORDER);
            w2.add(l2).intoMemorySegment(ALL, at + 2 * Lanes.BYTES, ORDER);
            at += 3 * Lanes.BYTES;
        }
    }

    private static void lowPass1(
            long w, long low, long pre, long trace, long post, long out, int inputs, int panels, float rate,
            boolean add) {
        FloatVector rates = broadcast(FLOATS, rate);
        FloatVector pre0 = fromMemorySegment(FLOATS, ALL, pre, ORDER);
        FloatVector trace0 = fromMemorySegment(FLOATS, ALL, trace, ORDER);
        long toLow = low - w;
        long step = (long) inputs << LANES_SHIFT;
        long end = (long) panels << LANES_SHIFT;
        long at = w;
        for (long o = 0; o != end; o += Lanes.BYTES) {
            FloatVector term = fromMemorySegment(FLOATS, ALL, post + o, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
            FloatVector sum = w0.fma(pre0, add ? fromMemorySegment(FLOATS, ALL, out + o, ORDER) : zero(FLOATS));
            sum.intoMemorySegment(ALL, out + o, ORDER);
            FloatVector l0 = fromMemorySegment(FLOATS, ALL, toLow + at, ORDER);
            l0 = term.mul(trace0).sub(l0).fma(rates, l0);
            l0.intoMemorySegment(ALL, toLow + at, ORDER);
            w0.add(l0).intoMemorySegment(ALL, at, ORDER);
            at += step;
        }
    }

    /** {@link EnsembleSynapses#productAndAlign}. */
    static void productAndAlign(
            long w, long residual, long pre, long high, long noise, long out, int inputs, int outputs, long rate, long alpha,
            boolean add) {
        int panels = panels(outputs);
        for (int part = 0; part < Lanes.BYTES; part += Simd.BYTES) {
            if (inputs == 3) {
                align3(w + part, residual + part, pre + part, high + part, noise + part, out + part, panels, rate + part, alpha + part, add);
                continue;
            }
            for (int i = 0; i < inputs; i++) {
                int at = part + (i << LANES_SHIFT);
                align1(w + at, residual + at, pre + at, high + at, noise + part, out + part, inputs, panels, rate + part, alpha + part,
                        add || i > 0, i == 0 ? 0f : -0f);
            }
        }
    }

    private static void align3(
            long w, long residual, long pre, long high, long noise, long out, int panels, long rate, long alpha,
            boolean add) {
        FloatVector rates = fromMemorySegment(FLOATS, ALL, rate, ORDER);
        FloatVector shrink = fromMemorySegment(FLOATS, ALL, alpha, ORDER).mul(-1f);
        FloatVector pre0 = fromMemorySegment(FLOATS, ALL, pre, ORDER);
        FloatVector pre1 = fromMemorySegment(FLOATS, ALL, pre + Lanes.BYTES, ORDER);
        FloatVector pre2 = fromMemorySegment(FLOATS, ALL, pre + 2 * Lanes.BYTES, ORDER);
        FloatVector high0 = fromMemorySegment(FLOATS, ALL, high, ORDER);
        FloatVector high1 = fromMemorySegment(FLOATS, ALL, high + Lanes.BYTES, ORDER);
        FloatVector high2 = fromMemorySegment(FLOATS, ALL, high + 2 * Lanes.BYTES, ORDER);
        long toResidual = residual - w;
        long end = (long) panels << LANES_SHIFT;
        long at = w;
        for (long o = 0; o != end; o += Lanes.BYTES) {
            FloatVector xi = fromMemorySegment(FLOATS, ALL, noise + o, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, ALL, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, ALL, at + 2 * Lanes.BYTES, ORDER);
            FloatVector sum = w0.fma(pre0, add ? fromMemorySegment(FLOATS, ALL, out + o, ORDER).add(0f) : zero(FLOATS));
            sum = w1.fma(pre1, sum);
            sum = w2.fma(pre2, sum);
            sum.intoMemorySegment(ALL, out + o, ORDER);
            FloatVector c0 = w0.fma(shrink, xi.mul(high0)).fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at, ORDER));
            FloatVector n0 = w0.add(c0);
            n0.intoMemorySegment(ALL, at, ORDER);
            c0.sub(n0.sub(w0)).intoMemorySegment(ALL, toResidual + at, ORDER);
            FloatVector c1 = w1.fma(shrink, xi.mul(high1)).fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at + Lanes.BYTES, ORDER));
            FloatVector n1 = w1.add(c1);
            n1.intoMemorySegment(ALL, at + Lanes.BYTES, ORDER);
            c1.sub(n1.sub(w1)).intoMemorySegment(ALL, toResidual + at + Lanes.BYTES, ORDER);
            FloatVector c2 = w2.fma(shrink, xi.mul(high2)).fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at + 2 * Lanes.BYTES, ORDER));
            FloatVector n2 = w2.add(c2);
            n2.intoMemorySegment(ALL, at + 2 * Lanes.BYTES, ORDER);
            c2.sub(n2.sub(w2)).intoMemorySegment(ALL, toResidual + at + 2 * Lanes.BYTES, ORDER);
            at += 3 * Lanes.BYTES;
        }
    }

    private static void align1(
            long w, long residual, long pre, long high, long noise, long out, int inputs, int panels, long rate, long alpha,
            boolean add, float start) {
        FloatVector rates = fromMemorySegment(FLOATS, ALL, rate, ORDER);
        FloatVector shrink = fromMemorySegment(FLOATS, ALL, alpha, ORDER).mul(-1f);
        FloatVector pre0 = fromMemorySegment(FLOATS, ALL, pre, ORDER);
        FloatVector high0 = fromMemorySegment(FLOATS, ALL, high, ORDER);
        long toResidual = residual - w;
        long step = (long) inputs << LANES_SHIFT;
        long end = (long) panels << LANES_SHIFT;
        long at = w;
        for (long o = 0; o != end; o += Lanes.BYTES) {
            FloatVector xi = fromMemorySegment(FLOATS, ALL, noise + o, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, ALL, at, ORDER);
            FloatVector sum = w0.fma(pre0, add ? fromMemorySegment(FLOATS, ALL, out + o, ORDER).add(start) : zero(FLOATS));
            sum.intoMemorySegment(ALL, out + o, ORDER);
            FloatVector c0 = w0.fma(shrink, xi.mul(high0)).fma(rates, fromMemorySegment(FLOATS, ALL, toResidual + at, ORDER));
            FloatVector n0 = w0.add(c0);
            n0.intoMemorySegment(ALL, at, ORDER);
            c0.sub(n0.sub(w0)).intoMemorySegment(ALL, toResidual + at, ORDER);
            at += step;
        }
    }
}
