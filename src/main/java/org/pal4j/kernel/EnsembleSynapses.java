package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.pal4j.memory.Lanes;

/**
 * {@link Synapses} for several replicas of one network side by side in the lanes. Each replica undergoes the same operations in
 * the same order as a network simulated alone, so its results are bit-identical.
 *
 * <p>With L replicas (4, 8 or 16), a vector holds value i of replica k at float i * L + k, and a matrix is stored like one with
 * {@code outputs} = L * rows rows in which the rows of the replicas alternate. Presynaptic factors (rates, traces, high-passed
 * rates, decays) are stored <em>spread</em> instead: 16 floats per input i, where float j belongs to replica j mod L. With 16
 * replicas the spread form is the vector itself; with fewer, {@link #spread} creates it. Learning rates and regularizer strengths
 * are 16 floats in the same form.
 *
 * <p>Offsets are in bytes, multiples of 64. No two regions of a call may overlap.
 */
public final class EnsembleSynapses {
    private EnsembleSynapses() {}

    /**
     * Creates the spread form of a vector.
     *
     * @param from  a vector of {@code size} values for each of {@code lanes} replicas
     * @param to    receives 16 floats per value, padding included
     * @param size  values per replica; with their padding they fill whole vectors of 16 floats
     * @param lanes 4 or 8
     */
    public static void spread(MemorySegment m, int from, int to, int size, int lanes) {
        if (Simd.SCALAR) {
            ScalarEnsembleSynapses.spread(m, from, to, size, lanes);
        } else {
            long at = m.address();
            VectorEnsembleSynapses.spread(at + from, at + to, size, lanes);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@link Synapses#product} for each replica.
     *
     * @param pre     spread rates of the inputs
     * @param outputs rows of all replicas
     */
    public static void product(MemorySegment m, int w, int pre, int out, int inputs, int outputs, boolean add) {
        if (Simd.SCALAR) {
            ScalarSynapses.product(m, w, pre, out, inputs, outputs, add, Lanes.COUNT);
        } else {
            long at = m.address();
            VectorEnsembleSynapses.product(at + w, at + pre, at + out, inputs, outputs, add);
            Reference.reachabilityFence(m);
        }
    }

    /** {@link Synapses#productAndUpdate} for each replica; {@code pre} and {@code trace} are spread. */
    public static void productAndUpdate(
            MemorySegment m, int w, int pre, int trace, int post, int out, int inputs, int outputs, boolean add) {
        if (Simd.SCALAR) {
            ScalarSynapses.productAndUpdate(m, w, pre, trace, post, out, inputs, outputs, add, Lanes.COUNT);
        } else {
            long at = m.address();
            VectorEnsembleSynapses.productAndUpdate(at + w, at + pre, at + trace, at + post, at + out, inputs, outputs, add);
            Reference.reachabilityFence(m);
        }
    }

    /** {@link Synapses#productAndLowPassUpdate} for each replica; {@code pre} and {@code trace} are spread. */
    public static void productAndLowPassUpdate(
            MemorySegment m, int w, int low, int pre, int trace, int post, int out, int inputs, int outputs, float rate) {
        if (Simd.SCALAR) {
            ScalarSynapses.productAndLowPassUpdate(m, w, low, pre, trace, post, out, inputs, outputs, rate, Lanes.COUNT);
        } else {
            long at = m.address();
            VectorEnsembleSynapses.productAndLowPassUpdate(at + w, at + low, at + pre, at + trace, at + post, at + out, inputs, outputs, rate);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@link Synapses#productAndAlign} for each replica; {@code pre} and {@code high} are spread.
     *
     * @param rate  16 floats: dt * eta_bw
     * @param alpha 16 floats: strength of the regularizer
     */
    public static void productAndAlign(
            MemorySegment m, int w, int residual, int pre, int high, int noise, int out, int inputs, int outputs, int rate, int alpha,
            boolean add) {
        if (Simd.SCALAR) {
            ScalarEnsembleSynapses.productAndAlign(m, w, residual, pre, high, noise, out, inputs, outputs, rate, alpha, add);
        } else {
            long at = m.address();
            VectorEnsembleSynapses.productAndAlign(at + w, at + residual, at + pre, at + high, at + noise, at + out, inputs, outputs, at + rate,
                    at + alpha, add);
            Reference.reachabilityFence(m);
        }
    }

    /** {@link Synapses#productAndAlignScaled} for each replica; {@code pre}, {@code high} and {@code decay} are spread. */
    public static void productAndAlignScaled(
            MemorySegment m, int w, int residual, int pre, int high, int decay, int noise, int slope, int out, int inputs, int outputs,
            int rate, boolean add) {
        if (Simd.SCALAR) {
            ScalarEnsembleSynapses.productAndAlignScaled(m, w, residual, pre, high, decay, noise, slope, out, inputs, outputs, rate, add);
        } else {
            long at = m.address();
            VectorEnsembleSynapses.productAndAlignScaled(at + w, at + residual, at + pre, at + high, at + decay, at + noise, at + slope, at + out,
                    inputs, outputs, at + rate, add);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@link Clamped#writeBack} for each replica.
     *
     * @param x the previous input, spread
     * @param y the new input, spread
     */
    public static void writeBack(
            MemorySegment m, int w, int low, int x, int y, int c, int d, int p, int q, int inputs, int outputs, float s, float power) {
        if (Simd.SCALAR) {
            ScalarSynapses.writeBack(m, w, low, x, c, d, inputs, outputs, s, power, Lanes.COUNT);
        } else {
            long at = m.address();
            VectorEnsembleSynapses.writeBack(at + w, at + low, at + x, at + c, at + d, inputs, outputs, s, power);
            Reference.reachabilityFence(m);
        }
        product(m, w, y, p, inputs, outputs, false);
        product(m, low, y, q, inputs, outputs, false);
    }

    /**
     * Weight transport: {@code b = w^T} and {@code inverse = -w^T} for each replica.
     *
     * @param w       a matrix of {@code rows} x {@code columns}
     * @param b       a matrix of {@code columns} x {@code rows}
     * @param inverse another matrix of {@code columns} x {@code rows}
     * @param rows    rows per replica
     * @param columns columns per replica
     * @param lanes   replicas side by side; 1 for a single circuit
     */
    public static void transport(MemorySegment m, int w, int b, int inverse, int rows, int columns, int lanes) {
        if (Simd.SCALAR) {
            ScalarEnsembleSynapses.transport(m, w, b, inverse, rows, columns, lanes);
        } else {
            long at = m.address();
            VectorTransport.transport(at + w, at + b, at + inverse, rows, columns, lanes);
            Reference.reachabilityFence(m);
        }
    }
}
