package org.pal4j.kernel.batch;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.pal4j.kernel.Simd;

/**
 * Matrix products of weights with a batch of samples, and weight updates from a batch.
 *
 * <p>Values per neuron and sample are stored in <em>blocks</em> of {@value #SAMPLES} samples. A block has one row of
 * {@value #SAMPLES} floats per neuron, neuron after neuron, so samples are in the lanes. Weights are stored in panels of 16
 * outputs ({@link org.pal4j.memory.MatrixView}): the 16 weights of one step (an input) are adjacent, step after step. A batch
 * stored in this form, as panels of 16 neurons whose steps are samples, is called a <em>transposed</em> batch. Offsets are in
 * bytes from the start of {@code m}, multiples of 64 unless stated otherwise.
 *
 * <p>Every sum is one chain of fma from 0 over ascending steps. So the bits depend neither on the vector width, nor on how rows
 * are shared among threads, nor on what is computed alongside. Lanes without a sample are computed like all others and hold
 * arbitrary values; sums over samples exclude them.
 */
public final class Batches {
    /** Samples per block. */
    public static final int SAMPLES = 32;
    /** Bytes per row: one neuron of a block. */
    public static final int ROW = SAMPLES * Float.BYTES;

    private Batches() {}

    /**
     * {@code out(r) = sum over steps s of w(s, r) * x(s)}, for one block of samples.
     *
     * @param m      the memory
     * @param w      the panel of the first row, starting at the first step
     * @param panel  bytes from one panel to the next
     * @param table  one int per step: byte offset of its row of samples from {@code x}
     * @param steps  at least 1
     * @param x      rows of samples
     * @param out    the row of samples of output 0; further rows are {@code stride} bytes apart
     * @param stride a multiple of 64
     * @param rows   number of outputs, starting with the first of a panel
     */
    public static void product(MemorySegment m, int w, int panel, int table, int steps, int x, int out, int stride, int rows) {
        if (Simd.SCALAR) {
            ScalarBatches.product(m, w, panel, table, steps, x, out, stride, rows);
        } else {
            long at = m.address();
            if (Simd.REGISTERS < 32) {
                FewRegisterProducts.product(at + w, panel, at + table, steps, at + x, at + out, stride, rows);
            } else {
                VectorBatches.product(at + w, panel, at + table, steps, at + x, at + out, stride, rows);
            }
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@code out(r) = sum over steps s of w(r, s) * x(s)}: the product with the transposed matrix. Its rows are the steps of
     * {@link #product}, and its steps are the outputs.
     *
     * @param w     the weight of row 0 and step 0; rows are 64 bytes apart. A multiple of 4
     * @param panel bytes from one panel to the next
     * @param steps outputs of the matrix, at least 1
     * @param x     rows of samples, one per step, contiguous
     * @param out   rows of samples, contiguous
     * @param rows  inputs of the matrix
     */
    public static void transposedProduct(MemorySegment m, int w, int panel, int steps, int x, int out, int rows) {
        if (Simd.SCALAR) {
            ScalarBatches.transposedProduct(m, w, panel, steps, x, out, rows);
        } else {
            long at = m.address();
            if (Simd.REGISTERS < 32) {
                FewRegisterProducts.transposedProduct(at + w, panel, steps, at + x, at + out, rows);
            } else {
                VectorBatches.transposedProduct(at + w, panel, steps, at + x, at + out, rows);
            }
            Reference.reachabilityFence(m);
        }
    }

    /**
     * {@code w(k, o) += gain * sum over samples n of x(k, n) * e(n, o) - decay * w(k, o)}. The sum is taken block by block: each
     * block's sum is added separately, the first one with the decay, {@code w += fma(-decay, w, gain * sum)}.
     *
     * @param x       rows of samples, one per step k, contiguous
     * @param block   bytes from one block of {@code x} to the next
     * @param e       the transposed batch of the outputs o
     * @param ePanel  bytes from one of its panels to the next
     * @param samples N
     * @param w       the weights
     * @param wPanel  bytes from one of their panels to the next
     * @param steps   number of steps k, the rows of {@code x}
     * @param panels  panels of outputs
     */
    public static void update(
            MemorySegment m, int x, int block, int e, int ePanel, int samples, int w, int wPanel, int steps, int panels, float gain, float decay) {
        if (Simd.SCALAR) {
            ScalarBatches.update(m, x, block, e, ePanel, samples, w, wPanel, steps, panels, gain, decay);
        } else {
            long at = m.address();
            if (Simd.REGISTERS < 32) {
                FewRegisterUpdates.update(at + x, block, at + e, ePanel, samples, at + w, wPanel, steps, panels, gain, decay);
            } else {
                VectorBatchUpdates.update(at + x, block, at + e, ePanel, samples, at + w, wPanel, steps, panels, gain, decay);
            }
            Reference.reachabilityFence(m);
        }
    }

    /**
     * Transposes a batch: rows of samples become panels of 16 neurons whose steps are samples.
     *
     * @param x          rows of samples, contiguous
     * @param block      bytes from one block of {@code x} to the next
     * @param rows       number of neurons
     * @param samples    N
     * @param transposed receives the transposed batch
     * @param panel      bytes from one of its panels to the next, at least 64 per sample
     */
    public static void transpose(MemorySegment m, int x, int block, int rows, int samples, int transposed, int panel) {
        // A plain copy without arithmetic, so there is no twin.
        long at = m.address();
        VectorBatches.transpose(at + x, block, rows, samples, at + transposed, panel);
        Reference.reachabilityFence(m);
    }
}
