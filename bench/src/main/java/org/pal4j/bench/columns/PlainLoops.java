package org.pal4j.bench.columns;

import java.util.Arrays;
import org.pal4j.kernel.ScalarMath;

/**
 * The kernels as a good programmer writes them without the Vector API: loops over arrays, innermost over what lies side by side, so that the compiler
 * may use vectors. The order of operations is that of the kernels, so the bits are the same. A matrix is an array for each input: over one flat array
 * C2 does not vectorise.
 */
final class PlainLoops {
    private PlainLoops() {}

    /** {@code sum += row * rate}, fused. */
    static void accumulate(float[] row, float rate, float[] sum) {
        for (int o = 0; o < row.length; o++) {
            sum[o] = Math.fma(row[o], rate, sum[o]);
        }
    }

    /** The same of replicas side by side, of which each has its rate; {@code rates} begins at {@code from}. */
    static void accumulate(float[] row, float[] rates, int from, float[] sum) {
        for (int o = 0; o < row.length; o += 16) {
            for (int k = 0; k < 16; k++) {
                sum[o + k] = Math.fma(row[o + k], rates[from + k], sum[o + k]);
            }
        }
    }

    /** The four partial sums into {@code out}, plus its previous value if {@code add}. */
    static void join(float[][] sums, float[] out, boolean add) {
        float[] s0 = sums[0];
        float[] s1 = sums[1];
        float[] s2 = sums[2];
        float[] s3 = sums[3];
        if (add) {
            for (int o = 0; o < out.length; o++) {
                out[o] = (s0[o] + s1[o]) + (s2[o] + s3[o]) + out[o];
            }
        } else {
            for (int o = 0; o < out.length; o++) {
                out[o] = (s0[o] + s1[o]) + (s2[o] + s3[o]);
            }
        }
    }

    /** A product; {@code wide} is whether {@code pre} has 16 values for each input. */
    static void product(float[][] w, float[] pre, float[] out, float[][] sums, boolean add, boolean wide) {
        for (float[] sum : sums) {
            Arrays.fill(sum, 0f);
        }
        int fours = w.length & -4;
        for (int i = 0; i < fours; i++) {
            term(w[i], pre, i, sums[i & 3], wide);
        }
        join(sums, out, add);
        for (int i = fours; i < w.length; i++) {
            term(w[i], pre, i, out, wide);
        }
    }

    private static void term(float[] row, float[] pre, int i, float[] sum, boolean wide) {
        if (wide) {
            accumulate(row, pre, i * 16, sum);
        } else {
            accumulate(row, pre[i], sum);
        }
    }

    static void update(float[] row, float[] post, float trace) {
        for (int o = 0; o < row.length; o++) {
            row[o] = Math.fma(post[o], trace, row[o]);
        }
    }

    static void update(float[] row, float[] post, float[] trace, int from) {
        for (int o = 0; o < row.length; o += 16) {
            for (int k = 0; k < 16; k++) {
                row[o + k] = Math.fma(post[o + k], trace[from + k], row[o + k]);
            }
        }
    }

    static void lowPassUpdate(float[] row, float[] low, float[] post, float trace, float rate) {
        for (int o = 0; o < row.length; o++) {
            float before = low[o];
            float after = Math.fma(rate, post[o] * trace - before, before);
            low[o] = after;
            row[o] += after;
        }
    }

    static void lowPassUpdate(float[] row, float[] low, float[] post, float[] trace, int from, float rate) {
        for (int o = 0; o < row.length; o += 16) {
            for (int k = 0; k < 16; k++) {
                float before = low[o + k];
                float after = Math.fma(rate, post[o + k] * trace[from + k] - before, before);
                low[o + k] = after;
                row[o + k] += after;
            }
        }
    }

    static void align(float[] row, float[] residual, float[] noise, float high, float rate, float alpha) {
        for (int o = 0; o < row.length; o++) {
            float weight = row[o];
            float change = Math.fma(-alpha, weight, noise[o] * high);
            float step = Math.fma(rate, change, residual[o]);
            float next = weight + step;
            row[o] = next;
            residual[o] = step - (next - weight);
        }
    }

