package org.pal4j.circuit;

import static org.pal4j.kernel.ScalarMath.fma;

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
 * W_1 and its low-passed updates while the input is clamped (docs/concepts.md, "A clamped input"). The matrices in memory are
 * those from the start of the presentation; everything learned since is in the vectors c and d and the scalars S and P.
 *
 * <p>A presentation starts on request, or when the input differs from the previous one (with replicas side by side: when any of
 * their inputs differs). Nothing else touches the matrices. So neither reading weights nor splitting a presentation into several
 * calls changes any bit.
 */
final class ClampedInput extends CircuitLayout.Calls {
    private final int inputs = p.size(0);
    private final int outputs = p.size(1);
    /** Neurons of area 1 of all replicas. */
    private final int rows = at.floats(1);
    private final int w = at.forward[0];
    private final int lowPassed = at.lowPassed[0];
    private final int post = p.postLowPass() ? at.postState : at.post;
    private final double decay = p.updateLowPass() ? 1 - p.dt() / p.tauLO() : 0;
    private final float keep = (float) decay;
    private final float rate = p.updateLowPass() ? (float) (p.dt() / p.tauLO()) : 1f;

    /**
     * The first step of a presentation, as lists of calls that the compiler does not inline into one another, as in
     * {@link CircuitStep}.
     */
    private final Program[] startPrograms = new Program[4];

    private boolean startPending = true;
    private boolean justStarted;
    private boolean updatesPending;
    /** S and P of {@link Clamped}, in double, so that hundreds of steps lose no precision. */
    private double sum;
    private double power = 1;

    ClampedInput(CircuitLayout at) {
        super(at);
    }

    /** Whether this form is valid. It is not if the presynaptic trace of the updates changes while the input is constant. */
    static boolean possible(CircuitParameters p) {
        return p.clampedInput() && !p.traceLowPass();
    }

    /** Makes the next step start a presentation, whatever its input. */
    void present() {
        startPending = true;
    }

    /** Called before steps whose input may have changed. Plain loops, because they allocate nothing, cold or warm. */
    void detectInputChange() {
        for (int i = 0; !startPending && i < inputs * lanes; i++) {
            startPending = bits(at.input, i) != bits(at.clamped, i);
        }
    }

    private int bits(int region, int i) {
        return m.get(ValueLayout.JAVA_INT, region + (long) i * Integer.BYTES);
    }

