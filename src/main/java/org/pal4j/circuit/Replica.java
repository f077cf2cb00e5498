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
 * A circuit whose state can be read and whose inputs can be set: a single {@link Circuit}, or one of several that an
 * {@link Ensemble} simulates side by side. Its variables have the same bits in both cases.
 */
public sealed class Replica implements CircuitState permits Circuit {
    /** The simulation to which this replica belongs. */
    final Simulation simulation;
    /** Its lane in the simulation. */
    final int lane;
    /** The source of its noise. */
    final NoiseSource noise;
    private final CircuitParameters parameters;
    /** Views needed at each presentation or step are created once. */
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

    /** All regions of the block by name; replicas side by side share the block. */
    public StructLayout layout() {
        return simulation.at.block.layout();
    }

    /** The block itself: the whole state except {@link #step} and the presentation state of a clamped input. */
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

    /** Standard-normal draws of hidden area {@code l}, to be written before a step if the noise source is {@link NoiseSource.Given}. */
    public VectorView draws(int l) {
        return pyramidal(simulation.at.draw, l);
    }

    /** Prospective voltages of area {@code l} as used in the last step: a live view. */
    public VectorView prospective(int l) {
        return prospective[l - 1];
    }

    /**
     * Checks that all voltages are finite, and of a size that a network can work with: at most {@value NonFiniteException#LIMIT}. A weight that
     * is not makes a voltage so within one step.
     *
     * @throws NonFiniteException with the first neuron whose voltage is not
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
            if (!(Math.abs(u.get(i)) <= NonFiniteException.LIMIT)) {
                throw new NonFiniteException(population, i, u.get(i), step());
            }
        }
    }

    @Override
    public double[] read(Variable variable, int index) {
        float[] values = variable.shape(parameters, index).length == 2 ? matrix(variable, index).toArray() : vector(variable, index).toArray();
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    @Override
    public void write(Variable variable, int index, double[] values) {
        if (!(this instanceof Circuit) && step() > 0) {
            throw new IllegalStateException("replicas of an ensemble can be written only before their first step; copy() gives a circuit "
                    + "that can be written at any time");
        }
        switch (variable) {
            case uP, uI, paceP, paceI, gainP, gainI -> vector(variable, index).set(values);
            case W -> {
                if (index == 0) {
                    simulation.stepper.clamped().ifPresent(ClampedInput::writeBack);
                }
                storedMatrix(variable, index).set(values);
                if (index > 0 && parameters.algorithm() == Choices.Algorithm.KP) {
                    clear(simulation.at.forwardResidual[index], variable, index);
                }
            }
            case WI, BI -> storedMatrix(variable, index).set(values);
            case B -> {
                storedMatrix(variable, index).set(values);
                if (parameters.algorithm().learnsFeedback()) {
                    clear(simulation.at.feedbackResidual[index], variable, index);
                }
            }
            default -> throw new IllegalArgumentException(variable + " is derived from other variables and can't be set");
        }
    }

    /** A residual is the round-off of the old weights; new ones start with none. */
    private void clear(int residual, Variable variable, int index) {
        int[] shape = variable.shape(parameters, index);
        simulation.at.matrix(residual, shape[0], shape[1], lane).set(new float[shape[0] * shape[1]]);
    }

