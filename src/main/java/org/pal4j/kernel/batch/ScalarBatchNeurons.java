package org.pal4j.kernel.batch;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.pal4j.kernel.ScalarMath.fma;

import java.lang.foreign.MemorySegment;
import org.pal4j.Activation;
import org.pal4j.kernel.ScalarMath;

/** The scalar twins of the kernels of {@link BatchNeurons}. */
final class ScalarBatchNeurons {
    private ScalarBatchNeurons() {}

    static void activate(Activation phi, MemorySegment m, int u, int r, int slope, int bytes) {
        for (int at = 0; at < bytes; at += 4) {
            float x = m.get(JAVA_FLOAT, u + at);
            float y = ScalarMath.value(phi, x);
            m.set(JAVA_FLOAT, r + at, y);
            if (phi != Activation.LINEAR) {
                m.set(JAVA_FLOAT, slope + at, ScalarMath.slope(phi, x, y));
            }
        }
    }

    static void noise(MemorySegment m, int xi, int draw, float keep, float gain, int bytes) {
        for (int at = 0; at < bytes; at += 4) {
            m.set(JAVA_FLOAT, xi + at, fma(keep, m.get(JAVA_FLOAT, xi + at), gain * m.get(JAVA_FLOAT, draw + at)));
        }
    }

    static void addScaled(MemorySegment m, int x, float factor, int out, int bytes) {
        for (int at = 0; at < bytes; at += 4) {
            m.set(JAVA_FLOAT, out + at, fma(factor, m.get(JAVA_FLOAT, x + at), m.get(JAVA_FLOAT, out + at)));
        }
    }

    static void multiply(MemorySegment m, int x, int y, int out, int bytes) {
        for (int at = 0; at < bytes; at += 4) {
            m.set(JAVA_FLOAT, out + at, m.get(JAVA_FLOAT, x + at) * m.get(JAVA_FLOAT, y + at));
        }
    }

    static void difference(MemorySegment m, int target, int x, float beta, int out, int bytes) {
        for (int at = 0; at < bytes; at += 4) {
            m.set(JAVA_FLOAT, out + at, beta * (m.get(JAVA_FLOAT, target + at) - m.get(JAVA_FLOAT, x + at)));
        }
    }

    static void highPass(MemorySegment m, int fresh, int r, int h, float keep, int bytes) {
        for (int at = 0; at < bytes; at += 4) {
            float rate = m.get(JAVA_FLOAT, fresh + at);
            m.set(JAVA_FLOAT, h + at, fma(keep, m.get(JAVA_FLOAT, h + at), rate - m.get(JAVA_FLOAT, r + at)));
            m.set(JAVA_FLOAT, r + at, rate);
        }
    }

    static void lowPassUpdate(MemorySegment m, int g, float gain, float rate, int low, float eta, int w, int bytes) {
        for (int at = 0; at < bytes; at += 4) {
            float before = m.get(JAVA_FLOAT, low + at);
            float after = fma(rate, fma(gain, m.get(JAVA_FLOAT, g + at), -before), before);
            m.set(JAVA_FLOAT, low + at, after);
            m.set(JAVA_FLOAT, w + at, fma(eta, after, m.get(JAVA_FLOAT, w + at)));
        }
    }

    static void softmax(MemorySegment m, int x, int neurons, int out) {
        for (int n = 0; n < Batches.ROW; n += 4) {
            float max = m.get(JAVA_FLOAT, x + n);
            for (int o = 1; o < neurons; o++) {
                float value = m.get(JAVA_FLOAT, x + o * Batches.ROW + n);
                max = value > max ? value : max;
            }
            float sum = 0;
            for (int o = 0; o < neurons; o++) {
                float value = ScalarMath.exp(m.get(JAVA_FLOAT, x + o * Batches.ROW + n) - max);
                m.set(JAVA_FLOAT, out + o * Batches.ROW + n, value);
                sum += value;
            }
            m.set(JAVA_FLOAT, out + neurons * Batches.ROW + n, sum);
            for (int o = 0; o < neurons; o++) {
                m.set(JAVA_FLOAT, out + o * Batches.ROW + n, m.get(JAVA_FLOAT, out + o * Batches.ROW + n) / sum);
            }
        }
    }
}
