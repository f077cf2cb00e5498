package org.pal4j.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.FloatVector.zero;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.VectorSynapses.ROW;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * Products and updates for matrices of few inputs, alone or of replicas side by side: the arithmetic of {@link VectorSynapses} and
 * {@link VectorEnsembleSynapses} with the loops turned around. A strand of three inputs is over before its loop has paid for its
 * beginning (30 x 3 with 16 replicas: 270 ns); here a loop goes over the outputs, and one or three inputs at a time are written out in
 * it (88 ns). More of them, or all of these in one method, would pass the compiler's budget.
 *
 * <p>With {@code spread}, inputs are spread over 16 lanes; without, there is one float for each. The inputs
 * join the sum one after the other, as those behind the last four do in a strand. A strand adds what {@code out} holds to 0, so that
 * a negative zero becomes a positive one; where a sum is only taken up again, it must stay: {@code start} is 0 or -0.
 */
final class FewInputs {
    /** Inputs up to which these do it. */
    static final int MOST = 3;

    private FewInputs() {}

    /** {@link Synapses#productAndUpdate}. */
    static void productAndUpdate(
            MemorySegment m, int w, int pre, int trace, int post, int out, int inputs, int outputs, boolean add, boolean spread) {
        int panels = Lanes.padded(outputs) / Lanes.COUNT;
        for (int part = 0; part < Lanes.BYTES; part += Simd.BYTES) {
            int own = spread ? part : 0;
            boolean from = add;
            if (inputs == 3) {
                update3(m, w + part, pre + own, trace + own, post + part, out + part, inputs, panels, from, spread);
                continue;
            }
            for (int done = 0; done < inputs; done++) {
                int at = done << ROW;
                int value = done << (spread ? ROW : 2);
                update1(m, w + part + at, pre + own + value, trace + own + value, post + part, out + part, inputs, panels, from,
                        done == 0 ? 0f : -0f, spread);
                from = true;
            }
        }
    }

