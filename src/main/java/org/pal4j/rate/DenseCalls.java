package org.pal4j.rate;

import java.lang.foreign.MemorySegment;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.WorkSplitter;
import org.pal4j.kernel.batch.BatchNeurons;
import org.pal4j.kernel.batch.Batches;
import org.pal4j.memory.Lanes;
import org.pal4j.rate.RateChoices.RateAlgorithm;

/** The calls of a dense layer, or of a projection, for which the rows of maps are rows like any others. */
final class DenseCalls extends RateLayout.Calls {
    private final MemorySegment gradient = at.gradient < 0 ? MemorySegment.NULL : m.asSlice(at.gradient);

    DenseCalls(RateLayout at, WorkSplitter splitter) {
        super(at, splitter);
    }

    private double cost(int l) {
        return (double) at.rows[l - 1] * at.rows[l] * p.batch();
    }

    /** a = W r_below + b. */
    void forward(Program program, int l, int out) {
        rows(program, cost(l), at.w[l], at.panel(l), at.steps(l), at.r[l - 1], at.rateBlockBytes[l - 1], out, at.blockBytes[l], at.rows[l]);
    }

    /** W x without biases, for values x of the layer below. */
    void product(Program program, int l, int x, int out) {
        rows(program, cost(l), at.w[l], at.panel(l), at.fanIn(l), x, at.blockBytes[l - 1], out, at.blockBytes[l], at.rows[l]);
    }

    /** M e: the feedback to the layer below. */
    void backward(Program program, int l, int out) {
        int inputs = at.rows[l - 1];
        int outputs = at.rows[l];
        if (p.algorithm() == RateAlgorithm.BP) {
            splitter.add(program, cost(l), inputs, 8, (from, to, part) -> {
                for (int b = 0; b < at.blocks; b++) {
                    Batches.transposedProduct(m, at.w[l] + from * Lanes.BYTES, at.panel(l), outputs, at.e[l] + b * at.blockBytes[l],
                            out + b * at.blockBytes[l - 1] + from * Batches.ROW, to - from);
                }
            });
        } else {
            rows(program, cost(l), at.feedback[l], outputs * Lanes.BYTES, outputs, at.e[l], at.blockBytes[l], out, at.blockBytes[l - 1], inputs);
        }
    }

    /** D E: the feedback to a layer directly from the output. */
    void directFeedback(Program program, int l, int out) {
        int last = p.depth();
        rows(program, (double) at.rows[l] * at.rows[last] * p.batch(), at.direct[l], at.rows[last] * Lanes.BYTES, at.rows[last], at.e[last],
                at.blockBytes[last], out, at.blockBytes[l], at.rows[l]);
    }

    private void rows(
            Program program, double cost, int weights, int panel, int steps, int x, int xBlock, int out, int outBlock, int rows) {
        splitter.add(program, cost, rows, Lanes.COUNT, (from, to, part) -> {
            for (int b = 0; b < at.blocks; b++) {
                Batches.product(m, weights + from / Lanes.COUNT * panel, panel, at.identity, steps, x + b * xBlock,
                        out + b * outBlock + from * Batches.ROW,
                        Batches.ROW, to - from);
            }
        });
    }

    /** Transposes the values of a layer into panels. */
    void transpose(Program program, int l, int x, int transposed) {
        transpose(program, l, x, at.blockBytes[l], transposed);
    }

    private void transpose(Program program, int l, int x, int block, int transposed) {
        int panel = p.batch() * Lanes.BYTES;
        splitter.add(program, 40.0 * at.rows[l] * p.batch(), at.rows[l], Lanes.COUNT, (from, to, part) -> Batches.transpose(m, x + from * Batches.ROW,
                block, to - from, p.batch(), transposed + from / Lanes.COUNT * panel, panel));
    }

    /** Updates W and b from the errors and the rates below. */
    void learn(Program program, int l) {
        float eta = (float) p.layer(l).eta();
        transpose(program, l, at.e[l], at.transposed);
        if (p.tauLO() > 0) {
            int bytes = at.panel(l) * panels(l);
            program.add(() -> gradient.asSlice(0, bytes).fill((byte) 0));
            update(program, l, at.gradient, 1f);
            program.add(() -> BatchNeurons.lowPassUpdate(m, at.gradient, (float) (p.dt() / p.batch()), (float) (p.dt() / p.tauLO()), at.low[l], eta,
                    at.w[l], bytes));
        } else {
            update(program, l, at.w[l], (float) (p.dt() * p.layer(l).eta() / p.batch()));
        }
    }

    private int panels(int l) {
        return Lanes.padded(at.rows[l]) / Lanes.COUNT;
    }

    private void update(Program program, int l, int weights, float gain) {
        splitter.add(program, cost(l), at.steps(l), 3,
                (from, to, part) -> Batches.update(m, at.r[l - 1] + from * Batches.ROW, at.rateBlockBytes[l - 1],
                        at.transposed, p.batch() * Lanes.BYTES, p.batch(), weights + from * Lanes.BYTES, at.panel(l), to - from, panels(l), gain,
                        0f));
    }

    /** Lets W decay, but not the biases. */
    void decay(Program program, int l, float decay) {
        int bytes = at.fanIn(l) * Lanes.BYTES;
        for (int panel = 0; panel < panels(l); panel++) {
            int from = at.w[l] + panel * at.panel(l);
            program.add(() -> BatchNeurons.addScaled(m, from, -decay, from, bytes));
        }
    }

    /** Updates B from values of this layer, and the noise of the layer below. */
    void align(Program program, int l, int values, int noiseBelow) {
        transpose(program, l - 1, noiseBelow, at.transposedBelow);
        updateFeedback(program, l, values);
    }

    /** Updates B as W: from the errors and the rates below. */
    void reciprocate(Program program, int l) {
        transpose(program, l - 1, at.r[l - 1], at.rateBlockBytes[l - 1], at.transposedBelow);
        updateFeedback(program, l, at.e[l]);
    }

    private void updateFeedback(Program program, int l, int values) {
        double rate = p.dt() * p.layer(l).etaBackward();
        float gain = (float) (rate / p.batch());
        float decay = (float) (rate * p.layer(l).alpha());
        int panels = Lanes.padded(at.rows[l - 1]) / Lanes.COUNT;
        splitter.add(program, cost(l), at.rows[l], 3, (from, to, part) -> Batches.update(m, values + from * Batches.ROW, at.blockBytes[l],
                at.transposedBelow, p.batch() * Lanes.BYTES, p.batch(), at.feedback[l] + from * Lanes.BYTES, at.rows[l] * Lanes.BYTES, to - from,
                panels,
                gain, decay));
    }
}
