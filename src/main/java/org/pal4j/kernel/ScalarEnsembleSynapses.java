package org.pal4j.kernel;

import static org.pal4j.kernel.ScalarMath.fma;
import static org.pal4j.kernel.ScalarSynapses.at;
import static org.pal4j.kernel.ScalarSynapses.get;
import static org.pal4j.kernel.ScalarSynapses.set;

import java.lang.foreign.MemorySegment;
import org.pal4j.memory.Lanes;

/**
 * The specification of what {@link EnsembleSynapses} has beyond {@link ScalarSynapses} with spread values, in plain loops. {@code spread(x, i, o)}
 * is the value of input i that output o sees.
 */
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

    static void productAndAlign(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, int outputs, int rate, int alpha,
            boolean add) {
        ScalarSynapses.product(m, w, pre, out, inputs, outputs, add, Lanes.COUNT);
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                float change = fma(-spread(m, alpha, 0, o), get(m, w, k), get(m, noise, o) * spread(m, high, i, o));
                ScalarSynapses.addCompensated(m, w, residual, k, spread(m, rate, 0, o), change);
            }
        }
    }

    static void productAndAlignScaled(
            MemorySegment m, int w, int residual, int pre, int high, int decay, int noise, int slope, int out, int inputs, int outputs,
            int rate, boolean add) {
        ScalarSynapses.product(m, w, pre, out, inputs, outputs, add, Lanes.COUNT);
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            for (int i = 0; i < inputs; i++) {
                int k = at(o, i, inputs);
                float shrunk = get(m, w, k) * spread(m, decay, i, o);
                float change = fma(shrunk, -get(m, slope, o), get(m, noise, o) * spread(m, high, i, o));
                ScalarSynapses.addCompensated(m, w, residual, k, spread(m, rate, 0, o), change);
            }
        }
    }

    static void transport(MemorySegment m, int w, int b, int inverse, int rows, int columns, int lanes) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                for (int lane = 0; lane < lanes; lane++) {
                    float weight = ScalarSynapses.get(m, w, ScalarSynapses.at(row * lanes + lane, column, columns));
                    int to = ScalarSynapses.at(column * lanes + lane, row, rows);
                    ScalarSynapses.set(m, b, to, weight);
                    ScalarSynapses.set(m, inverse, to, -weight);
                }
            }
        }
    }
}
