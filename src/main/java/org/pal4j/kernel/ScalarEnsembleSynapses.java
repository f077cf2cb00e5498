package org.pal4j.kernel;

import static org.pal4j.kernel.ScalarSynapses.at;
import static org.pal4j.kernel.ScalarSynapses.get;
import static org.pal4j.kernel.ScalarSynapses.set;

import java.lang.foreign.MemorySegment;
import org.pal4j.memory.Lanes;

/** The specification of {@link EnsembleSynapses}, in plain loops. {@code spread(x, i, o)} is the value of input i that output o sees. */
final class ScalarEnsembleSynapses {
    private ScalarEnsembleSynapses() {}

    private static float spread(MemorySegment m, int x, int i, int o) {
        return get(m, x, i * Lanes.COUNT + o % Lanes.COUNT);
    }

    static void spread(MemorySegment m, int from, int to, int size, int lanes) {
        for (int i = 0; i < Lanes.padded(size * lanes) / lanes; i++) {
            for (int j = 0; j < Lanes.COUNT; j++) {
                set(m, to, i * Lanes.COUNT + j, get(m, from, i * lanes + j % lanes));
            }
        }
    }

    static void product(MemorySegment m, int w, int pre, int out, int inputs, int outputs, boolean add) {
        int whole = inputs & -4;
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o++) {
            float s0 = 0f;
            float s1 = 0f;
            float s2 = 0f;
            float s3 = 0f;
            for (int i = 0; i < whole; i += 4) {
                s0 = Math.fma(get(m, w, at(o, i, inputs)), spread(m, pre, i, o), s0);
                s1 = Math.fma(get(m, w, at(o, i + 1, inputs)), spread(m, pre, i + 1, o), s1);
                s2 = Math.fma(get(m, w, at(o, i + 2, inputs)), spread(m, pre, i + 2, o), s2);
                s3 = Math.fma(get(m, w, at(o, i + 3, inputs)), spread(m, pre, i + 3, o), s3);
            }
            float sum = (s0 + s1) + (s2 + s3);
            sum = add ? sum + get(m, out, o) : sum;
            for (int i = whole; i < inputs; i++) {
                sum = Math.fma(get(m, w, at(o, i, inputs)), spread(m, pre, i, o), sum);
            }
            set(m, out, o, sum);
        }
    }

    static void productAndUpdate(
            MemorySegment m, int w, int pre, int trace, int post, int out, int inputs, int outputs, boolean add) {
        product(m, w, pre, out, inputs, outputs, add);
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                set(m, w, k, Math.fma(get(m, post, o), spread(m, trace, i, o), get(m, w, k)));
            }
        }
    }

    static void productAndLowPassUpdate(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int inputs, int outputs, float rate) {
        product(m, w, pre, out, inputs, outputs, false);
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                float old = get(m, low, k);
                float next = Math.fma(rate, get(m, post, o) * spread(m, trace, i, o) - old, old);
                set(m, low, k, next);
                set(m, w, k, get(m, w, k) + next);
            }
        }
    }

    static void productAndAlign(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, int outputs, int rate, int alpha,
            boolean add) {
        product(m, w, pre, out, inputs, outputs, add);
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                float change = Math.fma(-spread(m, alpha, 0, o), get(m, w, k), get(m, noise, o) * spread(m, high, i, o));
                addCompensated(m, w, residual, k, Math.fma(spread(m, rate, 0, o), change, get(m, residual, k)));
            }
        }
    }

    static void productAndAlignScaled(
            MemorySegment m, int w, int residual, int pre, int high, int decay, int noise, int slope, int out, int inputs, int outputs,
            int rate, boolean add) {
        product(m, w, pre, out, inputs, outputs, add);
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                float shrunk = get(m, w, k) * spread(m, decay, i, o);
                float change = Math.fma(shrunk, -get(m, slope, o), get(m, noise, o) * spread(m, high, i, o));
                addCompensated(m, w, residual, k, Math.fma(spread(m, rate, 0, o), change, get(m, residual, k)));
            }
        }
    }

    private static void addCompensated(MemorySegment m, int w, int residual, int k, float step) {
        float weight = get(m, w, k);
        float next = weight + step;
        set(m, w, k, next);
        set(m, residual, k, step - (next - weight));
    }

    /** The update only; the products follow separately. */
    static void writeBack(MemorySegment m, int w, int low, int x, int c, int d, int inputs, int outputs, float s, float power) {
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                float old = get(m, low, k);
                set(m, w, k, Math.fma(get(m, c, o), spread(m, x, i, o), Math.fma(s, old, get(m, w, k))));
                set(m, low, k, Math.fma(get(m, d, o), spread(m, x, i, o), power * old));
            }
        }
    }

    static void transport(MemorySegment m, int w, int b, int inverse, int rows, int columns, int lanes) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                for (int lane = 0; lane < lanes; lane++) {
                    float weight = get(m, w, at(row * lanes + lane, column, columns));
                    int to = at(column * lanes + lane, row, rows);
                    set(m, b, to, weight);
                    set(m, inverse, to, -weight);
                }
            }
        }
    }
}
