package org.pal4j.circuit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.pal4j.circuit.CircuitLayout.Presynaptic;
import org.pal4j.format.NamedArrays;
import org.pal4j.kernel.Clamped;
import org.pal4j.kernel.EnsembleSynapses;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.Synapses;
import org.pal4j.memory.Block;
import org.pal4j.memory.Lanes;
import org.pal4j.memory.MatrixView;

/**
 * W_1 and its low-passed updates while the input is clamped (docs/concepts.md, "A clamped input"): the matrices in memory are those of the
 * beginning of the presentation, and what was learned since is in the vectors c and d and the numbers S and P.
 *
 * <p>A presentation begins when somebody says so, or when the input differs from the one before (for replicas side by side: of any of
 * them). Nothing else touches the matrices, so neither looking at weights nor the number of calls that a presentation is cut into changes
 * any bit.
 */
final class ClampedInput {
    private final CircuitParameters p;
    private final CircuitLayout at;
    private final MemorySegment m;
    private final int inputs;
    private final int outputs;
    /** Neurons of area 1 of all replicas. */
    private final int rows;
    private final int lanes;
    private final int w;
    private final int low;
    private final int post;
    private final float keep;
    private final float rate;
    private final double decay;

    /** What the first step of a presentation does: as in {@link CircuitStep}, calls that the compiler doesn't put into one another. */
    private final Program[] beginnings = new Program[4];

    private boolean begins = true;
    private boolean begun;
    private boolean learned;
    /** S and P of the class {@link Clamped}; in double, so that hundreds of steps lose nothing. */
    private double sum;
    private double power = 1;

    ClampedInput(CircuitParameters p, CircuitLayout at) {
        this.p = p;
        this.at = at;
        m = at.block.memory();
        inputs = p.size(0);
        outputs = p.size(1);
        lanes = at.lanes;
        rows = outputs * lanes;
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

    /** The next step begins a presentation, whatever its input is. */
    void present() {
        begins = true;
    }

    /** Called before steps that may have another input. Plain loops: they allocate nothing, cold or warm. */
    void look() {
        for (int i = 0; !begins && i < inputs * lanes; i++) {
            begins = bits(at.input, i) != bits(at.clamped, i);
        }
    }

    private int bits(int region, int i) {
        return m.get(ValueLayout.JAVA_INT, region + (long) i * Integer.BYTES);
    }

    /** The basal voltages of area 1 in this step, and the step's update of W_1. */
    void step(boolean learn) {
        if (begins) {
            begin(learn);
            return;
        }
        begun = false;
        if (learn) {
            Clamped.step(m, at.clampedProduct, at.clampedLow, at.clampedSum, at.clampedStep, (float) sum, at.clampedSquare, post, keep, rate,
                    at.dendrite, rows);
            count();
        } else {
            Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, (float) sum, at.clampedSquare, at.dendrite, rows);
        }
    }

    /** Whether the last step began a presentation, so that its update was with the input before. */
    boolean justBegun() {
        return begun;
    }

    private void learn() {
        Clamped.advance(m, at.clampedSum, at.clampedStep, post, keep, rate, rows);
        count();
    }

    /** One more update. */
    private void count() {
        power *= decay;
        sum += power;
        learned = true;
    }

    /** The update of a presentation's first step still has the previous input as its presynaptic vector. */
    private void begin(boolean learn) {
        int index = (learn ? 1 : 0) + (learned ? 2 : 0);
        if (beginnings[index] == null) {
            beginnings[index] = beginning(learn, learn || learned);
        }
        beginnings[index].run();
        forget();
        begins = false;
        begun = true;
    }

