package org.pal4j.circuit;

import java.util.ArrayList;
import java.util.List;
import org.pal4j.kernel.Activation;
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
 */
final class CircuitLayout {
    final Block block;
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
    final int words;
    /** Of pyramidal neurons, for the regularizers with factors. */
    final int slope;
    final int decay;
    /** alpha_l for each neuron that hidden area l gets its feedback from; index l - 1. */
    final int[] alpha;
    /** Input and output. */
    final int input;
    final int inputOld;
    final int inputTrace;
    final int target;
    final int scratch;
    /** For a clamped input: W_s x, D_s x, c and d of the first area, and the input that is clamped. */
    final int clampedProduct;
    final int clampedLow;
    final int clampedSum;
    final int clampedStep;
    final int clamped;
    /** Matrices; index l - 1 for area l, and k for interneuron population k. */
    final int[] forward;
    final int[] low;
    final int[] toInter;
    final int[] feedback;
    final int[] feedbackResidual;
    final int[] fromInter;

    private final CircuitParameters p;

    CircuitLayout(CircuitParameters p) {
        this.p = p;
        int areas = p.areas();
        pyramidal = new int[areas + 2];
        for (int l = 1; l <= areas; l++) {
            pyramidal[l + 1] = pyramidal[l] + Lanes.padded(p.size(l));
        }
        allPyramidal = pyramidal[areas + 1];
        hidden = pyramidal[areas];
        interneuron = new int[p.interneuronPopulations() + 1];
        interneuron[0] = allPyramidal;
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            interneuron[k + 1] = interneuron[k] + Lanes.padded(p.size(p.interneuronArea(k) + 1));
        }
        all = interneuron[p.interneuronPopulations()];

        Block.Plan plan = new Block.Plan();
        lookAhead = plan.vector("look_ahead", all);
        dendrite = plan.vector("dendrite", all);
        factor = plan.vector("factor", all);
        attenuation = plan.vector("attenuation", all);
        fresh = plan.vector("fresh_rate", all);
        prediction = plan.vector("prediction", all);
        u = plan.vector("u", all);
        b = plan.vector("b", all);
        r = plan.vector("r", all);
        old = plan.vector("r_old", all);
        gain = plan.vector("post_gain", all);
        post = plan.vector("post", all);
        high = plan.vector("high_pass", allPyramidal);
        highSeen = plan.vector("high_pass_seen", allPyramidal);
        postState = plan.vector("post_low_pass", p.postLowPass() ? allPyramidal : 0);
        traceState = plan.vector("rate_low_pass", p.traceLowPass() ? allPyramidal : 0);
        apical = plan.vector("apical", hidden);
        apicalPost = plan.vector("apical_post", hidden);
        apicalGain = plan.vector("apical_gain", hidden);
        noise = plan.vector("noise", hidden);
        noiseSeen = plan.vector("noise_seen", hidden);
        noiseGain = plan.vector("noise_gain", hidden);
        draw = plan.vector("draw", hidden);
        words = plan.vector("random_words", 2 * Noise.blocks(hidden));
        boolean factors = p.regularizer() != Choices.Regularizer.PLAIN;
        slope = plan.vector("regularizer_slope", factors ? allPyramidal : 0);
        decay = plan.vector("regularizer_decay", factors ? allPyramidal : 0);
        alpha = new int[areas - 1];
        for (int l = 1; l < areas; l++) {
            alpha[l - 1] = plan.vector("alpha" + l, factors ? p.size(p.feedbackArea(l)) : 0);
        }
        input = plan.vector("input", p.size(0));
        inputOld = plan.vector("input_old", p.size(0));
        inputTrace = plan.vector("input_low_pass", p.traceLowPass() ? p.size(0) : 0);
        target = plan.vector("target", p.size(areas));
        scratch = plan.vector("scratch", all);

        boolean clamps = ClampedInput.possible(p);
        clampedProduct = plan.vector("clamped_product", clamps ? p.size(1) : 0);
        clampedLow = plan.vector("clamped_low_pass_product", clamps ? p.size(1) : 0);
        clampedSum = plan.vector("clamped_sum", clamps ? p.size(1) : 0);
        clampedStep = plan.vector("clamped_step", clamps ? p.size(1) : 0);
        clamped = plan.vector("clamped_input", clamps ? p.size(0) : 0);

        forward = new int[areas];
        low = new int[areas];
        feedback = new int[areas - 1];
        feedbackResidual = new int[areas - 1];
        fromInter = new int[areas - 1];
        toInter = new int[p.interneuronPopulations()];
        for (int l = 1; l <= areas; l++) {
            forward[l - 1] = plan.matrix("W" + l, p.size(l), p.size(l - 1));
            low[l - 1] = p.updateLowPass() ? plan.matrix("lo" + l, p.size(l), p.size(l - 1)) : -1;
        }
        for (int k = 0; k < toInter.length; k++) {
            int l = p.interneuronArea(k);
            toInter[k] = plan.matrix("WI" + l, p.size(l + 1), p.size(l));
        }
        for (int l = 1; l < areas; l++) {
            feedback[l - 1] = plan.matrix("B" + l, p.size(l), p.size(p.feedbackArea(l)));
            boolean aligns = p.algorithm() == Choices.Algorithm.PAL;
            feedbackResidual[l - 1] = plan.matrix("residual_B" + l, aligns ? p.size(l) : 0, p.size(p.feedbackArea(l)));
            fromInter[l - 1] = plan.matrix("BI" + l, p.size(l), p.size(p.feedbackArea(l)));
        }
        block = plan.allocate();
        new VectorView(block.memory(), factor, all).fill(1f);
    }

    /** Bytes from the start of a region of all neurons to P_l. */
    int atPyramidal(int l) {
        return pyramidal[l] * Float.BYTES;
    }

    /** Bytes from the start of a region of all neurons to interneuron population k. */
    int atInterneuron(int k) {
        return interneuron[k] * Float.BYTES;
    }

    VectorView pyramidalView(int region, int l) {
        return new VectorView(block.memory(), region + atPyramidal(l), p.size(l));
    }

    VectorView interneuronView(int region, int k) {
        return new VectorView(block.memory(), region + atInterneuron(k), p.size(p.interneuronArea(k) + 1));
    }

    MatrixView matrix(int offset, int rows, int columns) {
        return new MatrixView(block.memory(), offset, rows, columns);
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
