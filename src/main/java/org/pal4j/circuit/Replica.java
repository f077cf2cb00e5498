package org.pal4j.circuit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Arrays;
import java.util.Map;
import org.pal4j.format.NpyArray;
import org.pal4j.memory.Block;
import org.pal4j.memory.MatrixView;
import org.pal4j.memory.VectorView;

/**
 * One circuit, to be read and to be shown inputs: by itself ({@link Circuit}), or one of several that an {@link Ensemble} simulates side by
 * side. What its variables are does not depend on which of the two it is, to the bit.
 */
public sealed class Replica implements CircuitState permits Circuit {
    /** What this is part of. */
    final Simulation simulation;
    /** Where in it. */
    final int lane;
    /** Where its noise comes from. */
    final NoiseSource noise;
    private final CircuitParameters parameters;
    /** Views that are asked for at each presentation, or each step, are made once. */
    private final VectorView input;
    private final VectorView target;
    private final VectorView[] prospective;

    Replica(Simulation simulation, int lane, CircuitParameters parameters, NoiseSource noise) {
        this.simulation = simulation;
        this.lane = lane;
        this.parameters = parameters;
        this.noise = noise;
        input = simulation.at.view(simulation.at.input, parameters.size(0), lane);
        target = simulation.at.view(simulation.at.target, parameters.size(parameters.areas()), lane);
        prospective = new VectorView[parameters.areas()];
        Arrays.setAll(prospective, l -> pyramidal(simulation.at.b, l + 1));
    }

    @Override
    public CircuitParameters parameters() {
        return parameters;
    }

    @Override
    public long step() {
        return simulation.step();
    }

    /** Every region of the block by name; replicas side by side share it. */
    public StructLayout layout() {
        return simulation.at.block.layout();
    }

    /** The block itself: the whole state but for {@link #step}, and but for what a clamped input keeps of its presentation. */
    public MemorySegment memory() {
        return simulation.at.block.memory();
    }

    /** Input rates r_0. */
    public VectorView input() {
        return input;
    }

    /** Target voltages of the output area, which nudge it in phases with a target. */
    public VectorView target() {
        return target;
    }

    /** Standard-normal draws of hidden area {@code l}, to be written before a step if the noise is given. */
    public VectorView draws(int l) {
        return pyramidal(simulation.at.draw, l);
    }

    /** Prospective voltages of area {@code l} as the last step used them: a live view. */
    public VectorView prospective(int l) {
        return prospective[l - 1];
    }

    /**
     * Makes sure that all voltages are finite. A weight that is not makes a voltage so within a step.
     *
     * @throws NonFiniteException with the first neuron that has one that is not
     */
    public void requireFinite() {
        for (int l = 1; l <= parameters.areas(); l++) {
            requireFinite(pyramidal(simulation.at.u, l), "P" + l);
        }
        for (int k = 0; k < parameters.interneuronPopulations(); k++) {
            requireFinite(interneurons(simulation.at.u, k), "I" + parameters.interneuronArea(k));
        }
    }

