package org.pal4j.kernel;

import static org.pal4j.kernel.ScalarMath.fma;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Synapses of the first area while the input x is clamped. Every update then has the same presynaptic vector, so k updates of W
 * and of its low-passed updates D, starting from (W_s, D_s), give {@code D = P D_s + d x^T} and {@code W = W_s + S D_s + c x^T},
 * where P = keep^k, S = keep + keep^2 + .. + keep^k, and c and d are two vectors over the outputs. One pass over both matrices
 * per presentation replaces one per step.
 *
 * <p>Offsets are in bytes, multiples of 64; outputs are rounded up to a multiple of 16.
 */
public final class Clamped {
    private Clamped() {}

    /**
     * {@link #product} followed by {@link #advance}, in one pass.
     *
     * @param out must not alias any other region
     */
    public static void step(
            MemorySegment m, int p, int q, int c, int d, float s, int square, int post, float keep, float rate, int out, int outputs) {
        if (Simd.SCALAR) {
            ScalarClamped.product(m, p, q, c, s, square, out, outputs);
            ScalarClamped.advance(m, c, d, post, keep, rate, outputs);
        } else {
            long at = m.address();
            VectorClamped.step(at + p, at + q, at + c, at + d, s, at + square, at + post, keep, rate, at + out, outputs);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * Accumulates one more update: {@code d = fma(rate, post, keep * d); c = c + d}.
     *
     * @param post the post term of each output
     * @param keep 1 - dt/tauLO; 0 without a low-pass
     * @param rate dt/tauLO; 1 without a low-pass
     */
    public static void advance(MemorySegment m, int c, int d, int post, float keep, float rate, int outputs) {
        if (Simd.SCALAR) {
            ScalarClamped.advance(m, c, d, post, keep, rate, outputs);
        } else {
            long at = m.address();
            VectorClamped.advance(at + c, at + d, at + post, keep, rate, outputs);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@code out = fma(c, square, fma(s, q, p))}, which is W x, from {@code p = W_s x} and {@code q = D_s x}.
     *
     * @param s      S
     * @param square 16 floats: x . x of the replicas in turn, repeated
     * @param out    may alias {@code p}
     */
    public static void product(MemorySegment m, int p, int q, int c, float s, int square, int out, int outputs) {
        if (Simd.SCALAR) {
            ScalarClamped.product(m, p, q, c, s, square, out, outputs);
        } else {
            long at = m.address();
            VectorClamped.product(at + p, at + q, at + c, s, at + square, at + out, outputs);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * The end of one presentation and the beginning of the next, in one pass: first {@code w = fma(c, x_i, fma(s, low, w)); low =
     * fma(d, x_i, power * low)}, then {@code p = w * y} and {@code q = low * y} with the updated matrices, in the order of
     * summation of {@link Synapses}.
     *
     * @param w     W_s on entry, W on return
     * @param low   D_s on entry, D on return
     * @param x     the previous input
     * @param y     the new input
     * @param s     S
     * @param power P
     */
    public static void writeBack(
            MemorySegment m, int w, int low, int x, int y, int c, int d, int p, int q, int inputs, int outputs, float s, float power) {
        if (Simd.SCALAR) {
            ScalarClamped.writeBack(m, w, low, x, y, c, d, p, q, inputs, outputs, s, power);
        } else {
            long at = m.address();
            VectorClamped.writeBack(at + w, at + low, at + x, at + y, at + c, at + d, at + p, at + q, inputs, outputs, s, power);
            Reference.reachabilityFence(m);
        }
    }

    /** {@code x . y}, summed in the order of a product with one output. Computed once per presentation, so plain code at every width. */
    public static float dot(MemorySegment m, int x, int y, int inputs) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        int i = 0;
        for (; i < inputs - 3; i += 4) {
            s0 = fma(ScalarSynapses.get(m, x, i), ScalarSynapses.get(m, y, i), s0);
            s1 = fma(ScalarSynapses.get(m, x, i + 1), ScalarSynapses.get(m, y, i + 1), s1);
            s2 = fma(ScalarSynapses.get(m, x, i + 2), ScalarSynapses.get(m, y, i + 2), s2);
            s3 = fma(ScalarSynapses.get(m, x, i + 3), ScalarSynapses.get(m, y, i + 3), s3);
        }
        float sum = (s0 + s1) + (s2 + s3);
        for (; i < inputs; i++) {
            sum = fma(ScalarSynapses.get(m, x, i), ScalarSynapses.get(m, y, i), sum);
        }
        return sum;
    }
}
