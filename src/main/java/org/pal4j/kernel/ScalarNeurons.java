package org.pal4j.kernel;

import static org.pal4j.kernel.ScalarSynapses.get;
import static org.pal4j.kernel.ScalarSynapses.set;

import java.lang.foreign.MemorySegment;
import org.pal4j.Activation;
import org.pal4j.memory.Lanes;

/** The specification of {@link Neurons}, in plain loops. */
final class ScalarNeurons {
    private ScalarNeurons() {}

    static float value(Activation phi, float x) {
        return switch (phi) {
            case LINEAR -> x;
            case RELU -> ScalarMath.relu(x);
            case SOFT_RELU -> ScalarMath.softRelu(x);
            case LOGISTIC -> ScalarMath.logistic(x);
            case TANH -> ScalarMath.tanh(x);
            case HARD_SIGMOID -> ScalarMath.hardSigmoid(x);
            case CLIP01 -> ScalarMath.clip01(x);
        };
    }

    static float slope(Activation phi, float x) {
        return switch (phi) {
            case LINEAR -> 1f;
            case RELU -> x > 0f ? 1f : 0f;
            case SOFT_RELU -> ScalarMath.logistic(x);
            case LOGISTIC -> {
                float y = ScalarMath.logistic(x);
                yield y * (1f - y);
            }
            case TANH -> {
                float y = ScalarMath.tanh(x);
                yield Math.fma(-y, y, 1f);
            }
            case HARD_SIGMOID -> x > -3f && x < 3f ? 1f : 0f;
            case CLIP01 -> x > 0f && x < 1f ? 1f : 0f;
        };
    }

    static void activate(Activation phi, MemorySegment m, int x, int factor, int out, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            set(m, out, i, value(phi, get(m, factor, i) * get(m, x, i)));
        }
    }

    static void slope(Activation phi, MemorySegment m, int x, int out, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            set(m, out, i, slope(phi, get(m, x, i)));
        }
    }

    static void respond(
            MemorySegment m, int lookAhead, int fresh, int prediction, int gain, int b, int r, int old, int post, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            float rate = get(m, fresh, i);
            set(m, b, i, get(m, lookAhead, i));
            set(m, old, i, get(m, r, i));
            set(m, r, i, rate);
            set(m, post, i, get(m, gain, i) * (rate - get(m, prediction, i)));
        }
    }

    static void respondLogistic(
            MemorySegment m, int lookAhead, int dendrite, int attenuation, int gain, int b, int r, int old, int post, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
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
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            set(m, out, i, get(m, gain, i) * (get(m, x, i) - get(m, y, i)));
        }
    }

    static void multiply(MemorySegment m, int x, int y, int out, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            set(m, out, i, get(m, x, i) * get(m, y, i));
        }
    }

    static void multiplyByMagnitude(MemorySegment m, int x, int out, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            set(m, out, i, get(m, out, i) * Math.abs(get(m, x, i)));
        }
    }

    static void gate(MemorySegment m, int x, int y, int out, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            set(m, out, i, get(m, x, i) > 0f ? get(m, y, i) : 0f);
        }
    }

    static void highPass(MemorySegment m, int r, int old, int h, int seen, float decay, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            float before = get(m, h, i);
            set(m, seen, i, before);
            float after = Math.fma(-decay, before, before + (get(m, r, i) - get(m, old, i)));
            set(m, h, i, Math.abs(after) < Neurons.MIN_HIGH_PASS ? 0f : after);
        }
    }

    static void lowPass(MemorySegment m, int x, int state, float rate, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            float before = get(m, state, i);
            set(m, state, i, Math.fma(rate, get(m, x, i) - before, before));
        }
    }

    static void soma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, float nudgeGain, float prospect,
            float step, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            euler(m, u, lookAhead, i, Math.fma(dendriteGain, get(m, dendrite, i), nudgeGain * get(m, nudge, i)), prospect, step);
        }
    }

    static void noisySoma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, int noise, float nudgeGain,
            float prospect, float step, int size) {
        int padded = Lanes.padded(size);
        for (int i = 0; i < padded; i++) {
            float total = get(m, nudge, i) + get(m, noise, i);
            euler(m, u, lookAhead, i, Math.fma(dendriteGain, get(m, dendrite, i), nudgeGain * total), prospect, step);
        }
    }

    private static void euler(MemorySegment m, int u, int lookAhead, int i, float steady, float prospect, float step) {
        float before = get(m, u, i);
        float distance = steady - before;
        set(m, lookAhead, i, Math.fma(prospect, distance, before));
        set(m, u, i, Math.fma(step, distance, before));
    }
}