    private Program beginning(boolean learn, boolean learned) {
        Program program = new Program();
        program.add(() -> spread(at.inputs));
        program.add(() -> dot(at.clampedInputs.spread(), at.inputs.spread(), at.clampedCross));
        if (learn) {
            program.add(this::learn);
        }
        if (!learned) {
            program.add(() -> product(w, at.clampedProduct));
            if (p.updateLowPass()) {
                program.add(() -> product(low, at.clampedLow));
            }
        } else if (p.updateLowPass()) {
            program.add(this::settleBoth);
        } else {
            program.add(this::settleForward);
            // That product was with the matrix before; now p = W x.
            program.add(() -> Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, 0f, at.clampedCross, at.clampedProduct,
                    rows));
        }
        // The voltage of this step is that of the weights before its update: less the last step D x, or post (x_old . x).
        if (!learn) {
            program.add(() -> Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, 0f, at.zeros, at.dendrite, rows));
        } else if (p.updateLowPass()) {
            program.add(() -> Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, -1f, at.zeros, at.dendrite, rows));
        } else {
            program.add(() -> negate(at.clampedCross, at.clampedMinusCross));
            program.add(() ->
                    Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedStep, 0f, at.clampedMinusCross, at.dendrite, rows));
        }
        program.add(() -> copy(at.clampedInputs.region(), at.inputSeen, inputs * lanes));
        program.add(() -> copy(at.inputs.region(), at.clampedInputs.region(), inputs * lanes));
        if (at.inputs.copied()) {
            program.add(() -> copy(at.inputs.spread(), at.clampedInputs.spread(), inputs * Lanes.COUNT));
        }
        program.add(() -> dot(at.clampedInputs.spread(), at.clampedInputs.spread(), at.clampedSquare));
        return program;
    }

    private void spread(Presynaptic values) {
        if (values.copied()) {
            EnsembleSynapses.spread(m, values.region(), values.spread(), inputs, lanes);
        }
    }

    private void product(int matrix, int out) {
        if (lanes == 1) {
            Synapses.product(m, matrix, at.input, out, inputs, rows, false);
        } else {
            EnsembleSynapses.product(m, matrix, at.inputs.spread(), out, inputs, rows, false);
        }
    }

    private void settleBoth() {
        if (lanes == 1) {
            Clamped.settle(m, w, low, at.clamped, at.input, at.clampedSum, at.clampedStep, at.clampedProduct, at.clampedLow, inputs, rows,
                    (float) sum, (float) power);
        } else {
            EnsembleSynapses.settle(m, w, low, at.clampedInputs.spread(), at.inputs.spread(), at.clampedSum, at.clampedStep,
                    at.clampedProduct, at.clampedLow, inputs, rows, (float) sum, (float) power);
        }
    }

    private void settleForward() {
        if (lanes == 1) {
            Synapses.productAndUpdate(m, w, at.input, at.clamped, at.clampedSum, at.clampedProduct, inputs, rows, false);
        } else {
            EnsembleSynapses.productAndUpdate(m, w, at.inputs.spread(), at.clampedInputs.spread(), at.clampedSum, at.clampedProduct, inputs,
                    rows, false);
        }
    }

    /** x . y of each replica, spread. */
    private void dot(int x, int y, int out) {
        if (lanes == 1) {
            float value = Clamped.dot(m, x, y, inputs);
            for (int i = 0; i < Lanes.COUNT; i++) {
                set(out, i, value);
            }
        } else {
            // Spread values are a matrix with one row.
            EnsembleSynapses.product(m, x, y, out, inputs, Lanes.COUNT, false);
        }
    }

    private void negate(int from, int to) {
        for (int i = 0; i < Lanes.COUNT; i++) {
            set(to, i, -get(from, i));
        }
    }

    private void copy(int from, int to, int floats) {
        MemorySegment.copy(m, from, m, to, (long) floats * Float.BYTES);
    }

    /** Lists the numbers that are common to all replicas. */
    void listState(NamedArrays arrays) {
        arrays.flag("clamped_begins", () -> begins, saved -> begins = saved);
        arrays.flag("clamped_begun", () -> begun, saved -> begun = saved);
        arrays.flag("clamped_learned", () -> learned, saved -> learned = saved);
        arrays.number("clamped_sum", () -> sum, saved -> sum = saved);
        arrays.number("clamped_power", () -> power, saved -> power = saved);
    }

    /** After the regions of all replicas were restored: makes what follows from them. */
    void restored() {
        spread(at.clampedInputs);
        dot(at.clampedInputs.spread(), at.clampedInputs.spread(), at.clampedSquare);
    }

    private void forget() {
        clear(at.clampedSum);
        clear(at.clampedStep);
        sum = 0;
        power = 1;
        learned = false;
    }

    private void clear(int region) {
        for (int i = 0; i < rows; i++) {
            set(region, i, 0f);
        }
    }

    /** Puts what was learned into the matrices, so that they can be written; the next step then begins a presentation anew. */
    void settle() {
        if (learned) {
            for (int lane = 0; lane < lanes; lane++) {
                MatrixView weights = at.matrix(w, outputs, inputs, lane);
                MatrixView now = now(Variable.W, weights, lane);
                if (p.updateLowPass()) {
                    MatrixView filtered = at.matrix(low, outputs, inputs, lane);
                    filtered.set(now(Variable.lo, filtered, lane).toArray());
                }
                weights.set(now.toArray());
            }
        }
        forget();
        begins = true;
    }

    /** A copy of W_1 or of its low-passed updates as they are now: the bits that they will have at the next presentation. */
    MatrixView now(Variable variable, MatrixView stored, int lane) {
        Block.Plan plan = new Block.Plan();
        plan.matrix("copy", outputs, inputs);
        MatrixView copy = new MatrixView(plan.allocate().memory(), 0, outputs, inputs);
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                float value = stored.get(o, i);
                copy.set(o, i, learned ? variable == Variable.W ? forward(o, i, lane, value) : filtered(o, i, lane, value) : value);
            }
        }
        return copy;
    }

    private float forward(int o, int i, int lane, float weight) {
        float start = low < 0 ? weight : Math.fma((float) sum, at.matrix(low, outputs, inputs, lane).get(o, i), weight);
        return Math.fma(get(at.clampedSum, o * lanes + lane), get(at.clamped, i * lanes + lane), start);
    }

    private float filtered(int o, int i, int lane, float old) {
        return Math.fma(get(at.clampedStep, o * lanes + lane), get(at.clamped, i * lanes + lane), (float) power * old);
    }

    private float get(int region, int i) {
        return m.get(ValueLayout.JAVA_FLOAT, region + (long) i * Float.BYTES);
    }

    private void set(int region, int i, float value) {
        m.set(ValueLayout.JAVA_FLOAT, region + (long) i * Float.BYTES, value);
    }
}
