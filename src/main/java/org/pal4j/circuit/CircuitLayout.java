package org.pal4j.circuit;

import java.lang.foreign.MemorySegment;
import org.pal4j.kernel.Noise;
import org.pal4j.memory.Block;
import org.pal4j.memory.Lanes;
import org.pal4j.memory.MatrixView;
import org.pal4j.memory.VectorView;

/**
 * The memory layout of a circuit's block.
 *
 * <p>A variable that all neurons have is one region, in which the populations are adjacent, each padded to 16 floats: P_1 .. P_N,
 * then the interneurons in the order of their areas. So one kernel call covers all populations, the hidden areas are the first
 * part of each region, and the voltages that nudge the interneurons are a contiguous part of the pyramidal ones.
 *
 * <p>With L > 1 lanes, the block holds L replicas of the circuit side by side: each value becomes L floats, one per replica.
 * Synapses need their inputs spread over 16 lanes ({@link org.pal4j.kernel.EnsembleSynapses}). With fewer than 16 replicas these
 * values therefore have a second, spread copy, whose place is given by a {@link Presynaptic}.
 */
final class CircuitLayout extends Populations {
    private final Block.Plan plan = new Block.Plan();
    private final int areas = p.areas();

    /** Byte offsets of regions of all neurons. The pairs lookAhead/dendrite, factor/attenuation and freshRate/prediction are adjacent. */
    final int lookAhead = plan.vector("look_ahead", allFloats);
    final int dendrite = plan.vector("dendrite", allFloats);
    final int factor = plan.vector("factor", allFloats);
    final int attenuation = plan.vector("attenuation", allFloats);
    final int freshRate = plan.vector("fresh_rate", allFloats);
    final int prediction = plan.vector("prediction", allFloats);
    final int u = plan.vector("u", allFloats);
    final int b = plan.vector("b", allFloats);
    final int r = plan.vector("r", allFloats);
    final int rOld = plan.vector("r_old", allFloats);
    final int gain = plan.vector("post_gain", allFloats);
    final int post = plan.vector("post", allFloats);
    /** Gains are in {@link #factor}, and {@code ones} are ones for all who read such. With spreads: paces, no noise, attenuations without gain. */
    final int ones = p.spreadGain() > 0 ? plan.vector("ones", allFloats) : factor;
    final int pace = plan.vector("pace", p.spreadTau() > 0 ? allFloats : 0);
    final int silence = plan.vector("silence", p.spreadTau() > 0 ? allFloats : 0);
    final int nominalAttenuation = plan.vector("nominal_attenuation", p.spreadGain() > 0 ? allFloats : 0);
    /** Regions of pyramidal neurons. */
    final int high = plan.vector("high_pass", pyramidalFloats);
    final int highSeen = plan.vector("high_pass_seen", pyramidalFloats);
    final int postState = plan.vector("post_low_pass", p.postLowPass() ? pyramidalFloats : 0);
    final int traceState = plan.vector("rate_low_pass", p.traceLowPass() ? pyramidalFloats : 0);
    /** KP: post terms without learning rate, their low-pass, and zeros in the place of post terms. */
    private final boolean kolenPollack = p.algorithm() == Choices.Algorithm.KP;
    final int error = plan.vector("post_error", kolenPollack ? allFloats : 0);
    final int errorState = plan.vector("post_error_low_pass", kolenPollack && p.postLowPass() ? pyramidalFloats : 0);
    final int noPost = plan.vector("no_post", kolenPollack ? pyramidalFloats : 0);
    /** Regions of hidden pyramidal neurons. */
    final int apical = plan.vector("apical", hiddenFloats);
    final int apicalPost = plan.vector("apical_post", hiddenFloats);
    final int apicalGain = plan.vector("apical_gain", hiddenFloats);
    final int noise = plan.vector("noise", hiddenFloats);
    final int noiseSeen = plan.vector("noise_seen", hiddenFloats);
    final int noiseGain = plan.vector("noise_gain", hiddenFloats);
    final int draw = plan.vector("draw", hiddenFloats);
    /** Number of random blocks before those of hidden area l, index l - 1; one additional entry is their total. */
    final int[] randomBlocks = new int[areas];

    {
        for (int l = 1; l < areas; l++) {
            randomBlocks[l] = randomBlocks[l - 1] + Noise.blocks(p.size(l), lanes);
        }
    }

