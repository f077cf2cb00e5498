package org.pal4j.circuit;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.Activation;
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
final class CircuitLayout {
    final Block block;
    /** Replicas side by side: 1, 4, 8 or 16. */
    final int lanes;
    /** Float index of P_l in a region of all neurons, l = 1..N; entry N+1 is the start of the interneurons. */
    final int[] pyramidal;
    /** Float index of interneuron population k, from 0; one additional entry marks the end. */
    final int[] interneuron;
    /** Floats of all populations, of all pyramidal populations, and of the hidden pyramidal populations. */
    final int allFloats;
    final int pyramidalFloats;
    final int hiddenFloats;

    /** Byte offsets of regions of all neurons. The pairs lookAhead/dendrite, factor/attenuation and freshRate/prediction are adjacent. */
    final int lookAhead;
    final int dendrite;
    final int factor;
    final int attenuation;
    final int freshRate;
    final int prediction;
    final int u;
    final int b;
    final int r;
    final int rOld;
    final int gain;
    final int post;
    /** Regions of pyramidal neurons. */
    final int high;
    final int highSeen;
    final int postState;
    final int traceState;
    /** Regions of hidden pyramidal neurons. */
    final int apical;
    final int apicalPost;
    final int apicalGain;
    final int noise;
    final int noiseSeen;
    final int noiseGain;
    final int draw;
    /** Number of random blocks before those of hidden area l, index l - 1; one additional entry is their total. */
    final int[] randomBlocks;
    /** First and second words of all blocks, and the plan from which they are generated ({@link Noise#plan}). */
    final int firstWords;
    final int secondWords;
    final int noisePlan;
    final int noisePlaces;
    /** Regions of pyramidal neurons for the regularizers with factors. */
    final int slope;
    final int decay;
    /** alpha_l for each neuron from which hidden area l receives feedback; index l - 1. */
    final int[] alpha;
    /** For an ensemble: dt * eta_bw and alpha of hidden area l, 16 floats each. */
    final int[] alignRate;
    final int[] alignAlpha;
    /** Values that synapses read from their inputs. */
    final Presynaptic rates;
    final Presynaptic oldRates;
    final Presynaptic traces;
    final Presynaptic highs;
    final Presynaptic decays;
    final Presynaptic inputs;
    final Presynaptic oldInputs;
    final Presynaptic inputTraces;
    final Presynaptic clampedInputs;
    /** Input and output. */
    final int input;
    final int inputOld;
    /** The input of the previous step, unless it is {@link #clamped}; read by {@link LastUpdate}. */
    final int inputOfLastUpdate;
    final int inputTrace;
    final int target;
    final int scratch;
    /** For a clamped input: W_s x, D_s x, c and d of the first area, and the clamped input itself. */
    final int clampedProduct;
    final int clampedLow;
    final int clampedSum;
    final int clampedStep;
    final int clamped;
    /** 16 floats each: x . x, x_old . x, its negative, and zeros. */
    final int clampedSquare;
    final int clampedCross;
    final int clampedMinusCross;
    final int zeros;
    /** Matrices; index l - 1 for area l, and k for interneuron population k. */
    final int[] forward;
    final int[] lowPassed;
    final int[] toInter;
    final int[] feedback;
    final int[] feedbackResidual;
    final int[] fromInter;

    private final CircuitParameters p;
    private final Block.Plan plan = new Block.Plan();

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

    CircuitLayout(CircuitParameters p, int lanes) {
        this.p = p;
        this.lanes = lanes;
        int areas = p.areas();
        pyramidal = new int[areas + 2];
        for (int l = 1; l <= areas; l++) {
            pyramidal[l + 1] = pyramidal[l] + Lanes.padded(p.size(l) * lanes);
        }
        pyramidalFloats = pyramidal[areas + 1];
        hiddenFloats = pyramidal[areas];
        interneuron = new int[p.interneuronPopulations() + 1];
        interneuron[0] = pyramidalFloats;
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            interneuron[k + 1] = interneuron[k] + Lanes.padded(p.size(p.interneuronArea(k) + 1) * lanes);
        }
        allFloats = interneuron[p.interneuronPopulations()];

