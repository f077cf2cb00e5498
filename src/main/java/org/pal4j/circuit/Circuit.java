package org.pal4j.circuit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Arrays;
import org.pal4j.memory.Block;
import org.pal4j.memory.MatrixView;
import org.pal4j.memory.VectorView;

/**
 * A dendritic microcircuit: the simulator.
 *
 * <p>All state is in float, in one aligned off-heap block whose layout is documented by {@link #layout}; a step is made of SIMD
 * kernels, allocates nothing and gives the same bits on every machine. Not for use by several threads at once.
 *
 * <p>Write the weights (and, if wanted, the somatic voltages), set the {@link #input} and {@link #target}, and {@link #advance}.
 * Input and target are read at every step and may be changed between steps.
 */
public final class Circuit implements CircuitState {
    private final CircuitParameters parameters;
    private final CircuitLayout at;
    private final CircuitStep stepper;
    private long step;

    /**
     * A circuit with all weights and voltages 0.
     *
     * @param parameters what it is
     * @param noise      where its noise comes from
     * @throws org.pal4j.InputException if it needs more than 2 GiB
     */
    public Circuit(CircuitParameters parameters, NoiseSource noise) {
        this.parameters = parameters;
        at = new CircuitLayout(parameters);
        stepper = new CircuitStep(parameters, at, noise);
    }

    @Override
    public CircuitParameters parameters() {
        return parameters;
    }

    @Override
    public long step() {
        return step;
    }

    /** Every region of the block by name. */
    public StructLayout layout() {
        return at.block.layout();
    }

    /** The block itself: the whole state but for {@link #step}. */
    public MemorySegment memory() {
        return at.block.memory();
    }

    /** Input rates r_0. */
    public VectorView input() {
        return new VectorView(memory(), at.input, parameters.size(0));
    }

    /** Target voltages of the output area, which nudge it in phases with a target. */
    public VectorView target() {
        return new VectorView(memory(), at.target, parameters.size(parameters.areas()));
    }

    /** Standard-normal draws of hidden area {@code l}, to be written before a step if the noise is given. */
    public VectorView draws(int l) {
        return at.pyramidalView(at.draw, l);
    }

    /** Prospective voltages of area {@code l} as the last step used them: a live view. */
    public VectorView prospective(int l) {
        return at.pyramidalView(at.b, l);
    }

    /**
     * Takes steps with the present input and target.
     *
     * @param phase what is on
     * @param steps how many
     */
    public void advance(Phase phase, int steps) {
        if (step == 0 && steps > 0) {
            stepper.begin();
        }
        stepper.clamped().ifPresent(ClampedInput::look);
        for (int k = 0; k < steps; k++) {
            stepper.step(phase, step);
            step++;
        }
    }

    /**
     * Makes sure that all voltages are finite. A weight that is not makes a voltage so within a step.
     *
     * @throws NonFiniteException with the first neuron that has one that is not
     */
    public void requireFinite() {
        for (int l = 1; l <= parameters.areas(); l++) {
            requireFinite(at.pyramidalView(at.u, l), "P" + l);
        }
        for (int k = 0; k < parameters.interneuronPopulations(); k++) {
            requireFinite(at.interneuronView(at.u, k), "I" + parameters.interneuronArea(k));
        }
    }

    private void requireFinite(VectorView u, String population) {
        for (int i = 0; i < u.size(); i++) {
            if (!Float.isFinite(u.get(i))) {
                throw new NonFiniteException(population, i, step);
            }
        }
    }

    /** Sets the interneuron circuit to predict what the areas above do: WI from W, and BI = -B. */
    public void startSelfPredicting() {
        SelfPrediction.apply(this);
    }

    @Override
    public double[] read(Variable variable, int index) {
        float[] values = isMatrix(variable) ? matrix(variable, index).toArray() : vector(variable, index).toArray();
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    @Override
    public void write(Variable variable, int index, double[] values) {
        switch (variable) {
            case uP, uI -> vector(variable, index).set(values);
            case W -> {
                if (index == 0) {
                    stepper.clamped().ifPresent(ClampedInput::settle);
                }
                stored(variable, index).set(values);
            }
            case WI, BI -> stored(variable, index).set(values);
            case B -> {
                stored(variable, index).set(values);
                if (parameters.algorithm() == Choices.Algorithm.PAL) {
                    // What the old weights were too coarse for is not theirs.
                    int[] shape = variable.shape(parameters, index);
                    at.matrix(at.feedbackResidual[index], shape[0], shape[1]).set(new float[values.length]);
                }
            }
            default -> throw new IllegalArgumentException(variable + " follows from the others and can't be set");
        }
    }

    private static boolean isMatrix(Variable variable) {
        return switch (variable) {
            case lo, W, WI, B, BI -> true;
            default -> false;
        };
    }

    /** A live view of a variable that has one value for each neuron; {@code index} counts populations from 0. */
    public VectorView vector(Variable variable, int index) {
        return switch (variable) {
            case uP -> at.pyramidalView(at.u, index + 1);
            case bP -> at.pyramidalView(at.b, index + 1);
            case rP -> at.pyramidalView(at.r, index + 1);
            case vbas -> at.pyramidalView(at.dendrite, index + 1);
            case hi -> at.pyramidalView(at.high, index + 1);
            case vapi -> at.pyramidalView(at.apical, index + 1);
            case noise -> at.pyramidalView(at.noise, index + 1);
            case uI -> at.interneuronView(at.u, index);
            case bI -> at.interneuronView(at.b, index);
            case rI -> at.interneuronView(at.r, index);
            case vden -> at.interneuronView(at.dendrite, index);
            default -> throw new IllegalArgumentException(variable + " is a matrix");
        };
    }

    /**
     * A matrix, to read; {@code index} counts populations from 0. A live view, but for W_1 and its low-passed updates while an input is
     * clamped, which are a copy as of now. Without dWPP_low_pass there are no low-passed updates: zeros stand for them.
     */
    public MatrixView matrix(Variable variable, int index) {
        if (variable == Variable.lo && !parameters.updateLowPass()) {
            return zeros(variable.shape(parameters, index));
        }
        MatrixView view = stored(variable, index);
        boolean first = index == 0 && (variable == Variable.W || variable == Variable.lo);
        return first && stepper.clamped().isPresent() ? stepper.clamped().get().now(variable, view) : view;
    }

    private static MatrixView zeros(int[] shape) {
        Block.Plan plan = new Block.Plan();
        plan.matrix("zeros", shape[0], shape[1]);
        return new MatrixView(plan.allocate().memory(), 0, shape[0], shape[1]);
    }

    /** The matrix as it lies in the block. */
    private MatrixView stored(Variable variable, int index) {
        int[] shape = variable.shape(parameters, index);
        int offset = switch (variable) {
            case W -> at.forward[index];
            case lo -> at.low[index];
            case WI -> at.toInter[index];
            case B -> at.feedback[index];
            case BI -> at.fromInter[index];
            default -> throw new IllegalArgumentException(variable + " is not a matrix");
        };
        return at.matrix(offset, shape[0], shape[1]);
    }
}