    private void requireFinite(VectorView u, String population) {
        for (int i = 0; i < u.size(); i++) {
            if (!Float.isFinite(u.get(i))) {
                throw new NonFiniteException(population, i, step());
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
        if (!(this instanceof Circuit) && step() > 0) {
            throw new IllegalStateException("replicas side by side can be written before their first step only; copy() gives a circuit "
                    + "that can be written at any time");
        }
        switch (variable) {
            case uP, uI -> vector(variable, index).set(values);
            case W -> {
                if (index == 0) {
                    simulation.stepper.clamped().ifPresent(ClampedInput::settle);
                }
                stored(variable, index).set(values);
            }
            case WI, BI -> stored(variable, index).set(values);
            case B -> {
                stored(variable, index).set(values);
                if (parameters.algorithm() == Choices.Algorithm.PAL) {
                    // What the old weights were too coarse for is not theirs.
                    int[] shape = variable.shape(parameters, index);
                    simulation.at.matrix(simulation.at.feedbackResidual[index], shape[0], shape[1], lane).set(new float[values.length]);
                }
            }
            default -> throw new IllegalArgumentException(variable + " follows from the others and can't be set");
        }
    }

    /**
     * A copy of all that this needs to go on bit for bit ({@link Simulator#resume}), as named arrays; it may be asked for between any two steps. Seeds
     * and parameters are not in it. Arrays are float32 where nothing else is said. An l is the number of an area, and populations of interneurons have
     * that of their area.
     *
     * <table>
     * <caption>Arrays of the state</caption>
     * <tr><th>name</th><th>what</th></tr>
     * <tr><td>{@code step}</td><td>int64, the number of steps taken</td></tr>
     * <tr><td>{@code uPl uIl bPl bIl rPl rIl vbasl vdenl vapil noisel hil lol Wl WIl Bl BIl}</td><td>as {@link #read} gives each {@link Variable};
     * {@code lol} with a low-pass of updates only</td></tr>
     * <tr><td>{@code input}, {@code target}</td><td>as they are set for the next step</td></tr>
     * <tr><td>{@code next_bPl}, {@code next_bIl}</td><td>prospective voltages of the next step, from the steady states of the last one</td></tr>
     * <tr><td>{@code old_rPl}, {@code old_rIl}, {@code old_input}, {@code seen_input}</td><td>rates one step before: of hidden areas, of interneurons and
     * of the input; the input that updates of W1 were made with</td></tr>
     * <tr><td>{@code seen_hil}, {@code seen_noisel}</td><td>high-passed rates as plasticity saw them (PAL), and noise as somata saw it</td></tr>
     * <tr><td>{@code post_Pl}, {@code post_Il}, {@code post_apil}</td><td>post terms of W, WI and BI, times dt and the learning rate</td></tr>
     * <tr><td>{@code low_postl}, {@code low_rPl}, {@code low_input}</td><td>low-passed post terms, rates of hidden areas and input, where there are</td></tr>
     * <tr><td>{@code residual_Bl}</td><td>what B was too coarse to take (PAL)</td></tr>
     * <tr><td>{@code B_learned}</td><td>bool, whether B learned in the last step (PAL)</td></tr>
     * <tr><td>{@code noise_clock}</td><td>int64, the number of steps with noise, where noise is held for several and any noise_scale is not 0</td></tr>
     * <tr><td>{@code drawl}</td><td>draws that were given, if the noise is given and any noise_scale is not 0</td></tr>
     * <tr><td>{@code numpy_key}, {@code numpy_pos}, {@code numpy_has_gauss}, {@code numpy_cached_gaussian}</td><td>int64 (624), int64, bool and float64:
     * NumPy's generator, if the noise comes from it, as {@code get_state()} has them</td></tr>
     * <tr><td>{@code clamped_W1}, {@code clamped_lo1}</td><td>W1 and lo1 at the beginning of the presentation, with a clamped input; {@code W1} and
     * {@code lo1} follow from all of these</td></tr>
     * <tr><td>{@code clamped_input}, {@code clamped_product}, {@code clamped_low_product}, {@code clamped_c}, {@code clamped_d}</td><td>x, W_s x, D_s x, and
     * what was learned since (docs/concepts.md, "A clamped input")</td></tr>
     * <tr><td>{@code clamped_sum}, {@code clamped_power}</td><td>float64, S and P</td></tr>
     * <tr><td>{@code clamped_begins}, {@code clamped_begun}, {@code clamped_learned}</td><td>bool, whether the next step begins a presentation whatever its
     * input is, whether the last one did, and whether W1 learned since</td></tr>
     * </table>
     *
     * @return the arrays, with {@code step} first; the map can't be changed
     */
    public Map<String, NpyArray> state() {
        return new ReplicaState(this).save();
    }

    /**
     * A circuit by itself that is as this one is now, and goes on as this one would, bit for bit.
     *
     * @throws org.pal4j.InputException if it needs more than 2 GiB
     */
    public Circuit copy() {
        return new Circuit(this);
    }

    private VectorView pyramidal(int region, int l) {
        return simulation.at.pyramidalView(region, l, lane);
    }

    private VectorView interneurons(int region, int k) {
        return simulation.at.interneuronView(region, k, lane);
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
            case uP -> pyramidal(simulation.at.u, index + 1);
            case bP -> pyramidal(simulation.at.b, index + 1);
            case rP -> pyramidal(simulation.at.r, index + 1);
            case vbas -> pyramidal(simulation.at.dendrite, index + 1);
            case hi -> pyramidal(simulation.at.high, index + 1);
            case vapi -> pyramidal(simulation.at.apical, index + 1);
            case noise -> pyramidal(simulation.at.noise, index + 1);
            case uI -> interneurons(simulation.at.u, index);
            case bI -> interneurons(simulation.at.b, index);
            case rI -> interneurons(simulation.at.r, index);
            case vden -> interneurons(simulation.at.dendrite, index);
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
        return first && simulation.stepper.clamped().isPresent() ? simulation.stepper.clamped().get().now(variable, view, lane) : view;
    }

    private static MatrixView zeros(int[] shape) {
        Block.Plan plan = new Block.Plan();
        plan.matrix("zeros", shape[0], shape[1]);
        return new MatrixView(plan.allocate().memory(), 0, shape[0], shape[1]);
    }

    /**
     * What plasticity asked for in the last step, whether or not weights were to learn: dt * eta * post pre^T, before a low-pass of updates; of B
     * with PAL, zeros with other algorithms (weight transport is no update).
     *
     * @param variable W, WI, B or BI
     * @param index    the population, from 0
     * @return in the shape {@link Variable#shape}, C order
     */
    public double[] update(Variable variable, int index) {
        return new LastUpdate(this).of(variable, index);
    }

    /** The high-passed rates of area {@code l} as the last step used them, before it brought them up to date: a live view. */
    public VectorView highPassSeen(int l) {
        return pyramidal(parameters.algorithm() == Choices.Algorithm.PAL ? simulation.at.highSeen : simulation.at.high, l);
    }

    /** The noise of hidden area {@code l} as the somata saw it in the last step that had any: a live view. */
    public VectorView noiseSeen(int l) {
        return pyramidal(simulation.at.noiseSeen, l);
    }

    /** The matrix as it lies in the block. */
    MatrixView stored(Variable variable, int index) {
        int[] shape = variable.shape(parameters, index);
        int offset = switch (variable) {
            case W -> simulation.at.forward[index];
            case lo -> simulation.at.low[index];
            case WI -> simulation.at.toInter[index];
            case B -> simulation.at.feedback[index];
            case BI -> simulation.at.fromInter[index];
            default -> throw new IllegalArgumentException(variable + " is not a matrix");
        };
        return simulation.at.matrix(offset, shape[0], shape[1], lane);
    }
}
