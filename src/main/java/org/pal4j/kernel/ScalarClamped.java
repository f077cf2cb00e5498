package org.pal4j.kernel;

import static org.pal4j.kernel.ScalarMath.fma;
import static org.pal4j.kernel.ScalarSynapses.get;
import static org.pal4j.kernel.ScalarSynapses.set;

import java.lang.foreign.MemorySegment;
import org.pal4j.memory.Lanes;

/** The specification of {@link Clamped}, in plain loops. */
final class ScalarClamped {
    private ScalarClamped() {}

    static void advance(MemorySegment m, int c, int d, int post, float keep, float rate, int outputs) {
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            float next = fma(rate, get(m, post, o), keep * get(m, d, o));
            set(m, d, o, next);
            set(m, c, o, get(m, c, o) + next);
        }
    }

    static void product(MemorySegment m, int p, int q, int c, float s, int square, int out, int outputs) {
        for (int o = 0; o < Lanes.padded(outputs); o++) {
            set(m, out, o, fma(get(m, c, o), get(m, square, o % Lanes.COUNT), fma(s, get(m, q, o), get(m, p, o))));
        }
    }

    static void writeBack(
            MemorySegment m, int w, int low, int x, int y, int c, int d, int p, int q, int inputs, int outputs, float s, float power) {
        ScalarSynapses.writeBack(m, w, low, x, c, d, inputs, outputs, s, power, 1);
        ScalarSynapses.product(m, w, y, p, inputs, outputs, false, 1);
        ScalarSynapses.product(m, low, y, q, inputs, outputs, false, 1);
    }
}
