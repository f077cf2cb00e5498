package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Products of a weight matrix with presynaptic rates, alone or fused in one pass with an update of the matrix.
 *
 * <p>All matrices are post x pre, stored in panels ({@link org.pal4j.memory.MatrixView}). {@code inputs} is the number of columns
 * and {@code outputs} the number of rows; rows are rounded up to whole panels. All offsets are in bytes from the start of
 * {@code m} and are multiples of 64; vectors over the outputs are padded to 16 floats.
 *
 * <p><b>Order of summation</b>, for each output: four partial sums s0 to s3, where s_k runs over the inputs i with i mod 4 = k
 * among the first 4*floor(inputs/4), each a chain of fma from 0 in ascending i; then (s0 + s1) + (s2 + s3); then, with
 * {@code add}, the previous value of {@code out}; then the remaining inputs, a chain of fma in ascending order.
 *
 * <p>Every product uses the weights as they were before the update in the same call. No two regions of a call may overlap.
 */
public final class Synapses {
    private Synapses() {}

    /**
     * {@code out = w * pre} or {@code out += w * pre}.
     *
     * @param m       the block
     * @param w       the matrix
     * @param pre     rates of the inputs
     * @param out     one value per output
     * @param inputs  number of columns, at least 1
     * @param outputs number of rows, at least 1
     * @param add     whether to add to the previous value of {@code out}
     */
    public static void product(MemorySegment m, int w, int pre, int out, int inputs, int outputs, boolean add) {
        if (Simd.SCALAR) {
            ScalarSynapses.product(m, w, pre, out, inputs, outputs, add, 1);
        } else {
            long at = m.address();
            VectorSynapses.product(at + w, at + pre, at + out, inputs, outputs, add);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@link #product}, then the rank-one update {@code w(o,i) = fma(post(o), trace(i), w(o,i))}.
     *
     * @param trace presynaptic factor of the update, one per input: the rates of the previous step or their low-pass
     * @param post  post term of each output, learning rate and time step included
     */
    public static void productAndUpdate(
            MemorySegment m, int w, int pre, int trace, int post, int out, int inputs, int outputs, boolean add) {
        if (Simd.SCALAR) {
            ScalarSynapses.productAndUpdate(m, w, pre, trace, post, out, inputs, outputs, add, 1);
        } else {
            long at = m.address();
            VectorSynapses.productAndUpdate(at + w, at + pre, at + trace, at + post, at + out, inputs, outputs, add);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@link #product}, then the low-passed rank-one update {@code low = fma(rate, post * trace - low, low); w += low}.
     *
     * @param low  the low-passed update, a matrix like {@code w}
     * @param rate dt / tauLO
     */
    public static void productAndLowPassUpdate(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int inputs, int outputs, float rate) {
        if (Simd.SCALAR) {
            ScalarSynapses.productAndLowPassUpdate(m, w, low, pre, trace, post, out, inputs, outputs, rate, 1);
        } else {
            long at = m.address();
            VectorSynapses.productAndLowPassUpdate(at + w, at + low, at + pre, at + trace, at + post, at + out, inputs, outputs, rate);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@link #product}, then PAL's update with the plain regularizer, in compensated summation: {@code change = fma(-alpha,
     * w(o,i), noise(o) * high(i)); step = fma(rate, change, residual(o,i)); next = w(o,i) + step; residual(o,i) = step - (next -
     * w(o,i)); w(o,i) = next}.
     *
     * <p>These updates, above all the regularizer's, are often below half an ULP of their weight. Plain summation would lose
     * them, always in the same direction (docs/numerics.md).
     *
     * @param residual accumulated round-off of the weights, a matrix like {@code w}
     * @param noise    the noise of each output
     * @param high     the high-passed rate of each input
     * @param rate     dt * eta_bw
     * @param alpha    strength of the regularizer
     */
    public static void productAndAlign(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, int outputs, float rate,
            float alpha, boolean add) {
        if (Simd.SCALAR) {
            ScalarSynapses.productAndAlign(m, w, residual, pre, high, noise, out, inputs, outputs, rate, alpha, add);
        } else {
            long at = m.address();
            VectorSynapses.productAndAlign(at + w, at + residual, at + pre, at + high, at + noise, at + out, inputs, outputs, rate, alpha, add);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@link #productAndAlign} with a regularizer that has one factor per input and one per output: {@code change = fma(w(o,i) *
     * decay(i), -slope(o), noise(o) * high(i))}.
     *
     * @param decay the regularizer's factor for each input, alpha included
     * @param slope the regularizer's factor for each output
     */
    public static void productAndAlignScaled(
            MemorySegment m, int w, int residual, int pre, int high, int decay, int noise, int slope, int out, int inputs, int outputs,
            float rate, boolean add) {
        if (Simd.SCALAR) {
            ScalarSynapses.productAndAlignScaled(m, w, residual, pre, high, decay, noise, slope, out, inputs, outputs, rate, add);
        } else {
            long at = m.address();
            VectorSynapses.productAndAlignScaled(at + w, at + residual, at + pre, at + high, at + decay, at + noise, at + slope, at + out, inputs,
                    outputs, rate, add);
            Reference.reachabilityFence(m);
        }
    }
}