    /** First and second words of all blocks, and the plan from which they are generated ({@link Noise#plan}). */
    final int firstWords = plan.vector("random_words_a", randomBlocks[areas - 1]);
    final int secondWords = plan.vector("random_words_b", randomBlocks[areas - 1]);
    final int noisePlan = plan.vector("noise_plan", 3 * randomBlocks[areas - 1]);
    final int noisePlaces = plan.vector("noise_places", randomBlocks[areas - 1] / Lanes.COUNT * 2);
    /** Regions of pyramidal neurons for the regularizers with factors. */
    private final boolean factors = p.regularizer() != Choices.Regularizer.PLAIN;
    final int slope = plan.vector("regularizer_slope", factors ? pyramidalFloats : 0);
    final int decay = plan.vector("regularizer_decay", factors ? pyramidalFloats : 0);
    /** alpha_l for each neuron from which hidden area l receives feedback; index l - 1. */
    final int[] alpha = new int[areas - 1];
    /** For an ensemble: dt * eta_bw and alpha of hidden area l, 16 floats each. */
    final int[] alignRate = new int[areas - 1];
    final int[] alignAlpha = new int[areas - 1];
    /** For an ensemble with KP: dt * eta_bw * alpha of hidden area l, by which W of the area above decays, 16 floats each. */
    final int[] forwardDecay = new int[areas - 1];

    {
        for (int l = 1; l < areas; l++) {
            alpha[l - 1] = plan.vector("alpha" + l, factors ? floats(p.feedbackArea(l)) : 0);
            alignRate[l - 1] = plan.vector("align_rate" + l, lanes > 1 ? Lanes.COUNT : 0);
            alignAlpha[l - 1] = plan.vector("align_alpha" + l, lanes > 1 ? Lanes.COUNT : 0);
            forwardDecay[l - 1] = plan.vector("forward_decay" + l, lanes > 1 && kolenPollack ? Lanes.COUNT : 0);
        }
    }

    /** Input and output. */
    final int input = plan.vector("input", floats(0));
    final int inputOld = plan.vector("input_old", floats(0));
    /** The input of the previous step, unless it is {@link #clamped}; read by {@link LastUpdate}. */
    final int inputOfLastUpdate = plan.vector("input_seen", floats(0));
    final int inputTrace = plan.vector("input_low_pass", p.traceLowPass() ? floats(0) : 0);
    final int target = plan.vector("target", floats(areas));
    final int scratch = plan.vector("scratch", allFloats);
    /** For a clamped input: W_s x, D_s x, c and d of the first area, and the clamped input itself. */
    private final boolean clamps = ClampedInput.possible(p);
    final int clampedProduct = plan.vector("clamped_product", clamps ? floats(1) : 0);
    final int clampedLow = plan.vector("clamped_low_pass_product", clamps ? floats(1) : 0);
    final int clampedSum = plan.vector("clamped_sum", clamps ? floats(1) : 0);
    final int clampedStep = plan.vector("clamped_step", clamps ? floats(1) : 0);
    final int clamped = plan.vector("clamped_input", clamps ? floats(0) : 0);
    /** 16 floats each: x . x, x_old . x, its negative, and zeros. */
    final int clampedSquare = plan.vector("clamped_square", Lanes.COUNT);
    final int clampedCross = plan.vector("clamped_cross", Lanes.COUNT);
    final int clampedMinusCross = plan.vector("clamped_minus_cross", Lanes.COUNT);
    final int zeros = plan.vector("zeros", Lanes.COUNT);
    /** Values that synapses read from their inputs. */
    final Presynaptic rates = presynaptic("rates", r, allFloats);
    final Presynaptic oldRates = presynaptic("old_rates", rOld, allFloats);
    final Presynaptic highs = presynaptic("high_pass", p.highPass() ? highSeen : r, pyramidalFloats);
    final Presynaptic traces = p.traceLowPass() ? presynaptic("traces", traceState, pyramidalFloats) : oldRates;
    final Presynaptic decays = presynaptic("decays", decay, factors ? pyramidalFloats : 0);
    final Presynaptic errors = presynaptic("post_errors", p.postLowPass() ? errorState : error, kolenPollack ? pyramidalFloats : 0);
    final Presynaptic inputs = presynaptic("input", input, floats(0));
    final Presynaptic oldInputs = presynaptic("old_input", inputOld, floats(0));
    final Presynaptic inputTraces = p.traceLowPass() ? presynaptic("input_traces", inputTrace, floats(0)) : oldInputs;
    final Presynaptic clampedInputs = presynaptic("clamped_input", clamped, clamps ? floats(0) : 0);
    /** Matrices; index l - 1 for area l, and k for interneuron population k. */
    final int[] forward = new int[areas];
    final int[] lowPassed = new int[areas];
    final int[] forwardResidual = new int[areas];
    final int[] toInter = new int[p.interneuronPopulations()];
    final int[] feedback = new int[areas - 1];
    final int[] feedbackResidual = new int[areas - 1];
    final int[] fromInter = new int[areas - 1];
    final Block block;