    static void align(float[] row, float[] residual, float[] noise, float[] high, int from, float[] rate, float[] alpha) {
        for (int o = 0; o < row.length; o += 16) {
            for (int k = 0; k < 16; k++) {
                float weight = row[o + k];
                float change = Math.fma(-alpha[k], weight, noise[o + k] * high[from + k]);
                float step = Math.fma(rate[k], change, residual[o + k]);
                float next = weight + step;
                row[o + k] = next;
                residual[o + k] = step - (next - weight);
            }
        }
    }

    static void settle(float[] row, float[] low, float[] c, float[] d, float x, float s, float power) {
        for (int o = 0; o < row.length; o++) {
            float old = low[o];
            row[o] = Math.fma(c[o], x, Math.fma(s, old, row[o]));
            low[o] = Math.fma(d[o], x, power * old);
        }
    }

    static void clampedStep(
            float[] p, float[] q, float[] c, float[] d, float s, float square, float[] post, float keep, float rate, float[] out) {
        for (int o = 0; o < out.length; o++) {
            out[o] = Math.fma(c[o], square, Math.fma(s, q[o], p[o]));
            float next = Math.fma(rate, post[o], keep * d[o]);
            d[o] = next;
            c[o] += next;
        }
    }

    static void respondLogistic(
            float[] lookAhead, float[] dendrite, float[] attenuation, float[] gain, float[] b, float[] r, float[] old, float[] post) {
        for (int i = 0; i < b.length; i++) {
            b[i] = lookAhead[i];
            float rate = ScalarMath.logistic(lookAhead[i]);
            float prediction = ScalarMath.logistic(attenuation[i] * dendrite[i]);
            old[i] = r[i];
            r[i] = rate;
            post[i] = gain[i] * (rate - prediction);
        }
    }

    static void highPass(float[] r, float[] old, float[] h, float[] seen, float decay) {
        for (int i = 0; i < h.length; i++) {
            float before = h[i];
            seen[i] = before;
            float after = Math.fma(-decay, before, before + (r[i] - old[i]));
            h[i] = Math.abs(after) < 0x1p-100f ? 0f : after;
        }
    }

    static void noisySoma(
            float[] u, float[] lookAhead, float[] dendrite, float dendriteGain, float[] nudge, float[] noise, float nudgeGain, float prospect,
            float step) {
        for (int i = 0; i < u.length; i++) {
            float before = u[i];
            float distance = Math.fma(dendriteGain, dendrite[i], nudgeGain * (nudge[i] + noise[i])) - before;
            lookAhead[i] = Math.fma(prospect, distance, before);
            u[i] = Math.fma(step, distance, before);
        }
    }

    /** Threefry-2x32 with 20 rounds. */
    static void words(int[] counter, int[] key0, int[] key1, int step, int[] first, int[] second) {
        for (int i = 0; i < first.length; i++) {
            int k0 = key0[i];
            int k1 = key1[i];
            int k2 = 0x1BD11BDA ^ k0 ^ k1;
            int x0 = counter[i] + k0;
            int x1 = step + k1;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 13) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 15) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 26) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 6) ^ x0;
            x0 += k1;
            x1 += k2 + 1;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 17) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 29) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 16) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 24) ^ x0;
            x0 += k2;
            x1 += k0 + 2;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 13) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 15) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 26) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 6) ^ x0;
            x0 += k0;
            x1 += k1 + 3;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 17) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 29) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 16) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 24) ^ x0;
            x0 += k1;
            x1 += k2 + 4;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 13) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 15) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 26) ^ x0;
            x0 += x1;
            x1 = Integer.rotateLeft(x1, 6) ^ x0;
            first[i] = x0 + k2;
            second[i] = x1 + k0 + 5;
        }
    }

    /** Draws of 32 neurons from every 16 pairs of words. */
    static void normals(int[] first, int[] second, float[] draw) {
        for (int i = 0; i < first.length; i++) {
            float radius = ScalarMath.radius(first[i]);
            float turn = ScalarMath.turn(second[i]);
            int to = (i & -16) * 2 + (i & 15);
            draw[to] = radius * ScalarMath.cosOfTurn(turn);
            draw[to + 16] = radius * ScalarMath.sinOfTurn(turn);
        }
    }
}
