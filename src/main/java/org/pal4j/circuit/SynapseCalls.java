package org.pal4j.circuit;

import java.lang.foreign.MemorySegment;
import org.pal4j.kernel.EnsembleSynapses;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.Synapses;
import org.pal4j.kernel.WorkSplitter;
import org.pal4j.memory.Lanes;

/**
 * Adds the calls for one matrix to a program: the kernels for a single circuit or for replicas side by side, split among several
 * threads if the matrix is large.
 *
 * <p>Offsets and sizes are those of the kernels; {@code outputs} counts the rows of all replicas.
 */
final class SynapseCalls {
    /** Smallest matrix worth splitting: a pass over this many weights takes ten times as long as synchronizing the threads. */
    private static final int MIN_SHARED_WEIGHTS = 1 << 17;

    private final MemorySegment m;
    private final int lanes;
    private final WorkSplitter splitter;

    /**
     * @param lanes   replicas side by side
     * @param threads number of threads that share large matrices
     */
    SynapseCalls(MemorySegment m, int lanes, int threads) {
        this.m = m;
        this.lanes = lanes;
        splitter = new WorkSplitter(threads, MIN_SHARED_WEIGHTS);
    }

    /** Whether a circuit has a matrix worth splitting. */
    static boolean sharesWork(CircuitParameters p) {
        long largest = 0;
        for (Variable variable : new Variable[] {Variable.W, Variable.WI, Variable.B, Variable.BI}) {
            for (int i = 0; i < variable.count(p); i++) {
                int[] shape = variable.shape(p, i);
                boolean clamped = variable == Variable.W && i == 0 && ClampedInput.possible(p);
                largest = Math.max(largest, clamped ? 0 : (long) shape[0] * shape[1]);
            }
        }
        return largest >= MIN_SHARED_WEIGHTS;
    }

    /** A kernel call on some of the outputs; {@code matrix} and {@code vector} are byte offsets relative to the first output. */
    private interface Part {
        Runnable call(int matrix, int vector, int outputs);
    }

    /** Adds one call for all outputs, or one call per thread on whole panels. */
    private void split(Program program, int inputs, int outputs, Part part) {
        splitter.build(program, (double) inputs * outputs, outputs, Lanes.COUNT,
                (own, from, to, k) -> own.add(part.call(from * Float.BYTES * inputs, from * Float.BYTES, to - from)));
    }

    /** The product only. */
    void product(Program program, int w, int pre, int out, int inputs, int outputs, boolean add) {
        split(program, inputs, outputs, (matrix, vector, size) -> lanes == 1
                ? () -> Synapses.product(m, w + matrix, pre, out + vector, inputs, size, add)
                : () -> EnsembleSynapses.product(m, w + matrix, pre, out + vector, inputs, size, add));
    }

    /** The product and a rank-one update. */
    void update(Program program, int w, int pre, int trace, int post, int out, int inputs, int outputs, boolean add) {
        split(program, inputs, outputs, (matrix, vector, size) -> lanes == 1
                ? () -> Synapses.productAndUpdate(m, w + matrix, pre, trace, post + vector, out + vector, inputs, size, add)
                : () -> EnsembleSynapses.productAndUpdate(m, w + matrix, pre, trace, post + vector, out + vector, inputs, size, add));
    }

    /** The product and a low-passed rank-one update. */
    void lowPassUpdate(
            Program program, int w, int low, int pre, int trace, int post, int out, int inputs, int outputs, float rate) {
        split(program, inputs, outputs, (matrix, vector, size) -> lanes == 1
                ? () -> Synapses.productAndLowPassUpdate(m, w + matrix, low + matrix, pre, trace, post + vector, out + vector, inputs, size,
                        rate)
                : () -> EnsembleSynapses.productAndLowPassUpdate(m, w + matrix, low + matrix, pre, trace, post + vector, out + vector,
                        inputs, size, rate));
    }

    /**
     * The product and PAL's update of B with the plain regularizer, which also serves KP.
     *
     * @param rate  for a single circuit; replicas have their rates at {@code laneRates}
     * @param alpha for a single circuit; replicas have their alphas at {@code laneAlphas}
     */
    void align(
            Program program, int b, int residual, int pre, int high, int noise, int out, int inputs, int outputs, float rate, float alpha,
            int laneRates, int laneAlphas) {
        split(program, inputs, outputs, (matrix, vector, size) -> lanes == 1
                ? () -> Synapses.productAndAlign(m, b + matrix, residual + matrix, pre, high, noise + vector, out + vector, inputs, size,
                        rate, alpha, false)
                : () -> EnsembleSynapses.productAndAlign(m, b + matrix, residual + matrix, pre, high, noise + vector, out + vector, inputs,
                        size, laneRates, laneAlphas, false));
    }

    /** {@link #align} with a regularizer that has factors. */
    void alignScaled(
            Program program, int b, int residual, int pre, int high, int decay, int noise, int slope, int out, int inputs, int outputs,
            float rate, int laneRates) {
        split(program, inputs, outputs, (matrix, vector, size) -> lanes == 1
                ? () -> Synapses.productAndAlignScaled(m, b + matrix, residual + matrix, pre, high, decay, noise + vector, slope + vector,
                        out + vector, inputs, size, rate, false)
                : () -> EnsembleSynapses.productAndAlignScaled(m, b + matrix, residual + matrix, pre, high, decay, noise + vector,
                        slope + vector, out + vector, inputs, size, laneRates, false));
    }
}