    /**
     * Values that synapses read.
     *
     * @param region where the neurons write them
     * @param spread where the synapses read them; equal to {@code region} if no copy is needed
     */
    record Presynaptic(int region, int spread) {
        boolean copied() {
            return region != spread;
        }
    }

    /** What the parts of a step share. Of replicas side by side, the parameters are those of the first. */
    abstract static class Calls {
        final CircuitParameters p;
        final CircuitLayout at;
        final MemorySegment m;
        final int lanes;
        final int areas;

        Calls(CircuitLayout at) {
            this.at = at;
            p = at.p;
            m = at.block.memory();
            lanes = at.lanes;
            areas = at.areas;
        }

        final void copy(int from, int to, int floats) {
            MemorySegment.copy(m, from, m, to, (long) floats * Float.BYTES);
        }
    }

    /** Each region is reserved where its field is declared, in this order. */
    CircuitLayout(CircuitParameters p, int lanes) {
        super(p, lanes);
        for (int l = 1; l <= areas; l++) {
            forward[l - 1] = plan.matrix("W" + l, floats(l), p.size(l - 1));
            lowPassed[l - 1] = p.updateLowPass() ? plan.matrix("lo" + l, floats(l), p.size(l - 1)) : -1;
            forwardResidual[l - 1] = plan.matrix("residual_W" + l, kolenPollack && l > 1 ? floats(l) : 0, p.size(l - 1));
        }
        for (int k = 0; k < toInter.length; k++) {
            int l = p.interneuronArea(k);
            toInter[k] = plan.matrix("WI" + l, floats(l + 1), p.size(l));
        }
        for (int l = 1; l < areas; l++) {
            int columns = p.size(p.feedbackArea(l));
            feedback[l - 1] = plan.matrix("B" + l, floats(l), columns);
            feedbackResidual[l - 1] = plan.matrix("residual_B" + l, p.algorithm().learnsFeedback() ? floats(l) : 0, columns);
            fromInter[l - 1] = plan.matrix("BI" + l, floats(l), columns);
        }
        block = plan.allocate();
        new VectorView(block.memory(), factor, allFloats).fill(1f);
        new VectorView(block.memory(), ones, allFloats).fill(1f);
        if (p.spreadTau() > 0) {
            new VectorView(block.memory(), pace, allFloats).fill(1f);
        }
    }

    private Presynaptic presynaptic(String name, int region, int floats) {
        boolean copied = lanes > 1 && lanes < Lanes.COUNT && floats > 0;
        return new Presynaptic(region, copied ? plan.vector("spread_" + name, Lanes.padded(floats) * (Lanes.COUNT / lanes)) : region);
    }

    /** Offset from which synapses read the values of P_l. */
    int presynapticPyramidal(Presynaptic values, int l) {
        return presynapticOffset(values, atPyramidal(l));
    }

    /** Offset from which synapses read the values of interneuron population k. */
    int presynapticInterneurons(Presynaptic values, int k) {
        return presynapticOffset(values, atInterneuron(k));
    }

    /** Spread values are laid out like their region, padding included, so that one call spreads them all. */
    private int presynapticOffset(Presynaptic values, int at) {
        return values.copied() ? values.spread() + at * (Lanes.COUNT / lanes) : values.region() + at;
    }

    /** P_l of one replica. */
    VectorView pyramidalView(int region, int l, int lane) {
        return view(region + atPyramidal(l), p.size(l), lane);
    }

    /** Interneuron population k of one replica. */
    VectorView interneuronView(int region, int k, int lane) {
        return view(region + atInterneuron(k), p.size(p.interneuronArea(k) + 1), lane);
    }

    /** A vector of one replica. */
    VectorView view(int region, int size, int lane) {
        return new VectorView(block.memory(), region + lane * Float.BYTES, size, lanes);
    }

    /** A matrix of one replica. */
    MatrixView matrix(int offset, int rows, int columns, int lane) {
        return new MatrixView(block.memory(), offset, rows, columns, lanes, lane);
    }
}
