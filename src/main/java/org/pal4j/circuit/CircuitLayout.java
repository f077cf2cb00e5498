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
 * Where everything of a circuit lies in its block.
 *
 * <p>A variable of all neurons is one region, in which the populations lie side by side, each padded to 16 floats: P_1 .. P_N, then the
 * interneurons in the order of their areas. So a kernel passes over all populations in one call, the hidden areas are the first part
 * of each region, and the voltages that nudge the interneurons are a run of the pyramidal ones.
 *
 * <p>With L > 1 lanes the block holds L replicas of the circuit side by side: each value becomes L floats, one for each replica. What synapses
 * read of their inputs they need spread over 16 lanes ({@link org.pal4j.kernel.EnsembleSynapses}); with fewer than 16 replicas those
 * values have a second place, where a {@link Presynaptic} says that it is.
 */
final class CircuitLayout {
    final Block block;
    /** Replicas side by side: 1, 4, 8 or 16. */
    final int lanes;
    /** Float index of P_l in a region of all neurons, l = 1..N; entry N+1 is where the interneurons begin. */
    final int[] pyramidal;
    /** Float index of interneuron population k, from 0; one more entry is the end of all. */
    final int[] interneuron;
    /** Floats of all populations, of P and of hidden P. */
    final int all;
    final int allPyramidal;
    final int hidden;

    /** Offsets in bytes. Regions of all neurons; the pairs lookAhead/dendrite, factor/attenuation and fresh/prediction are neighbours. */
    final int lookAhead;
    final int dendrite;
    final int factor;
    final int attenuation;
    final int fresh;
    final int prediction;
    final int u;
    final int b;
    final int r;
    final int old;
    final int gain;
    final int post;
    /** Of pyramidal neurons. */
    final int high;
    final int highSeen;
    final int postState;
    final int traceState;
    /** Of hidden pyramidal neurons. */
    final int apical;
    final int apicalPost;
    final int apicalGain;
    final int noise;
    final int noiseSeen;
    final int noiseGain;
    final int draw;
    /** Blocks of random bits before those of hidden area l, index l - 1; one more entry is their number. */
    final int[] randomBlocks;
    /** First and second words of all blocks, and what they are made from ({@link Noise#plan}). */
    final int firstWords;
    final int secondWords;
    final int noisePlan;
    final int noisePlaces;
    /** Of pyramidal neurons, for the regularizers with factors. */
    final int slope;
    final int decay;
    /** alpha_l for each neuron that hidden area l gets its feedback from; index l - 1. */
    final int[] alpha;
    /** For an ensemble: dt * eta_bw and alpha of hidden area l, 16 floats. */
    final int[] alignRate;
    final int[] alignAlpha;
    /** What synapses read of their inputs. */
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
    /** The input of the step before, where it is not {@link #clamped}: for {@link LastUpdate}. */
    final int inputSeen;
    final int inputTrace;
    final int target;
    final int scratch;
    /** For a clamped input: W_s x, D_s x, c and d of the first area, and the input that is clamped. */
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
    final int[] low;
    final int[] toInter;
    final int[] feedback;
    final int[] feedbackResidual;
    final int[] fromInter;

    private final CircuitParameters p;
    private final Block.Plan plan = new Block.Plan();

