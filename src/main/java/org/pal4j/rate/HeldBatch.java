package org.pal4j.rate;

import java.lang.foreign.MemorySegment;
import org.pal4j.format.NamedArrays;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.WorkSplitter;
import org.pal4j.kernel.batch.BatchNeurons;
import org.pal4j.kernel.batch.Batches;
import org.pal4j.memory.Lanes;

/**
 * W and b of the first layer while a batch is held (docs/rate-networks.md). The matrix in memory is the one from the start of the
 * batch, and everything learned since is in the sum of errors E: W = W_s + E x^T, and W x = W_s x + E (x^T x). So an update
 * multiplies with N x N numbers instead of N x inputs, and the matrix is written once per batch. x has a row of ones, so biases
 * are weights like any others.
 */
final class HeldBatch extends RateLayout.Calls {
    private final DenseCalls dense;
    private final Program prepare = new Program();
    private final Program writeBack = new Program();
    private final int transposedPanel = p.batch() * Lanes.BYTES;
    private final int steps = at.steps(1);
    private boolean prepared;
    private boolean updatesPending;

    HeldBatch(RateLayout at, WorkSplitter splitter, DenseCalls dense) {
        super(at, splitter);
        this.dense = dense;
        prepare.add(this::copyPanels);
        splitter.add(prepare, (double) p.batch() * p.batch() * steps, p.batch(), Lanes.COUNT, (from, to, part) -> {
            for (int b = 0; b < at.blocks; b++) {
                Batches.product(m, at.inputPanels + from / Lanes.COUNT * steps * Lanes.BYTES, steps * Lanes.BYTES, at.identity, steps,
                        at.r[0] + b * at.rateBlockBytes[0], at.gram + (b * p.batch() + from) * Batches.ROW, Batches.ROW, to - from);
            }
        });
        dense.forward(prepare, 1, at.heldProduct);
        update(writeBack, at.w[1]);
    }

    /** Copies the samples of x into panels of 16, with inputs as steps, to serve as weights in x^T x. */
    private void copyPanels() {
        for (int unit = 0; unit * Lanes.COUNT < p.batch(); unit++) {
            int from = at.r[0] + unit / 2 * at.rateBlockBytes[0] + unit % 2 * Lanes.BYTES;
            int to = at.inputPanels + unit * steps * Lanes.BYTES;
            for (int k = 0; k < steps; k++) {
                MemorySegment.copy(m, from + (long) k * Batches.ROW, m, to + (long) k * Lanes.BYTES, Lanes.BYTES);
            }
        }
    }

    private void update(Program program, int weights) {
        int panels = Lanes.padded(at.rows[1]) / Lanes.COUNT;
        splitter.add(program, (double) at.rows[1] * steps * p.batch(), steps, 3, (from, to, part) -> Batches.update(m, at.r[0] + from * Batches.ROW,
                at.rateBlockBytes[0], at.errorSum, transposedPanel, p.batch(), weights + from * Lanes.BYTES, at.panel(1), to - from, panels, 1f, 0f));
    }

    /** Computes a_1 from the quantities prepared since the batch began. */
    void forward(Program program, int out) {
        program.add(() -> {
            if (!prepared) {
                prepare.run();
                prepared = true;
            }
        });
        int bytes = at.blocks * at.blockBytes[1];
        splitter.add(program, (double) at.rows[1] * p.batch() * p.batch(), at.rows[1], Lanes.COUNT, (from, to, part) -> {
            if (updatesPending) {
                for (int b = 0; b < at.blocks; b++) {
                    Batches.product(m, at.errorSum + from / Lanes.COUNT * transposedPanel, transposedPanel, at.identity, p.batch(),
                            at.gram + b * p.batch() * Batches.ROW, out + b * at.blockBytes[1] + from * Batches.ROW, Batches.ROW, to - from);
                }
            }
        });
        program.add(() -> {
            if (updatesPending) {
                BatchNeurons.add(m, at.heldProduct, out, bytes);
            } else {
                MemorySegment.copy(m, at.heldProduct, m, out, bytes);
            }
        });
    }

    /** Adds the errors to the sum. */
    void learn(Program program) {
        float gain = (float) (p.dt() * p.layer(1).eta() / p.batch());
        int bytes = Lanes.padded(at.rows[1]) / Lanes.COUNT * transposedPanel;
        dense.transpose(program, 1, at.e[1], at.transposed);
        program.add(() -> {
            if (!updatesPending) {
                zero(at.errorSum, bytes);
                updatesPending = true;
            }
            BatchNeurons.addScaled(m, at.transposed, gain, at.errorSum, bytes);
        });
    }

    /** Lists the state here besides regions. What a batch starts with is computed again. */
    void listState(NamedArrays arrays) {
        arrays.flag("held_learned", () -> updatesPending, saved -> updatesPending = saved);
    }

    /** Writes the pending updates back into the matrix, before the input or the weights change. */
    void writeBack() {
        if (updatesPending) {
            writeBack.run();
        }
        updatesPending = false;
        prepared = false;
    }

    /** Offset of the current weights: the matrix itself, or a copy with the pending updates. */
    int currentWeights() {
        if (!updatesPending) {
            return at.w[1];
        }
        int bytes = at.panel(1) * Lanes.padded(at.rows[1]) / Lanes.COUNT;
        MemorySegment.copy(m, at.w[1], m, at.spareWeights, bytes);
        int panels = Lanes.padded(at.rows[1]) / Lanes.COUNT;
        Batches.update(m, at.r[0], at.rateBlockBytes[0], at.errorSum, transposedPanel, p.batch(), at.spareWeights, at.panel(1), steps, panels, 1f,
                0f);
        return at.spareWeights;
    }
}