    /** Computes the basal voltages of area 1 for this step, and accumulates the step's update of W_1. */
    void step(boolean learn) {
        if (startPending) {
            start(learn);
            return;
        }
        justStarted = false;
        if (learn) {
            Clamped.step(m, at.clampedProduct, at.clampedLow, at.clampedSum, at.clampedStep, (float) sum, at.clampedSquare, post, keep, rate,
                    at.dendrite, rows);
            countUpdate();
        } else {
            Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, (float) sum, at.clampedSquare, at.dendrite, rows);
        }
    }

    /** Whether the last step started a presentation, so that its update used the previous input. */
    boolean presentationJustStarted() {
        return justStarted;
    }

    private void learn() {
        Clamped.advance(m, at.clampedSum, at.clampedStep, post, keep, rate, rows);
        countUpdate();
    }

    /** Updates S and P for one more update. */
    private void countUpdate() {
        power *= decay;
        sum += power;
        updatesPending = true;
    }

    /** Starts a presentation. The update of its first step still uses the previous input as its presynaptic vector. */
    private void start(boolean learn) {
        int index = (learn ? 1 : 0) + (updatesPending ? 2 : 0);
        if (startPrograms[index] == null) {
            startPrograms[index] = startProgram(learn, learn || updatesPending);
        }
        startPrograms[index].run();
        resetAccumulators();
        startPending = false;
        justStarted = true;
    }

    private Program startProgram(boolean learn, boolean updatesPending) {
        Program program = new Program();
        program.add(() -> spread(at.inputs));
        program.add(() -> dot(at.clampedInputs.spread(), at.inputs.spread(), at.clampedCross));
        if (learn) {
            program.add(this::learn);
        }
        if (!updatesPending) {
            program.add(() -> product(w, at.clampedProduct));
            if (p.updateLowPass()) {
                program.add(() -> product(lowPassed, at.clampedLow));
            }
        } else if (p.updateLowPass()) {
            program.add(this::settleBoth);
        } else {
            program.add(this::settleForward);
            // That product used the matrix before the update; this makes p = W x.
            program.add(() -> Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, 0f, at.clampedCross, at.clampedProduct,
                    rows));
        }
        // The voltage of this step uses the weights before its update, so subtract the last increment: D x, or post (x_old . x).
        if (!learn) {
            program.add(() -> Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, 0f, at.zeros, at.dendrite, rows));
        } else if (p.updateLowPass()) {
            program.add(() -> Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedSum, -1f, at.zeros, at.dendrite, rows));
        } else {
            program.add(() -> negate(at.clampedCross, at.clampedMinusCross));
            program.add(() -> Clamped.product(m, at.clampedProduct, at.clampedLow, at.clampedStep, 0f, at.clampedMinusCross, at.dendrite, rows));
        }
        program.add(() -> copy(at.clampedInputs.region(), at.inputOfLastUpdate, inputs * lanes));
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
            Clamped.writeBack(m, w, lowPassed, at.clamped, at.input, at.clampedSum, at.clampedStep, at.clampedProduct, at.clampedLow, inputs, rows,
                    (float) sum, (float) power);
        } else {
            EnsembleSynapses.writeBack(m, w, lowPassed, at.clampedInputs.spread(), at.inputs.spread(), at.clampedSum, at.clampedStep,
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

    /** x . y of each replica, in spread form. */
    private void dot(int x, int y, int out) {
        if (lanes == 1) {
            float value = Clamped.dot(m, x, y, inputs);
            for (int i = 0; i < Lanes.COUNT; i++) {
                set(out, i, value);
            }
        } else {
            // Spread values have the layout of a matrix with one row.
            EnsembleSynapses.product(m, x, y, out, inputs, Lanes.COUNT, false);
        }
    }

    private void negate(int from, int to) {
        for (int i = 0; i < Lanes.COUNT; i++) {
            set(to, i, -get(from, i));
        }
    }

    /** Lists the numbers that all replicas share. */
    void listState(NamedArrays arrays) {
        arrays.flag("clamped_begins", () -> startPending, saved -> startPending = saved);
        arrays.flag("clamped_begun", () -> justStarted, saved -> justStarted = saved);
        arrays.flag("clamped_learned", () -> updatesPending, saved -> updatesPending = saved);
        arrays.number("clamped_sum", () -> sum, saved -> sum = saved);
        arrays.number("clamped_power", () -> power, saved -> power = saved);
    }

    /** Recomputes what follows from the regions, after those of all replicas were restored. */
    void restored() {
        spread(at.clampedInputs);
        dot(at.clampedInputs.spread(), at.clampedInputs.spread(), at.clampedSquare);
    }

    private void resetAccumulators() {
        clear(at.clampedSum);
        clear(at.clampedStep);
        sum = 0;
        power = 1;
        updatesPending = false;
    }

    private void clear(int region) {
        for (int i = 0; i < rows; i++) {
            set(region, i, 0f);
        }
    }

    /**
     * Writes the accumulated updates back into the matrices, so that the matrices can be overwritten; the next step then starts a
     * new presentation.
     */
    void writeBack() {
        if (updatesPending) {
            for (int lane = 0; lane < lanes; lane++) {
                MatrixView weights = at.matrix(w, outputs, inputs, lane);
                MatrixView currentW = current(Variable.W, weights, lane);
                if (p.updateLowPass()) {
                    MatrixView filtered = at.matrix(lowPassed, outputs, inputs, lane);
                    filtered.set(current(Variable.lo, filtered, lane).toArray());
                }
                weights.set(currentW.toArray());
            }
        }
        resetAccumulators();
        startPending = true;
    }

    /**
     * A copy of the current W_1, or of its current low-passed updates, with the bits they will have at the start of the next
     * presentation.
     */
    MatrixView current(Variable variable, MatrixView stored, int lane) {
        Block.Plan plan = new Block.Plan();
        plan.matrix("copy", outputs, inputs);
        MatrixView copy = new MatrixView(plan.allocate().memory(), 0, outputs, inputs);
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                float value = stored.get(o, i);
                copy.set(o, i,
                        updatesPending ? variable == Variable.W ? currentWeight(o, i, lane, value) : currentLowPassed(o, i, lane, value) : value);
            }
        }
        return copy;
    }

    private float currentWeight(int o, int i, int lane, float weight) {
        float start = lowPassed < 0 ? weight : fma((float) sum, at.matrix(lowPassed, outputs, inputs, lane).get(o, i), weight);
        return fma(get(at.clampedSum, o * lanes + lane), get(at.clamped, i * lanes + lane), start);
    }

    private float currentLowPassed(int o, int i, int lane, float old) {
        return fma(get(at.clampedStep, o * lanes + lane), get(at.clamped, i * lanes + lane), (float) power * old);
    }

    private float get(int region, int i) {
        return m.get(ValueLayout.JAVA_FLOAT, region + (long) i * Float.BYTES);
    }

    private void set(int region, int i, float value) {
        m.set(ValueLayout.JAVA_FLOAT, region + (long) i * Float.BYTES, value);
    }
}