    /**
     * Values that synapses read.
     *
     * @param region where neurons write them
     * @param spread where synapses read them; the same if no copy is needed
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
        allPyramidal = pyramidal[areas + 1];
        hidden = pyramidal[areas];
        interneuron = new int[p.interneuronPopulations() + 1];
        interneuron[0] = allPyramidal;
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            interneuron[k + 1] = interneuron[k] + Lanes.padded(p.size(p.interneuronArea(k) + 1) * lanes);
        }
        all = interneuron[p.interneuronPopulations()];

        lookAhead = ofAll("look_ahead");
        dendrite = ofAll("dendrite");
        factor = plan.vector("factor", all);
        attenuation = plan.vector("attenuation", all);
        fresh = ofAll("fresh_rate");
        prediction = ofAll("prediction");
        u = ofAll("u");
        b = ofAll("b");
        r = ofAll("r");
        old = ofAll("r_old");
        gain = plan.vector("post_gain", all);
        post = ofAll("post");
        high = ofPyramidal("high_pass", areas);
        highSeen = ofPyramidal("high_pass_seen", areas);
        postState = ofPyramidal("post_low_pass", p.postLowPass() ? areas : 0);
        traceState = ofPyramidal("rate_low_pass", p.traceLowPass() ? areas : 0);
        apical = ofPyramidal("apical", areas - 1);
        apicalPost = ofPyramidal("apical_post", areas - 1);
        apicalGain = plan.vector("apical_gain", hidden);
        noise = ofPyramidal("noise", areas - 1);
        noiseSeen = ofPyramidal("noise_seen", areas - 1);
        noiseGain = plan.vector("noise_gain", hidden);
        draw = ofPyramidal("draw", areas - 1);
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
        slope = plan.vector("regularizer_slope", factors ? allPyramidal : 0);
        decay = plan.vector("regularizer_decay", factors ? allPyramidal : 0);
        alpha = new int[areas - 1];
        alignRate = new int[areas - 1];
        alignAlpha = new int[areas - 1];
        for (int l = 1; l < areas; l++) {
            alpha[l - 1] = plan.vector("alpha" + l, factors ? p.size(p.feedbackArea(l)) * lanes : 0);
            alignRate[l - 1] = plan.vector("align_rate" + l, lanes > 1 ? Lanes.COUNT : 0);
            alignAlpha[l - 1] = plan.vector("align_alpha" + l, lanes > 1 ? Lanes.COUNT : 0);
        }
        input = vector("input", p.size(0));
        inputOld = vector("input_old", p.size(0));
        inputSeen = vector("input_seen", p.size(0));
        inputTrace = vector("input_low_pass", p.traceLowPass() ? p.size(0) : 0);
        target = vector("target", p.size(areas));
        scratch = plan.vector("scratch", all);

        boolean clamps = ClampedInput.possible(p);
        clampedProduct = vector("clamped_product", clamps ? p.size(1) : 0);
        clampedLow = vector("clamped_low_pass_product", clamps ? p.size(1) : 0);
        clampedSum = vector("clamped_sum", clamps ? p.size(1) : 0);
        clampedStep = vector("clamped_step", clamps ? p.size(1) : 0);
        clamped = vector("clamped_input", clamps ? p.size(0) : 0);
        clampedSquare = plan.vector("clamped_square", Lanes.COUNT);
        clampedCross = plan.vector("clamped_cross", Lanes.COUNT);
        clampedMinusCross = plan.vector("clamped_minus_cross", Lanes.COUNT);
        zeros = plan.vector("zeros", Lanes.COUNT);

        rates = presynaptic("rates", r, all);
        oldRates = presynaptic("old_rates", old, all);
        highs = presynaptic("high_pass", p.highPass() ? highSeen : r, allPyramidal);
        traces = p.traceLowPass() ? presynaptic("traces", traceState, allPyramidal) : oldRates;
        decays = presynaptic("decays", decay, factors ? allPyramidal : 0);
        inputs = presynaptic("input", input, p.size(0) * lanes);
        oldInputs = presynaptic("old_input", inputOld, p.size(0) * lanes);
        inputTraces = p.traceLowPass() ? presynaptic("input_traces", inputTrace, p.size(0) * lanes) : oldInputs;
        clampedInputs = presynaptic("clamped_input", clamped, clamps ? p.size(0) * lanes : 0);

        forward = new int[areas];
        low = new int[areas];
        feedback = new int[areas - 1];
        feedbackResidual = new int[areas - 1];
        fromInter = new int[areas - 1];
        toInter = new int[p.interneuronPopulations()];
        for (int l = 1; l <= areas; l++) {
            forward[l - 1] = matrix("W" + l, p.size(l), p.size(l - 1));
            low[l - 1] = p.updateLowPass() ? matrix("lo" + l, p.size(l), p.size(l - 1)) : -1;
        }
        for (int k = 0; k < toInter.length; k++) {
            int l = p.interneuronArea(k);
            toInter[k] = matrix("WI" + l, p.size(l + 1), p.size(l));
        }
        for (int l = 1; l < areas; l++) {
            feedback[l - 1] = matrix("B" + l, p.size(l), p.size(p.feedbackArea(l)));
            boolean aligns = p.algorithm() == Choices.Algorithm.PAL;
            feedbackResidual[l - 1] = matrix("residual_B" + l, aligns ? p.size(l) : 0, p.size(p.feedbackArea(l)));
            fromInter[l - 1] = matrix("BI" + l, p.size(l), p.size(p.feedbackArea(l)));
        }
        block = plan.allocate();
        new VectorView(block.memory(), factor, all).fill(1f);
    }

    private int ofAll(String name) {
        return plan.vector(name, all);
    }

    /** A region of P_1 .. P_last. */
    private int ofPyramidal(String name, int last) {
        return plan.vector(name, pyramidal[last + 1]);
    }

    private int vector(String name, int size) {
        return plan.vector(name, size * lanes);
    }

    private int matrix(String name, int rows, int columns) {
        return plan.matrix(name, rows * lanes, columns);
    }

    private Presynaptic presynaptic(String name, int region, int floats) {
        boolean copied = lanes > 1 && lanes < Lanes.COUNT && floats > 0;
        return new Presynaptic(region, copied ? plan.vector("spread_" + name, Lanes.padded(floats) * (Lanes.COUNT / lanes)) : region);
    }

    /** Where synapses read the values of P_l. */
    int ofPyramidal(Presynaptic values, int l) {
        return place(values, atPyramidal(l));
    }

    /** Where synapses read the values of interneuron population k. */
    int ofInterneurons(Presynaptic values, int k) {
        return place(values, atInterneuron(k));
    }

    /** Spread values lie as they do in their region, padding included, so that one call spreads them all. */
    private int place(Presynaptic values, int at) {
        return values.copied() ? values.spread() + at * (Lanes.COUNT / lanes) : values.region() + at;
    }

    /** Bytes from the start of a region of all neurons to P_l. */
    int atPyramidal(int l) {
        return pyramidal[l] * Float.BYTES;
    }

    /** Bytes from the start of a region of all neurons to interneuron population k. */
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

    /** Neighbouring populations with one activation, over the pair (look-ahead, dendrite) and so over twice all neurons. */
    record Run(Activation phi, int from, int size) {}

    /** As few runs as the activations allow: one where all areas have the same. */
    List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
            int base = half * all;
            for (int l = 1; l <= p.areas(); l++) {
                // Without activation in the post term, what the basal dendrite predicts is a voltage.
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
