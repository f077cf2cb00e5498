package org.pal4j.kernel.batch;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.pal4j.kernel.ScalarMath.fma;

import java.lang.foreign.MemorySegment;
import org.pal4j.memory.Lanes;

/** The scalar twins of the kernels of {@link BatchMaps}. */
final class ScalarBatchMaps {
    private ScalarBatchMaps() {}

    static void correlate(MemorySegment m, int e, int eMap, int x, int xMap, int xRow, int steps, int stride, int height, int sums, int filters) {
        for (int pair = 0; pair < filters * BatchMaps.CHANNELS; pair++) {
            int errors = e + pair / BatchMaps.CHANNELS * eMap;
            int rates = x + pair % BatchMaps.CHANNELS * xMap;
            for (int lane = 0; lane < Lanes.BYTES; lane += 4) {
                float sum = m.get(JAVA_FLOAT, sums + pair * Lanes.BYTES + lane);
                for (int y = 0; y < height; y++) {
                    for (int s = 0; s < steps; s++) {
                        sum = fma(m.get(JAVA_FLOAT, errors + (y * steps + s) * stride + lane),
                                m.get(JAVA_FLOAT, rates + y * xRow + s * stride + lane),
                                sum);
                    }
                }
                m.set(JAVA_FLOAT, sums + pair * Lanes.BYTES + lane, sum);
            }
        }
    }

    static void sum(MemorySegment m, int x, int rows, int sums) {
        for (int n = 0; n < Batches.ROW; n += 4) {
            float sum = 0;
            for (int r = 0; r < rows; r++) {
                sum += m.get(JAVA_FLOAT, x + r * Batches.ROW + n);
            }
            m.set(JAVA_FLOAT, sums + n, sum);
        }
    }

    static void shift(MemorySegment m, int x, float value, int bytes) {
        for (int at = 0; at < bytes; at += 4) {
            m.set(JAVA_FLOAT, x + at, m.get(JAVA_FLOAT, x + at) + value);
        }
    }

    static void addRows(MemorySegment m, int x, int out, int stride, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int n = 0; n < Batches.ROW; n += 4) {
                int to = out + r * stride + n;
                m.set(JAVA_FLOAT, to, m.get(JAVA_FLOAT, to) + m.get(JAVA_FLOAT, x + r * Batches.ROW + n));
            }
        }
    }

    /** Offset, in the two rows below, of candidate k of the pooled value at {@code at}. */
    private static int candidate(int at, int width, int k) {
        int position = at / Batches.ROW;
        return (2 * position + k % 2 + k / 2 * 2 * width) * Batches.ROW + at % Batches.ROW;
    }

    static void pool(MemorySegment m, int x, int width, int out, int winner) {
        for (int at = 0; at < width * Batches.ROW; at += 4) {
            int best = 0;
            for (int k = 1; k < 4; k++) {
                best = m.get(JAVA_FLOAT, x + candidate(at, width, k)) > m.get(JAVA_FLOAT, x + candidate(at, width, best)) ? k : best;
            }
            m.set(JAVA_FLOAT, out + at, m.get(JAVA_FLOAT, x + candidate(at, width, best)));
            m.set(JAVA_FLOAT, winner + at, best);
        }
    }

    static void select(MemorySegment m, int x, int width, int out, int winner) {
        for (int at = 0; at < width * Batches.ROW; at += 4) {
            m.set(JAVA_FLOAT, out + at, m.get(JAVA_FLOAT, x + candidate(at, width, (int) m.get(JAVA_FLOAT, winner + at))));
        }
    }

    static void spread(MemorySegment m, int x, int width, int out, int winner) {
        for (int at = 0; at < width * Batches.ROW; at += 4) {
            for (int k = 0; k < 4; k++) {
                m.set(JAVA_FLOAT, x + candidate(at, width, k), m.get(JAVA_FLOAT, winner + at) == k ? m.get(JAVA_FLOAT, out + at) : 0f);
            }
        }
    }
}
