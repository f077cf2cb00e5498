package org.pal4j.rate;

import java.lang.foreign.MemorySegment;
import org.pal4j.format.NamedArrays;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.batch.BatchNeurons;
import org.pal4j.kernel.batch.Batches;
import org.pal4j.memory.Lanes;

/**
 * W and b of the first layer while a batch is held (docs/rate-networks.md): the matrix in memory is that of the batch's beginning, and what was learned since
 * is the sum of errors E, of which W = W_s + E x^T and W x = W_s x + E (x^T x). So an update costs products with N x N numbers in the place of N x
 * inputs, and the matrix is written once for each batch. x has a row of ones, so that biases are weights like others.
 */
final class HeldBatch {
    private final RateParameters p;
    private final RateLayout at;
    private final MemorySegment m;
    private final DenseCalls dense;
    private final Program begin = new Program();
    private final Program settle = new Program();
    private final int turnedPanel;
    private final int steps;
    private boolean known;
    private boolean learned;

    HeldBatch(RateLayout at, Shares shares, DenseCalls dense) {
        this.at = at;
        this.dense = dense;
        p = at.p;
        m = at.block.memory();
        turnedPanel = p.batch() * Lanes.BYTES;
        steps = at.steps(1);
        begin.add(this::copyPanels);
        shares.add(begin, (double) p.batch() * p.batch() * steps, p.batch(), Lanes.COUNT, (from, to, part) -> {
            for (int b = 0; b < at.blocks; b++) {
                Batches.product(m, at.inputPanels + from / Lanes.COUNT * steps * Lanes.BYTES, steps * Lanes.BYTES, at.identity, steps,
                        at.r[0] + b * at.rateBlock[0], at.gram + (b * p.batch() + from) * Batches.ROW, Batches.ROW, to - from);
            }
        });
        dense.forward(begin, 1, at.held);
        update(settle, shares, at.w[1]);
    }

    /** The samples of x in panels of 16, steps being inputs: as weights, for x^T x. */
    private void copyPanels() {
        for (int unit = 0; unit * Lanes.COUNT < p.batch(); unit++) {
            int from = at.r[0] + unit / 2 * at.rateBlock[0] + unit % 2 * Lanes.BYTES;
            int to = at.inputPanels + unit * steps * Lanes.BYTES;
            for (int k = 0; k < steps; k++) {
                MemorySegment.copy(m, from + (long) k * Batches.ROW, m, to + (long) k * Lanes.BYTES, Lanes.BYTES);
            }
        }
    }

    private void update(Program program, Shares shares, int weights) {
        int panels = Lanes.padded(at.rows[1]) / Lanes.COUNT;
        shares.add(program, (double) at.rows[1] * steps * p.batch(), steps, 3, (from, to, part) -> Batches.update(m, at.r[0] + from * Batches.ROW,
                at.rateBlock[0], at.errorSum, turnedPanel, p.batch(), weights + from * Lanes.BYTES, at.panel(1), to - from, panels, 1f, 0f));
    }

    /** a_1, from what is known since the batch began. */
    void forward(Program program, int out, Shares shares) {
        program.add(() -> {
            if (!known) {
                begin.run();
                known = true;
            }
        });
        int bytes = at.blocks * at.plainBlock[1];
        shares.add(program, (double) at.rows[1] * p.batch() * p.batch(), at.rows[1], Lanes.COUNT, (from, to, part) -> {
            if (learned) {
                for (int b = 0; b < at.blocks; b++) {
                    Batches.product(m, at.errorSum + from / Lanes.COUNT * turnedPanel, turnedPanel, at.identity, p.batch(),
                            at.gram + b * p.batch() * Batches.ROW, out + b * at.plainBlock[1] + from * Batches.ROW, Batches.ROW, to - from);
                }
            }
        });
        program.add(() -> {
            if (learned) {
                BatchNeurons.add(m, at.held, out, bytes);
            } else {
                MemorySegment.copy(m, at.held, m, out, bytes);
            }
        });
    }

    /** The sum of errors grows. */
    void learn(Program program) {
        float gain = (float) (p.dt() * p.layer(1).eta() / p.batch());
        int bytes = Lanes.padded(at.rows[1]) / Lanes.COUNT * turnedPanel;
        dense.turn(program, 1, at.e[1], at.turned);
        program.add(() -> {
            if (!learned) {
                clear(bytes);
                learned = true;
            }
            BatchNeurons.addScaled(m, at.turned, gain, at.errorSum, bytes);
        });
    }

    private void clear(int bytes) {
        for (long at0 = at.errorSum; at0 < at.errorSum + (long) bytes; at0 += 8) {
            m.set(java.lang.foreign.ValueLayout.JAVA_LONG, at0, 0L);
        }
    }

    /** Lists what is state here besides regions: what a batch begins with is made anew, as it was. */
    void listState(NamedArrays arrays) {
        arrays.flag("held_learned", () -> learned, saved -> learned = saved);
    }

    /** The input or the weights are about to change: what was learned goes into the matrix. */
    void settle() {
        if (learned) {
            settle.run();
        }
        learned = false;
        known = false;
    }

    /** Where the weights are as of now: in the matrix itself, or in a copy. */
    int now() {
        if (!learned) {
            return at.w[1];
        }
        int bytes = at.panel(1) * Lanes.padded(at.rows[1]) / Lanes.COUNT;
        MemorySegment.copy(m, at.w[1], m, at.spareWeights, bytes);
        int panels = Lanes.padded(at.rows[1]) / Lanes.COUNT;
        Batches.update(m, at.r[0], at.rateBlock[0], at.errorSum, turnedPanel, p.batch(), at.spareWeights, at.panel(1), steps, panels, 1f, 0f);
        return at.spareWeights;
    }
}
