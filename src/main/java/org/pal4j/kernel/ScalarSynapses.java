package org.pal4j.kernel;

import static org.pal4j.kernel.ScalarMath.fma;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.pal4j.memory.Lanes;

/** The specification of {@link Synapses}, in plain loops. */
final class ScalarSynapses {
    private ScalarSynapses() {}

    static float get(MemorySegment m, int offset, int i) {
        return m.get(ValueLayout.JAVA_FLOAT, offset + (long) i * Float.BYTES);
    }

    static void set(MemorySegment m, int offset, int i, float value) {
        m.set(ValueLayout.JAVA_FLOAT, offset + (long) i * Float.BYTES, value);
    }

    /** Float index of the weight (output, input) in a matrix with {@code inputs} columns. */
    static int at(int output, int input, int inputs) {
        return (output / Lanes.COUNT * inputs + input) * Lanes.COUNT + output % Lanes.COUNT;
    }

    /** The presynaptic value of input i that output o sees; {@code step} is 1, or 16 for the spread values of replicas side by side. */
    private static float pre(MemorySegment m, int x, int i, int o, int step) {
        return get(m, x, i * step + o % step);
    }

    static void product(MemorySegment m, int w, int pre, int out, int inputs, int outputs, boolean add, int step) {
        int whole = inputs & -4;
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            float s0 = 0f;
            float s1 = 0f;
            float s2 = 0f;
            float s3 = 0f;
            for (int i = 0; i < whole; i += 4) {
                s0 = fma(get(m, w, at(o, i, inputs)), pre(m, pre, i, o, step), s0);
                s1 = fma(get(m, w, at(o, i + 1, inputs)), pre(m, pre, i + 1, o, step), s1);
                s2 = fma(get(m, w, at(o, i + 2, inputs)), pre(m, pre, i + 2, o, step), s2);
                s3 = fma(get(m, w, at(o, i + 3, inputs)), pre(m, pre, i + 3, o, step), s3);
            }
            float sum = (s0 + s1) + (s2 + s3);
            sum = add ? sum + get(m, out, o) : sum;
            for (int i = whole; i < inputs; i++) {
                sum = fma(get(m, w, at(o, i, inputs)), pre(m, pre, i, o, step), sum);
            }
            set(m, out, o, sum);
        }
    }

    static void productAndUpdate(
            MemorySegment m, int w, int pre, int trace, int post, int out, int inputs, int outputs, boolean add, int step) {
        product(m, w, pre, out, inputs, outputs, add, step);
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                set(m, w, k, fma(get(m, post, o), pre(m, trace, i, o, step), get(m, w, k)));
            }
        }
    }

    static void productAndLowPassUpdate(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int inputs, int outputs, float rate,
            int step) {
        product(m, w, pre, out, inputs, outputs, false, step);
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                float old = get(m, low, k);
                float next = fma(rate, get(m, post, o) * pre(m, trace, i, o, step) - old, old);
                set(m, low, k, next);
                set(m, w, k, get(m, w, k) + next);
            }
        }
    }

    static void productAndAlign(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, int outputs, float rate,
            float alpha, boolean add) {
        product(m, w, pre, out, inputs, outputs, add, 1);
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                addCompensated(m, w, residual, k, rate, fma(-alpha, get(m, w, k), get(m, noise, o) * get(m, high, i)));
            }
        }
    }

    static void productAndAlignScaled(
            MemorySegment m, int w, int residual, int pre, int high, int decay, int noise, int slope, int out, int inputs, int outputs,
            float rate, boolean add) {
        product(m, w, pre, out, inputs, outputs, add, 1);
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                float shrunk = get(m, w, k) * get(m, decay, i);
                addCompensated(m, w, residual, k, rate, fma(shrunk, -get(m, slope, o), get(m, noise, o) * get(m, high, i)));
            }
        }
    }

    /** Adds {@code rate * change} and the residual to a weight; the round-off becomes the new residual. */
    static void addCompensated(MemorySegment m, int w, int residual, int k, float rate, float change) {
        float weight = get(m, w, k);
        float step = fma(rate, change, get(m, residual, k));
        float next = weight + step;
        set(m, w, k, next);
        set(m, residual, k, step - (next - weight));
    }

    /** The update of {@link Clamped#writeBack}; the products follow separately. */
    static void writeBack(MemorySegment m, int w, int low, int x, int c, int d, int inputs, int outputs, float s, float power, int step) {
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                float old = get(m, low, k);
                set(m, w, k, fma(get(m, c, o), pre(m, x, i, o, step), fma(s, old, get(m, w, k))));
                set(m, low, k, fma(get(m, d, o), pre(m, x, i, o, step), power * old));
            }
        }
    }
}
