package org.pal4j.kernel;

import static org.pal4j.kernel.ScalarMath.fma;
import static org.pal4j.kernel.ScalarSynapses.get;
import static org.pal4j.kernel.ScalarSynapses.set;

import java.lang.foreign.MemorySegment;
import org.pal4j.Activation;
import org.pal4j.memory.Lanes;

/** The specification of {@link Neurons}, in plain loops. */
final class ScalarNeurons {
    private ScalarNeurons() {}

    static void activate(Activation phi, MemorySegment m, int x, int factor, int out, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            set(m, out, i, ScalarMath.value(phi, get(m, factor, i) * get(m, x, i)));
        }
    }

    static void slope(Activation phi, MemorySegment m, int x, int out, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            float argument = get(m, x, i);
            set(m, out, i, ScalarMath.slope(phi, argument, ScalarMath.value(phi, argument)));
        }
    }

    static void respond(
            MemorySegment m, int lookAhead, int fresh, int prediction, int gain, int b, int r, int old, int post, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            float rate = get(m, fresh, i);
            set(m, b, i, get(m, lookAhead, i));
            set(m, old, i, get(m, r, i));
            set(m, r, i, rate);
            set(m, post, i, get(m, gain, i) * (rate - get(m, prediction, i)));
        }
    }

    static void respondLogistic(
            MemorySegment m, int lookAhead, int dendrite, int attenuation, int gain, int b, int r, int old, int post, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            float voltage = get(m, lookAhead, i);
            set(m, b, i, voltage);
            float rate = ScalarMath.logistic(voltage);
            float prediction = ScalarMath.logistic(get(m, attenuation, i) * get(m, dendrite, i));
            set(m, old, i, get(m, r, i));
            set(m, r, i, rate);
            set(m, post, i, get(m, gain, i) * (rate - prediction));
        }
    }

    static void difference(MemorySegment m, int x, int y, int gain, int out, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            set(m, out, i, get(m, gain, i) * (get(m, x, i) - get(m, y, i)));
        }
    }

    static void multiply(MemorySegment m, int x, int y, int out, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            set(m, out, i, get(m, x, i) * get(m, y, i));
        }
    }

    static void multiplyByMagnitude(MemorySegment m, int x, int out, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            set(m, out, i, get(m, out, i) * Math.abs(get(m, x, i)));
        }
    }

    static void gate(MemorySegment m, int x, int y, int out, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            set(m, out, i, get(m, x, i) > 0f ? get(m, y, i) : 0f);
        }
    }

    static void highPass(MemorySegment m, int r, int old, int h, int seen, float decay, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            float before = get(m, h, i);
            set(m, seen, i, before);
            float after = fma(-decay, before, before + (get(m, r, i) - get(m, old, i)));
            set(m, h, i, Math.abs(after) < Neurons.MIN_HIGH_PASS ? 0f : after);
        }
    }

    static void lowPass(MemorySegment m, int x, int state, float rate, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            float before = get(m, state, i);
            set(m, state, i, fma(rate, get(m, x, i) - before, before));
        }
    }

    static void soma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, float nudgeGain, float prospect,
            float step, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            euler(m, u, lookAhead, i, fma(dendriteGain, get(m, dendrite, i), nudgeGain * get(m, nudge, i)), prospect, step);
        }
    }

    static void noisySoma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, int noise, float nudgeGain,
            float prospect, float step, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            float total = get(m, nudge, i) + get(m, noise, i);
            euler(m, u, lookAhead, i, fma(dendriteGain, get(m, dendrite, i), nudgeGain * total), prospect, step);
        }
    }

    static void pacedSoma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, int noise, float nudgeGain, int pace,
            float prospect, float step, int size) {
        for (int i = 0; i < Lanes.padded(size); i++) {
            float total = get(m, nudge, i) + get(m, noise, i);
            float before = get(m, u, i);
            float distance = get(m, pace, i) * (fma(dendriteGain, get(m, dendrite, i), nudgeGain * total) - before);
            set(m, lookAhead, i, fma(prospect, distance, before));
            set(m, u, i, fma(step, distance, before));
        }
    }

    private static void euler(MemorySegment m, int u, int lookAhead, int i, float steady, float prospect, float step) {
        float before = get(m, u, i);
        float distance = steady - before;
        set(m, lookAhead, i, fma(prospect, distance, before));
        set(m, u, i, fma(step, distance, before));
    }
}
