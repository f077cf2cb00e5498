package org.pal4j.kernel.batch;

import static org.pal4j.kernel.Simd.keeping;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import org.pal4j.Activation;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.Simd;

/**
 * Elementwise operations of a rate network's neurons on each sample of a batch: activations with their slopes, noise, filters and
 * errors. All regions are arrays of {@code bytes} bytes, a multiple of {@link Batches#ROW}; offsets are in bytes from the start
 * of {@code m}, multiples of 64. Outputs may alias inputs.
 */
public final class BatchNeurons {
    /**
     * Bytes of an output that is small. Its error is computed once in an update and takes next to no time, so that the compiler comes to it after
     * minutes (LeNet), and a vector is an object until then. Plain numbers never are.
     */
    private static final int SMALL = 64 * Batches.ROW;

    private BatchNeurons() {}

    /**
     * Calls that compute {@code r = phi(u)} and, unless the activation is linear, {@code slope = phi'(u)}. The slopes of logistic
     * and tanh are computed from the rate y, as y (1 - y) and fma(-y, y, 1). Each call is one kernel and must be called
     * separately ({@link Program}).
     *
     * @param r     must not alias {@code u}
     * @param slope receives the slopes; not written for the linear activation
     */
    public static List<Runnable> activation(Activation phi, MemorySegment m, int u, int r, int slope, int bytes) {
        return Simd.SCALAR ? List.of(() -> ScalarBatchNeurons.activate(phi, m, u, r, slope, bytes))
                : keeping(m, VectorBatchNeurons.activation(phi, m.address() + u, m.address() + r, m.address() + slope, bytes));
    }

    /** {@code xi = fma(keep, xi, gain * draw)}. */
    public static void noise(MemorySegment m, int xi, int draw, float keep, float gain, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchNeurons.noise(m, xi, draw, keep, gain, bytes);
        } else {
            long at = m.address();
            VectorBatchNeurons.noise(at + xi, at + draw, keep, gain, bytes);
            Reference.reachabilityFence(m);
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
            long at = m.address();
            VectorBatchNeurons.addScaled(at + x, factor, at + out, bytes);
            Reference.reachabilityFence(m);
        }
    }

    /** {@code out = x * y}. */
    public static void multiply(MemorySegment m, int x, int y, int out, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchNeurons.multiply(m, x, y, out, bytes);
        } else {
            long at = m.address();
            VectorBatchNeurons.multiply(at + x, at + y, at + out, bytes);
            Reference.reachabilityFence(m);
        }
    }

    /** {@code out = beta * (target - x)}. */
    public static void difference(MemorySegment m, int target, int x, float beta, int out, int bytes) {
        if (Simd.SCALAR || bytes <= SMALL) {
            ScalarBatchNeurons.difference(m, target, x, beta, out, bytes);
        } else {
            long at = m.address();
            VectorBatchNeurons.difference(at + target, at + x, beta, at + out, bytes);
            Reference.reachabilityFence(m);
        }
    }

    /** High-pass, and the new rates replace the old ones: {@code h = fma(keep, h, fresh - r); r = fresh}. */
    public static void highPass(MemorySegment m, int fresh, int r, int h, float keep, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchNeurons.highPass(m, fresh, r, h, keep, bytes);
        } else {
            long at = m.address();
            VectorBatchNeurons.highPass(at + fresh, at + r, at + h, keep, bytes);
            Reference.reachabilityFence(m);
        }
    }

    /** Weight update from low-passed gradients: {@code low = fma(rate, fma(gain, g, -low), low); w = fma(eta, low, w)}. */
    public static void lowPassUpdate(MemorySegment m, int g, float gain, float rate, int low, float eta, int w, int bytes) {
        if (Simd.SCALAR) {
            ScalarBatchNeurons.lowPassUpdate(m, g, gain, rate, low, eta, w, bytes);
        } else {
            long at = m.address();
            VectorBatchNeurons.lowPassUpdate(at + g, gain, rate, at + low, eta, at + w, bytes);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * Calls that compute the softmax of the samples of a block: {@code out = exp(x - max) / sum of exp(x - max)}, with the
     * maximum and the sum taken over neurons in ascending order. Each call is one kernel and must be called separately
     * ({@link Program}).
     *
     * @param neurons rows of samples
     * @param out     must not alias {@code x}; has one row more than there are neurons, and that last row ends up with the sums
     */
    public static List<Runnable> softmax(MemorySegment m, int x, int neurons, int out) {
        return Simd.SCALAR
                ? List.of(() -> ScalarBatchNeurons.softmax(m, x, neurons, out))
                : keeping(m, VectorBatchNeurons.softmax(m.address() + x, neurons, m.address() + out));
    }
}