        lookAhead = reserveAll("look_ahead");
        dendrite = reserveAll("dendrite");
        factor = plan.vector("factor", allFloats);
        attenuation = plan.vector("attenuation", allFloats);
        freshRate = reserveAll("fresh_rate");
        prediction = reserveAll("prediction");
        u = reserveAll("u");
        b = reserveAll("b");
        r = reserveAll("r");
        rOld = reserveAll("r_old");
        gain = plan.vector("post_gain", allFloats);
        post = reserveAll("post");
        high = reservePyramidal("high_pass", areas);
        highSeen = reservePyramidal("high_pass_seen", areas);
        postState = reservePyramidal("post_low_pass", p.postLowPass() ? areas : 0);
        traceState = reservePyramidal("rate_low_pass", p.traceLowPass() ? areas : 0);
        apical = reservePyramidal("apical", areas - 1);
        apicalPost = reservePyramidal("apical_post", areas - 1);
        apicalGain = plan.vector("apical_gain", hiddenFloats);
        noise = reservePyramidal("noise", areas - 1);
        noiseSeen = reservePyramidal("noise_seen", areas - 1);
        noiseGain = plan.vector("noise_gain", hiddenFloats);
        draw = reservePyramidal("draw", areas - 1);
        randomBlocks = new int[areas];
        for (int l = 1; l < areas; l++) {
            randomBlocks[l] = randomBlocks[l - 1] + Noise.blocks(p.size(l), lanes);
        }
        int blocks = randomBlocks[areas - 1];
        firstWords = plan.vector("random_words_a", blocks);
        secondWords = plan.vector("random_words_b", blocks);
        noisePlan = plan.vector("noise_plan", 3 * blocks);
        noisePlaces = plan.vector("noise_places", blocks / Lanes.COUNT * 2);
        boolean factors = p.regularizer() != Choices.Regularizer.PLAIN;
        slope = plan.vector("regularizer_slope", factors ? pyramidalFloats : 0);
        decay = plan.vector("regularizer_decay", factors ? pyramidalFloats : 0);
        alpha = new int[areas - 1];
        alignRate = new int[areas - 1];
        alignAlpha = new int[areas - 1];
        for (int l = 1; l < areas; l++) {
            alpha[l - 1] = plan.vector("alpha" + l, factors ? p.size(p.feedbackArea(l)) * lanes : 0);
            alignRate[l - 1] = plan.vector("align_rate" + l, lanes > 1 ? Lanes.COUNT : 0);
            alignAlpha[l - 1] = plan.vector("align_alpha" + l, lanes > 1 ? Lanes.COUNT : 0);
        }
        input = reserveVector("input", p.size(0));
        inputOld = reserveVector("input_old", p.size(0));
        inputOfLastUpdate = reserveVector("input_seen", p.size(0));
        inputTrace = reserveVector("input_low_pass", p.traceLowPass() ? p.size(0) : 0);
        target = reserveVector("target", p.size(areas));
        scratch = plan.vector("scratch", allFloats);

        boolean clamps = ClampedInput.possible(p);
        clampedProduct = reserveVector("clamped_product", clamps ? p.size(1) : 0);
        clampedLow = reserveVector("clamped_low_pass_product", clamps ? p.size(1) : 0);
        clampedSum = reserveVector("clamped_sum", clamps ? p.size(1) : 0);
        clampedStep = reserveVector("clamped_step", clamps ? p.size(1) : 0);
        clamped = reserveVector("clamped_input", clamps ? p.size(0) : 0);
        clampedSquare = plan.vector("clamped_square", Lanes.COUNT);
        clampedCross = plan.vector("clamped_cross", Lanes.COUNT);
        clampedMinusCross = plan.vector("clamped_minus_cross", Lanes.COUNT);
        zeros = plan.vector("zeros", Lanes.COUNT);

