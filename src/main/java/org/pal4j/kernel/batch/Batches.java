package org.pal4j.kernel.batch;

import java.lang.foreign.MemorySegment;
import org.pal4j.kernel.Simd;

/**
 * Matrix products of a batch of samples with weights, and the updates of weights by a batch.
 *
 * <p>What neurons have for each sample lies in <em>blocks</em> of {@value #SAMPLES} samples: in a block, a row of {@value #SAMPLES} floats for each neuron, the
 * neurons one after the other. Samples are in the lanes. Weights are in panels of 16 outputs ({@link org.pal4j.memory.MatrixView}): the 16 weights of
 * one step (an input) lie side by side, steps one after the other. A panel of 16 neurons of a batch in this form is called a
 * <em>turned</em> batch: its steps are samples. Offsets are in bytes from the start of {@code m}, multiples of 64 unless said otherwise.
 *
 * <p>Every sum is one chain of fma from 0 over ascending steps, so neither the width of vectors, nor how rows are shared among threads, nor what else is
 * computed beside it changes a bit. Lanes of samples that there are not are computed like all others and hold anything; sums over samples leave them
 * out.
 */
public final class Batches {
    /** Samples of a block. */
    public static final int SAMPLES = 32;
    /** Bytes of a row: one neuron of a block. */
    public static final int ROW = SAMPLES * Float.BYTES;

    private Batches() {}

    /**
     * {@code out(r) = sum over steps s of w(s, r) * x(s)}, for one block of samples.
     *
     * @param m      the memory
     * @param w      the panel of the first row, from the first step on
     * @param panel  bytes from one panel to the next
     * @param table  an int for each step: where its row of samples lies, in bytes from {@code x}
     * @param steps  at least 1
     * @param x      rows of samples
     * @param out    the row of samples of output 0; the others are {@code stride} bytes apart
     * @param stride a multiple of 64
     * @param rows   outputs, from the first of a panel on
     */
    public static void product(MemorySegment m, int w, int panel, int table, int steps, int x, int out, int stride, int rows) {
        if (Simd.SCALAR) {
            ScalarBatches.product(m, w, panel, table, steps, x, out, stride, rows);
        } else {
            VectorBatches.product(m, w, panel, table, steps, x, out, stride, rows);
        }
    }

    /**
     * {@code out(r) = sum over steps s of w(r, s) * x(s)}: the product with the transposed matrix, where rows are the steps of {@link #product} and steps its
     * outputs.
     *
     * @param w     the weight of row 0 and step 0; rows are 64 bytes apart. A multiple of 4
     * @param panel bytes from one panel to the next
     * @param steps outputs of the matrix, at least 1
     * @param x     rows of samples, one for each step, one after the other
     * @param out   rows of samples, one after the other
     * @param rows  inputs of the matrix
     */
    public static void transposedProduct(MemorySegment m, int w, int panel, int steps, int x, int out, int rows) {
        if (Simd.SCALAR) {
            ScalarBatches.transposedProduct(m, w, panel, steps, x, out, rows);
        } else {
            VectorBatches.transposedProduct(m, w, panel, steps, x, out, rows);
        }
    }

    /**
     * {@code w(k, o) += gain * sum over samples n of x(k, n) * e(n, o) - decay * w(k, o)}, the sum block by block: each block's sum is added for itself, the
     * first one with the decay: {@code w += fma(-decay, w, gain * sum)}.
     *
     * @param x       rows of samples, one for each step k, one after the other
     * @param block   bytes from one block of {@code x} to the next
     * @param e       the turned batch of the outputs o
     * @param ePanel  bytes from one of its panels to the next
     * @param samples N
     * @param w       the weights
     * @param wPanel  bytes from one of their panels to the next
     * @param steps   k, rows of {@code x}
     * @param panels  of outputs
     */
    public static void update(
            MemorySegment m, int x, int block, int e, int ePanel, int samples, int w, int wPanel, int steps, int panels, float gain, float decay) {
        if (Simd.SCALAR) {
            ScalarBatches.update(m, x, block, e, ePanel, samples, w, wPanel, steps, panels, gain, decay);
        } else {
            VectorBatchUpdates.update(m, x, block, e, ePanel, samples, w, wPanel, steps, panels, gain, decay);
        }
    }

    /**
     * Turns a batch: rows of samples become panels of 16 neurons, whose steps are samples.
     *
     * @param x       rows of samples, one after the other
     * @param block   bytes from one block of {@code x} to the next
     * @param rows    neurons
     * @param samples N
     * @param turned  where the turned batch goes
     * @param panel   bytes from one of its panels to the next, at least 64 for each sample
     */
    public static void transpose(MemorySegment m, int x, int block, int rows, int samples, int transposed, int panel) {
        // A copy like any other: no arithmetic, so no twin.
        VectorBatches.transpose(m, x, block, rows, samples, transposed, panel);
    }
}
