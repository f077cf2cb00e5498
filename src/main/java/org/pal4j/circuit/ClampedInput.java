package org.pal4j.circuit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.pal4j.kernel.Clamped;
import org.pal4j.kernel.Synapses;
import org.pal4j.memory.Block;
import org.pal4j.memory.MatrixView;

/**
 * W_1 and its low-passed updates while the input is clamped (docs/concepts.md, "A clamped input"): the matrices in memory are those of the
 * beginning of the presentation, and what was learned since is in the vectors c and d and the numbers S and P.
 *
 * <p>A presentation begins when the input differs from the one before. Nothing else touches the matrices, so neither looking at weights nor
 * the number of calls that a presentation is cut into changes any bit.
 */
final class ClampedInput {
    private final CircuitParameters p;
    private final CircuitLayout at;
    private final MemorySegment m;
    private final int inputs;
    private final int outputs;
    private final int w;
    private final int low;
    private final int post;
    private final float keep;
    private final float rate;
    private final double decay;

    private boolean begins = true;
    private boolean learned;
    /** S and P of the class {@link Clamped}; in double, so that hundreds of steps lose nothing. */
    private double sum;
    private double power = 1;
    private float square;

    ClampedInput(CircuitParameters p, CircuitLayout at) {
        this.p = p;
        this.at = at;
        m = at.block.memory();
        inputs = p.size(0);
        outputs = p.size(1);
        w = at.forward[0];
        low = at.low[0];
        post = p.postLowPass() ? at.postState : at.post;
        decay = p.updateLowPass() ? 1 - p.dt() / p.tauLO() : 0;
        keep = (float) decay;
        rate = p.updateLowPass() ? (float) (p.dt() / p.tauLO()) : 1f;
    }

    /** Whether the form holds: not if the presynaptic trace of the updates moves although the input rests. */
    static boolean possible(CircuitParameters p) {
        return p.clampedInput() && !p.traceLowPass();
    }

    /** Called before steps that may have another input. */
    void look() {
        begins |= MemorySegment.mismatch(m, at.input, at.input + bytes(), m, at.clamped, at.clamped + bytes()) >= 0;
    }

    private long bytes() {
        return (long) inputs * Float.BYTES;
    }

    /** The basal voltages of area 1 in this step, and the step's update of W_1. */
    void step(boolean learn) {
        if (begins) {
            begin(learn);
            return;
        }
        Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, (float) sum, square, at.dendrite, outputs);
        if (learn) {
            learn();
        }
    }

    private void learn() {
        Clamped.advance(m, at.clampedSum, at.clampedStep, post, keep, rate, outputs);
        power *= decay;
        sum += power;
        learned = true;
    }

    /** The update of a presentation's first step still has the previous input as its presynaptic vector. */
    private void begin(boolean learn) {
        float cross = Clamped.dot(m, at.clamped, at.input, inputs);
        if (learn) {
            learn();
        }
        if (!learned) {
            Synapses.product(m, w, at.input, at.clampedProduct, inputs, outputs, false);
            if (p.updateLowPass()) {
                Synapses.product(m, low, at.input, at.clampedLow, inputs, outputs, false);
            }
        } else if (p.updateLowPass()) {
            Clamped.settle(m, w, low, at.clamped, at.input, at.clampedSum, at.clampedStep, at.clampedProduct, at.clampedLow, inputs,
                    outputs, (float) sum, (float) power);
        } else {
            Synapses.productAndUpdate(m, w, at.input, at.clamped, at.clampedSum, at.clampedProduct, inputs, outputs, false);
            // That product was with the matrix before; now p = W x.
            Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, 0f, cross, at.clampedProduct, outputs);
        }
        // The voltage of this step is that of the weights before its update: less the last step D x, or post (x_old . x).
        if (!learn) {
            Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, 0f, 0f, at.dendrite, outputs);
        } else if (p.updateLowPass()) {
            Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, -1f, 0f, at.dendrite, outputs);
        } else {
            Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedStep, 0f, -cross, at.dendrite, outputs);
        }
        MemorySegment.copy(m, at.input, m, at.clamped, bytes());
        square = Clamped.dot(m, at.clamped, at.clamped, inputs);
        forget();
        begins = false;
    }

    private void forget() {
        clear(at.clampedSum);
        clear(at.clampedStep);
        sum = 0;
        power = 1;
        learned = false;
    }

    private void clear(int region) {
        for (int i = 0; i < outputs; i++) {
            m.set(ValueLayout.JAVA_FLOAT, region + (long) i * Float.BYTES, 0f);
        }
    }

    /** Puts what was learned into the matrices, so that they can be written; the next step then begins a presentation anew. */
    void settle() {
        if (learned) {
            MatrixView weights = at.matrix(w, outputs, inputs);
            MatrixView now = now(Variable.W, weights);
            if (p.updateLowPass()) {
                MatrixView filtered = at.matrix(low, outputs, inputs);
                filtered.set(now(Variable.lo, filtered).toArray());
            }
            weights.set(now.toArray());
        }
        forget();
        begins = true;
    }

    /** A copy of W_1 or of its low-passed updates as they are now: the bits that they will have at the next presentation. */
    MatrixView now(Variable variable, MatrixView stored) {
        Block.Plan plan = new Block.Plan();
        plan.matrix("copy", outputs, inputs);
        MatrixView copy = new MatrixView(plan.allocate().memory(), 0, outputs, inputs);
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                float value = stored.get(o, i);
                copy.set(o, i, learned ? variable == Variable.W ? forward(o, i, value) : filtered(o, i, value) : value);
            }
        }
        return copy;
    }

    private float forward(int o, int i, float weight) {
        float start = low < 0 ? weight : Math.fma((float) sum, at.matrix(low, outputs, inputs).get(o, i), weight);
        return Math.fma(get(at.clampedSum, o), get(at.clamped, i), start);
    }

    private float filtered(int o, int i, float old) {
        return Math.fma(get(at.clampedStep, o), get(at.clamped, i), (float) power * old);
    }

    private float get(int region, int i) {
        return m.get(ValueLayout.JAVA_FLOAT, region + (long) i * Float.BYTES);
    }
}