        rates = reservePresynaptic("rates", r, allFloats);
        oldRates = reservePresynaptic("old_rates", rOld, allFloats);
        highs = reservePresynaptic("high_pass", p.highPass() ? highSeen : r, pyramidalFloats);
        traces = p.traceLowPass() ? reservePresynaptic("traces", traceState, pyramidalFloats) : oldRates;
        decays = reservePresynaptic("decays", decay, factors ? pyramidalFloats : 0);
        inputs = reservePresynaptic("input", input, p.size(0) * lanes);
        oldInputs = reservePresynaptic("old_input", inputOld, p.size(0) * lanes);
        inputTraces = p.traceLowPass() ? reservePresynaptic("input_traces", inputTrace, p.size(0) * lanes) : oldInputs;
        clampedInputs = reservePresynaptic("clamped_input", clamped, clamps ? p.size(0) * lanes : 0);

        forward = new int[areas];
        lowPassed = new int[areas];
        feedback = new int[areas - 1];
        feedbackResidual = new int[areas - 1];
        fromInter = new int[areas - 1];
        toInter = new int[p.interneuronPopulations()];
        for (int l = 1; l <= areas; l++) {
            forward[l - 1] = reserveMatrix("W" + l, p.size(l), p.size(l - 1));
            lowPassed[l - 1] = p.updateLowPass() ? reserveMatrix("lo" + l, p.size(l), p.size(l - 1)) : -1;
        }
        for (int k = 0; k < toInter.length; k++) {
            int l = p.interneuronArea(k);
            toInter[k] = reserveMatrix("WI" + l, p.size(l + 1), p.size(l));
        }
        for (int l = 1; l < areas; l++) {
            feedback[l - 1] = reserveMatrix("B" + l, p.size(l), p.size(p.feedbackArea(l)));
            boolean aligns = p.algorithm() == Choices.Algorithm.PAL;
            feedbackResidual[l - 1] = reserveMatrix("residual_B" + l, aligns ? p.size(l) : 0, p.size(p.feedbackArea(l)));
            fromInter[l - 1] = reserveMatrix("BI" + l, p.size(l), p.size(p.feedbackArea(l)));
        }
        block = plan.allocate();
        new VectorView(block.memory(), factor, allFloats).fill(1f);
    }

    private int reserveAll(String name) {
        return plan.vector(name, allFloats);
    }

    /** Reserves a region of P_1 .. P_last. */
    private int reservePyramidal(String name, int last) {
        return plan.vector(name, pyramidal[last + 1]);
    }

    private int reserveVector(String name, int size) {
        return plan.vector(name, size * lanes);
    }

    private int reserveMatrix(String name, int rows, int columns) {
        return plan.matrix(name, rows * lanes, columns);
    }

    private Presynaptic reservePresynaptic(String name, int region, int floats) {
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

    /** Byte offset of P_l within a region of all neurons. */
    int atPyramidal(int l) {
        return pyramidal[l] * Float.BYTES;
    }

    /** Byte offset of interneuron population k within a region of all neurons. */
    int atInterneuron(int k) {
        return interneuron[k] * Float.BYTES;
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

    /**
     * A run of adjacent populations with the same activation. The adjacent regions look-ahead and dendrite count as one, with
     * twice all neurons.
     */
    record Run(Activation phi, int from, int size) {}

    /** The minimal number of runs: one if all areas have the same activation. */
    List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
            int base = half * allFloats;
            for (int l = 1; l <= p.areas(); l++) {
                // Without activation in the post term, the basal dendrite predicts a voltage.
                Activation phi = half == 1 && !p.postWithActivation() ? Activation.LINEAR : p.activation(l);
                append(runs, new Run(phi, base + pyramidal[l], pyramidal[l + 1] - pyramidal[l]));
            }
            for (int k = 0; k < interneuron.length - 1; k++) {
                Activation phi = p.activation(p.interneuronArea(k) + 1);
                append(runs, new Run(phi, base + interneuron[k], interneuron[k + 1] - interneuron[k]));
            }
        }
        return List.copyOf(runs);
    }

    private static void append(List<Run> runs, Run next) {
        Run last = runs.isEmpty() ? null : runs.getLast();
        if (last != null && last.phi == next.phi) {
            runs.set(runs.size() - 1, new Run(last.phi, last.from, last.size + next.size));
        } else {
            runs.add(next);
        }
    }
}
