package org.pal4j.kernel.batch;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.pal4j.kernel.ScalarMath.fma;

import java.lang.foreign.MemorySegment;
import org.pal4j.memory.Lanes;

/** The scalar twins of the kernels of {@link Batches}. */
final class ScalarBatches {
    private ScalarBatches() {}

    static void product(MemorySegment m, int w, int panel, int table, int steps, int x, int out, int stride, int rows) {
        for (int r = 0; r < rows; r++) {
            int weights = w + r / Lanes.COUNT * panel + r % Lanes.COUNT * Float.BYTES;
            for (int n = 0; n < Batches.ROW; n += Float.BYTES) {
                float sum = 0;
                for (int s = 0; s < steps; s++) {
                    sum = fma(m.get(JAVA_FLOAT, x + m.get(JAVA_INT, table + s * 4L) + n), m.get(JAVA_FLOAT, weights + s * (long) Lanes.BYTES),
                            sum);
                }
                m.set(JAVA_FLOAT, out + r * (long) stride + n, sum);
            }
        }
    }

    static void transposedProduct(MemorySegment m, int w, int panel, int steps, int x, int out, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int n = 0; n < Batches.ROW; n += Float.BYTES) {
                float sum = 0;
                for (int s = 0; s < steps; s++) {
                    int weight = w + r * Lanes.BYTES + s / Lanes.COUNT * panel + s % Lanes.COUNT * Float.BYTES;
                    sum = fma(m.get(JAVA_FLOAT, x + s * Batches.ROW + n), m.get(JAVA_FLOAT, weight), sum);
                }
                m.set(JAVA_FLOAT, out + r * Batches.ROW + n, sum);
            }
        }
    }

    static void update(
            MemorySegment m, int x, int block, int e, int ePanel, int samples, int w, int wPanel, int steps, int panels, float gain, float decay) {
        for (int o = 0; o < panels * Lanes.COUNT; o++) {
            int within = o % Lanes.COUNT * Float.BYTES;
            for (int k = 0; k < steps; k++) {
                int weight = w + o / Lanes.COUNT * wPanel + k * Lanes.BYTES + within;
                for (int first = 0; first < samples; first += Batches.SAMPLES) {
                    float sum = 0;
                    for (int n = first; n < Math.min(samples, first + Batches.SAMPLES); n++) {
                        float transposed = m.get(JAVA_FLOAT, e + o / Lanes.COUNT * ePanel + n * Lanes.BYTES + within);
                        sum = fma(transposed, m.get(JAVA_FLOAT, x + first / Batches.SAMPLES * block + k * Batches.ROW + (n - first) * 4), sum);
                    }
                    float old = m.get(JAVA_FLOAT, weight);
                    m.set(JAVA_FLOAT, weight, old + fma(first == 0 ? -decay : -0f, old, gain * sum));
                }
            }
        }
    }
}
