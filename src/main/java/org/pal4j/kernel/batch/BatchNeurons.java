package org.pal4j.kernel.batch;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.pal4j.Activation;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.Simd;

/**
 * What the neurons of rate networks do for each sample of a batch: activations with their slopes, noise, filters, errors. All regions are arrays of
 * {@code bytes} bytes, a multiple of {@link Batches#ROW}; offsets are in bytes from the start of {@code m}, multiples of 64. Each output may be one of the
 * inputs.
 */
public final class BatchNeurons {
    private BatchNeurons() {}

    /**
     * Calls that leave {@code r = phi(u)} and, unless the activation is linear, {@code slope = phi'(u)}; the slope of logistic and tanh is taken from the
     * rate, y (1 - y) and fma(-y, y, 1). Each is a kernel, to be called by itself ({@link Program}).
     *
     * @param r     not {@code u}
     * @param slope where slopes go; with the linear activation nothing is written there
     */
    public static List<Runnable> activation(Activation phi, MemorySegment m, int u, int r, int slope, int bytes) {
        return Simd.SCALAR ? List.of(() -> ScalarBatchNeurons.activate(phi, m, u, r, slope, bytes))
                : VectorBatchNeurons.activation(phi, m, u, r, slope, bytes);
    }

    /** {@code xi = fma(keep, xi, gain * draw)}. */
    public static void noise(MemorySegment m, int xi, int draw, float keep, float gain, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchNeurons.noise(m, xi, draw, keep, gain, bytes);
        } else {
            VectorBatchNeurons.noise(m, xi, draw, keep, gain, bytes);
        }
    }

    /** {@code out = out + x}. */
    public static void add(MemorySegment m, int x, int out, int bytes) {
        addScaled(m, x, 1f, out, bytes);
    }

    /** {@code out = fma(factor, x, out)}. */
    public static void addScaled(MemorySegment m, int x, float factor, int out, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchNeurons.addScaled(m, x, factor, out, bytes);
        } else {
            VectorBatchNeurons.addScaled(m, x, factor, out, bytes);
        }
    }

    /** {@code out = x * y}. */
    public static void multiply(MemorySegment m, int x, int y, int out, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchNeurons.multiply(m, x, y, out, bytes);
        } else {
            VectorBatchNeurons.multiply(m, x, y, out, bytes);
        }
    }

    /** {@code out = beta * (target - x)}. */
    public static void difference(MemorySegment m, int target, int x, float beta, int out, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchNeurons.difference(m, target, x, beta, out, bytes);
        } else {
            VectorBatchNeurons.difference(m, target, x, beta, out, bytes);
        }
    }

    /** A high-pass, and the rates move on: {@code h = fma(keep, h, fresh - r); r = fresh}. */
    public static void highPass(MemorySegment m, int fresh, int r, int h, float keep, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchNeurons.highPass(m, fresh, r, h, keep, bytes);
        } else {
            VectorBatchNeurons.highPass(m, fresh, r, h, keep, bytes);
        }
    }

    /** {@code low = fma(rate, fma(gain, g, -low), low); w = fma(eta, low, w)}: weights learn from low-passed gradients. */
    public static void lowPassUpdate(MemorySegment m, int g, float gain, float rate, int low, float eta, int w, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchNeurons.lowPassUpdate(m, g, gain, rate, low, eta, w, bytes);
        } else {
            VectorBatchNeurons.lowPassUpdate(m, g, gain, rate, low, eta, w, bytes);
        }
    }

    /**
     * Calls that leave the softmax of a block's samples: {@code out = exp(x - max) / sum of exp(x - max)}, the maximum and the sum over neurons in ascending
     * order. Each is a kernel, to be called by itself ({@link Program}).
     *
     * @param neurons rows of samples
     * @param out     not {@code x}; a row more than neurons, the last of which is left with the sums
     */
    public static List<Runnable> softmax(MemorySegment m, int x, int neurons, int out) {
        return Simd.SCALAR ? List.of(() -> ScalarBatchNeurons.softmax(m, x, neurons, out)) : VectorBatchNeurons.softmax(m, x, neurons, out);
    }
}