    private static void update3(
            MemorySegment m, long w, long pre, long trace, long post, long out, int inputs, int panels, boolean from,
            boolean spread) {
        FloatVector pre0 = spread ? fromMemorySegment(FLOATS, m, pre, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre));
        FloatVector pre1 = spread ? fromMemorySegment(FLOATS, m, pre + Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre + 4));
        FloatVector pre2 = spread ? fromMemorySegment(FLOATS, m, pre + 2 * Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre + 8));
        FloatVector trace0 = spread ? fromMemorySegment(FLOATS, m, trace, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, trace));
        FloatVector trace1 = spread ? fromMemorySegment(FLOATS, m, trace + Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, trace + 4));
        FloatVector trace2 = spread ? fromMemorySegment(FLOATS, m, trace + 2 * Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, trace + 8));
        long step = (long) inputs << ROW;
        long end = (long) panels << ROW;
        long at = w;
        for (long x = 0; x != end; x += Lanes.BYTES) {
            FloatVector term = fromMemorySegment(FLOATS, m, post + x, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector sum = w0.fma(pre0, from ? fromMemorySegment(FLOATS, m, out + x, ORDER).add(0f) : zero(FLOATS));
            sum = w1.fma(pre1, sum);
            sum = w2.fma(pre2, sum);
            sum.intoMemorySegment(m, out + x, ORDER);
            term.fma(trace0, w0).intoMemorySegment(m, at, ORDER);
            term.fma(trace1, w1).intoMemorySegment(m, at + Lanes.BYTES, ORDER);
            term.fma(trace2, w2).intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
            at += step;
        }
    }

    private static void update1(
            MemorySegment m, long w, long pre, long trace, long post, long out, int inputs, int panels, boolean from, float start,
            boolean spread) {
        FloatVector pre0 = spread ? fromMemorySegment(FLOATS, m, pre, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre));
        FloatVector trace0 = spread ? fromMemorySegment(FLOATS, m, trace, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, trace));
        long step = (long) inputs << ROW;
        long end = (long) panels << ROW;
        long at = w;
        for (long x = 0; x != end; x += Lanes.BYTES) {
            FloatVector term = fromMemorySegment(FLOATS, m, post + x, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector sum = w0.fma(pre0, from ? fromMemorySegment(FLOATS, m, out + x, ORDER).add(start) : zero(FLOATS));
            sum.intoMemorySegment(m, out + x, ORDER);
            term.fma(trace0, w0).intoMemorySegment(m, at, ORDER);
            at += step;
        }
    }

    /** {@link Synapses#productAndLowPassUpdate}. */
    static void productAndLowPassUpdate(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int inputs, int outputs, float rate, boolean spread) {
        int panels = Lanes.padded(outputs) / Lanes.COUNT;
        for (int part = 0; part < Lanes.BYTES; part += Simd.BYTES) {
            int own = spread ? part : 0;
            boolean from = false;
            if (inputs == 3) {
                lowPass3(m, w + part, low + part, pre + own, trace + own, post + part, out + part, inputs,
                        panels, rate, from, spread);
                continue;
            }
            for (int done = 0; done < inputs; done++) {
                int at = done << ROW;
                int value = done << (spread ? ROW : 2);
                lowPass1(m, w + part + at, low + part + at, pre + own + value, trace + own + value, post + part, out + part, inputs,
                        panels, rate, from, done == 0 ? 0f : -0f, spread);
                from = true;
            }
        }
    }

    private static void lowPass3(
            MemorySegment m, long w, long low, long pre, long trace, long post, long out, int inputs, int panels, float rate, boolean from,

            boolean spread) {
        FloatVector rates = broadcast(FLOATS, rate);
        FloatVector pre0 = spread ? fromMemorySegment(FLOATS, m, pre, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre));
        FloatVector pre1 = spread ? fromMemorySegment(FLOATS, m, pre + Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre + 4));
        FloatVector pre2 = spread ? fromMemorySegment(FLOATS, m, pre + 2 * Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre + 8));
        FloatVector trace0 = spread ? fromMemorySegment(FLOATS, m, trace, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, trace));
        FloatVector trace1 = spread ? fromMemorySegment(FLOATS, m, trace + Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, trace + 4));
        FloatVector trace2 = spread ? fromMemorySegment(FLOATS, m, trace + 2 * Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, trace + 8));
        long step = (long) inputs << ROW;
        long end = (long) panels << ROW;
        long at = w;
        long state = low;
        for (long x = 0; x != end; x += Lanes.BYTES) {
            FloatVector term = fromMemorySegment(FLOATS, m, post + x, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector sum = w0.fma(pre0, from ? fromMemorySegment(FLOATS, m, out + x, ORDER).add(0f) : zero(FLOATS));
            sum = w1.fma(pre1, sum);
            sum = w2.fma(pre2, sum);
            sum.intoMemorySegment(m, out + x, ORDER);
            FloatVector l0 = fromMemorySegment(FLOATS, m, state, ORDER);
            l0 = term.mul(trace0).sub(l0).fma(rates, l0);
            l0.intoMemorySegment(m, state, ORDER);
            w0.add(l0).intoMemorySegment(m, at, ORDER);
            FloatVector l1 = fromMemorySegment(FLOATS, m, state + Lanes.BYTES, ORDER);
            l1 = term.mul(trace1).sub(l1).fma(rates, l1);
            l1.intoMemorySegment(m, state + Lanes.BYTES, ORDER);
            w1.add(l1).intoMemorySegment(m, at + Lanes.BYTES, ORDER);
            FloatVector l2 = fromMemorySegment(FLOATS, m, state + 2 * Lanes.BYTES, ORDER);
            l2 = term.mul(trace2).sub(l2).fma(rates, l2);
            l2.intoMemorySegment(m, state + 2 * Lanes.BYTES, ORDER);
            w2.add(l2).intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
            at += step;
            state += step;
        }
    }

    private static void lowPass1(
            MemorySegment m, long w, long low, long pre, long trace, long post, long out, int inputs, int panels, float rate, boolean from,
            float start,
            boolean spread) {
        FloatVector rates = broadcast(FLOATS, rate);
        FloatVector pre0 = spread ? fromMemorySegment(FLOATS, m, pre, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre));
        FloatVector trace0 = spread ? fromMemorySegment(FLOATS, m, trace, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, trace));
        long step = (long) inputs << ROW;
        long end = (long) panels << ROW;
        long at = w;
        long state = low;
        for (long x = 0; x != end; x += Lanes.BYTES) {
            FloatVector term = fromMemorySegment(FLOATS, m, post + x, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector sum = w0.fma(pre0, from ? fromMemorySegment(FLOATS, m, out + x, ORDER).add(start) : zero(FLOATS));
            sum.intoMemorySegment(m, out + x, ORDER);
            FloatVector l0 = fromMemorySegment(FLOATS, m, state, ORDER);
            l0 = term.mul(trace0).sub(l0).fma(rates, l0);
            l0.intoMemorySegment(m, state, ORDER);
            w0.add(l0).intoMemorySegment(m, at, ORDER);
            at += step;
            state += step;
        }
    }

    /** {@link Synapses#productAndAlign}; each of {@code rates} and {@code alphas} may be 16 floats, or -1 for one value. */
    static void productAndAlign(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, int outputs, float rate, float alpha,
            int rates, int alphas, boolean add, boolean spread) {
        int panels = Lanes.padded(outputs) / Lanes.COUNT;
        for (int part = 0; part < Lanes.BYTES; part += Simd.BYTES) {
            int own = spread ? part : 0;
            boolean from = add;
            if (inputs == 3) {
                align3(m, w + part, residual + part, pre + own, high + own, noise + part, out + part, inputs,
                        panels, rate, alpha, own(rates, part), own(alphas, part), from, spread);
                continue;
            }
            for (int done = 0; done < inputs; done++) {
                int at = done << ROW;
                int value = done << (spread ? ROW : 2);
                align1(m, w + part + at, residual + part + at, pre + own + value, high + own + value, noise + part, out + part, inputs,
                        panels, rate, alpha, own(rates, part), own(alphas, part), from, done == 0 ? 0f : -0f, spread);
                from = true;
            }
        }
    }

    private static void align3(
            MemorySegment m, long w, long residual, long pre, long high, long noise, long out, int inputs, int panels, float rate, float alpha,
            long rates, long alphas, boolean from, boolean spread) {
        FloatVector size = rates < 0 ? broadcast(FLOATS, rate) : fromMemorySegment(FLOATS, m, rates, ORDER);
        FloatVector shrink = alphas < 0 ? broadcast(FLOATS, -alpha) : fromMemorySegment(FLOATS, m, alphas, ORDER).mul(-1f);
        FloatVector pre0 = spread ? fromMemorySegment(FLOATS, m, pre, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre));
        FloatVector pre1 = spread ? fromMemorySegment(FLOATS, m, pre + Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre + 4));
        FloatVector pre2 = spread ? fromMemorySegment(FLOATS, m, pre + 2 * Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre + 8));
        FloatVector high0 = spread ? fromMemorySegment(FLOATS, m, high, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, high));
        FloatVector high1 = spread ? fromMemorySegment(FLOATS, m, high + Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, high + 4));
        FloatVector high2 = spread ? fromMemorySegment(FLOATS, m, high + 2 * Lanes.BYTES, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, high + 8));
        long step = (long) inputs << ROW;
        long end = (long) panels << ROW;
        long at = w;
        long state = residual;
        for (long x = 0; x != end; x += Lanes.BYTES) {
            FloatVector xi = fromMemorySegment(FLOATS, m, noise + x, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector w1 = fromMemorySegment(FLOATS, m, at + Lanes.BYTES, ORDER);
            FloatVector w2 = fromMemorySegment(FLOATS, m, at + 2 * Lanes.BYTES, ORDER);
            FloatVector sum = w0.fma(pre0, from ? fromMemorySegment(FLOATS, m, out + x, ORDER).add(0f) : zero(FLOATS));
            sum = w1.fma(pre1, sum);
            sum = w2.fma(pre2, sum);
            sum.intoMemorySegment(m, out + x, ORDER);
            FloatVector c0 = w0.fma(shrink, xi.mul(high0)).fma(size, fromMemorySegment(FLOATS, m, state, ORDER));
            FloatVector n0 = w0.add(c0);
            n0.intoMemorySegment(m, at, ORDER);
            c0.sub(n0.sub(w0)).intoMemorySegment(m, state, ORDER);
            FloatVector c1 = w1.fma(shrink, xi.mul(high1)).fma(size, fromMemorySegment(FLOATS, m, state + Lanes.BYTES, ORDER));
            FloatVector n1 = w1.add(c1);
            n1.intoMemorySegment(m, at + Lanes.BYTES, ORDER);
            c1.sub(n1.sub(w1)).intoMemorySegment(m, state + Lanes.BYTES, ORDER);
            FloatVector c2 = w2.fma(shrink, xi.mul(high2)).fma(size, fromMemorySegment(FLOATS, m, state + 2 * Lanes.BYTES, ORDER));
            FloatVector n2 = w2.add(c2);
            n2.intoMemorySegment(m, at + 2 * Lanes.BYTES, ORDER);
            c2.sub(n2.sub(w2)).intoMemorySegment(m, state + 2 * Lanes.BYTES, ORDER);
            at += step;
            state += step;
        }
    }

    private static void align1(
            MemorySegment m, long w, long residual, long pre, long high, long noise, long out, int inputs, int panels, float rate, float alpha,
            long rates, long alphas, boolean from, float start, boolean spread) {
        FloatVector size = rates < 0 ? broadcast(FLOATS, rate) : fromMemorySegment(FLOATS, m, rates, ORDER);
        FloatVector shrink = alphas < 0 ? broadcast(FLOATS, -alpha) : fromMemorySegment(FLOATS, m, alphas, ORDER).mul(-1f);
        FloatVector pre0 = spread ? fromMemorySegment(FLOATS, m, pre, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, pre));
        FloatVector high0 = spread ? fromMemorySegment(FLOATS, m, high, ORDER)
                : broadcast(FLOATS, m.get(JAVA_FLOAT_UNALIGNED, high));
        long step = (long) inputs << ROW;
        long end = (long) panels << ROW;
        long at = w;
        long state = residual;
        for (long x = 0; x != end; x += Lanes.BYTES) {
            FloatVector xi = fromMemorySegment(FLOATS, m, noise + x, ORDER);
            FloatVector w0 = fromMemorySegment(FLOATS, m, at, ORDER);
            FloatVector sum = w0.fma(pre0, from ? fromMemorySegment(FLOATS, m, out + x, ORDER).add(start) : zero(FLOATS));
            sum.intoMemorySegment(m, out + x, ORDER);
            FloatVector c0 = w0.fma(shrink, xi.mul(high0)).fma(size, fromMemorySegment(FLOATS, m, state, ORDER));
            FloatVector n0 = w0.add(c0);
            n0.intoMemorySegment(m, at, ORDER);
            c0.sub(n0.sub(w0)).intoMemorySegment(m, state, ORDER);
            at += step;
            state += step;
        }
    }

    private static int own(int region, int part) {
        return region < 0 ? region : region + part;
    }
}