    /**
     * A copy of everything that this circuit needs to continue bit for bit ({@link Simulator#resume}), as named arrays. It may be taken between any
     * two steps. Seeds and parameters are not part of it. Arrays are float32 unless noted. l is the number of an area; populations of interneurons
     * have the number of their area.
     *
     * <table>
     * <caption>Arrays of the state</caption>
     * <tr><th>name</th><th>content</th></tr>
     * <tr><td>{@code step}</td><td>int64, the number of steps taken</td></tr>
     * <tr><td>{@code uPl uIl bPl bIl rPl rIl vbasl vdenl vapil noisel hil lol Wl WIl Bl BIl}</td><td>as {@link #read} gives each {@link Variable};
     * {@code lol} only with low-passed updates</td></tr>
     * <tr><td>{@code input}, {@code target}</td><td>as set for the next step</td></tr>
     * <tr><td>{@code next_bPl}, {@code next_bIl}</td><td>prospective voltages of the next step, from the steady states of the last one</td></tr>
     * <tr><td>{@code old_rPl}, {@code old_rIl}, {@code old_input}, {@code seen_input}</td><td>rates of the previous step: of hidden areas, of
     * interneurons and of the input; the input that the updates of W1 used</td></tr>
     * <tr><td>{@code seen_hil}, {@code seen_noisel}</td><td>high-passed rates as plasticity saw them (PAL), and noise as somata saw it</td></tr>
     * <tr><td>{@code post_Pl}, {@code post_Il}, {@code post_apil}</td><td>post terms of W, WI and BI, times dt and the learning rate</td></tr>
     * <tr><td>{@code error_Pl}, {@code low_errorl}</td><td>post terms of W without these factors, from area 2 on, and their low-pass, where it
     * exists (KP)</td></tr>
     * <tr><td>{@code low_postl}, {@code low_rPl}, {@code low_input}</td><td>low-passed post terms, rates of hidden areas and input, where they
     * exist</td></tr>
     * <tr><td>{@code residual_Bl}</td><td>the part of the updates below the resolution of B (PAL, KP)</td></tr>
     * <tr><td>{@code residual_Wl}</td><td>the same of W, from area 2 on (KP)</td></tr>
     * <tr><td>{@code B_learned}</td><td>bool, whether B learned in the last step (PAL, KP)</td></tr>
     * <tr><td>{@code noise_clock}</td><td>int64, the number of steps with noise, where noise is held for several and any noise_scale is not
     * 0; with one_noise_clock, the turns of the areas since the last draw</td></tr>
     * <tr><td>{@code drawl}</td><td>draws that were given, if the noise is given and drawn</td></tr>
     * <tr><td>{@code numpy_key}, {@code numpy_pos}, {@code numpy_has_gauss}, {@code numpy_cached_gaussian}</td><td>int64 (624), int64, bool and
     * float64: NumPy's generator, if the noise comes from it, as {@code get_state()} has them</td></tr>
     * <tr><td>{@code clamped_W1}, {@code clamped_lo1}</td><td>W1 and lo1 at the start of the presentation, with a clamped input; {@code W1} and
     * {@code lo1} follow from all of these</td></tr>
     * <tr><td>{@code clamped_input}, {@code clamped_product}, {@code clamped_low_product}, {@code clamped_c}, {@code clamped_d}</td><td>x, W_s x,
     * D_s x, and the updates since (docs/concepts.md, "A clamped input")</td></tr>
     * <tr><td>{@code clamped_sum}, {@code clamped_power}</td><td>float64, S and P</td></tr>
     * <tr><td>{@code clamped_begins}, {@code clamped_begun}, {@code clamped_learned}</td><td>bool, whether the next step starts a presentation
     * whatever its input, whether the last one did, and whether W1 learned since</td></tr>
     * </table>
     *
     * @return the arrays, with {@code step} first; the map can't be changed
     */
    public Map<String, NpyArray> state() {
        return new ReplicaState(this).save();
    }

    /**
     * A single circuit with the current state of this one, which continues exactly as this one would, bit for bit.
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

    /** A live view of a variable with one value per neuron; {@code index} counts populations from 0. */
    public VectorView vector(Variable variable, int index) {
        variable.require(parameters);
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
            case paceP -> pyramidal(simulation.at.pace, index + 1);
            case paceI -> interneurons(simulation.at.pace, index);
            case gainP -> pyramidal(simulation.at.factor, index + 1);
            case gainI -> interneurons(simulation.at.factor, index);
            default -> throw new IllegalArgumentException(variable + " is a matrix");
        };
    }

    /**
     * A matrix, for reading; {@code index} counts populations from 0. A live view, except for W_1 and its low-passed updates with
     * a clamped input, which are copies of the current values. Without dWPP_low_pass there are no low-passed updates, and the
     * result is zero.
     */
    public MatrixView matrix(Variable variable, int index) {
        if (variable == Variable.lo && !parameters.updateLowPass()) {
            return zeros(variable.shape(parameters, index));
        }
        MatrixView view = storedMatrix(variable, index);
        boolean first = index == 0 && (variable == Variable.W || variable == Variable.lo);
        return first && simulation.stepper.clamped().isPresent() ? simulation.stepper.clamped().get().current(variable, view, lane) : view;
    }

    private static MatrixView zeros(int[] shape) {
        Block.Plan plan = new Block.Plan();
        plan.matrix("zeros", shape[0], shape[1]);
        return new MatrixView(plan.allocate().memory(), 0, shape[0], shape[1]);
    }

    /**
     * The update that plasticity requested in the last step, whether or not learning was on: dt * eta * post pre^T, before a
     * low-pass on updates. The decay of W with KP is not in it. For B, only PAL and KP have updates, which contain the decay of B; the
     * result is zero with other algorithms (weight transport is no update).
     *
     * @param variable W, WI, B or BI
     * @param index    the population, from 0
     * @return the update in the shape {@link Variable#shape}, in C order
     */
    public double[] update(Variable variable, int index) {
        return new LastUpdate(this).of(variable, index);
    }

    /** The high-passed rates of area {@code l} as used in the last step, before that step advanced them: a live view. */
    public VectorView highPassSeen(int l) {
        return pyramidal(parameters.algorithm() == Choices.Algorithm.PAL ? simulation.at.highSeen : simulation.at.high, l);
    }

    /** The noise of hidden area {@code l} that the somata saw in the last step with noise: a live view. */
    public VectorView noiseSeen(int l) {
        return pyramidal(simulation.at.noiseSeen, l);
    }

    /** The matrix as stored in the block. */
    MatrixView storedMatrix(Variable variable, int index) {
        int[] shape = variable.shape(parameters, index);
        int offset = switch (variable) {
            case W -> simulation.at.forward[index];
            case lo -> simulation.at.lowPassed[index];
            case WI -> simulation.at.toInter[index];
            case B -> simulation.at.feedback[index];
            case BI -> simulation.at.fromInter[index];
            default -> throw new IllegalArgumentException(variable + " is not a matrix");
        };
        return simulation.at.matrix(offset, shape[0], shape[1], lane);
    }
}
