package org.pal4j.rate;

import java.util.Arrays;
import java.util.function.Function;
import org.pal4j.Activation;
import org.pal4j.kernel.Noise;
import org.pal4j.kernel.batch.Batches;
import org.pal4j.memory.Block;
import org.pal4j.memory.Lanes;
import org.pal4j.memory.MatrixView;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;

/**
 * Where everything of a rate network lies in its block. What neurons have is in blocks of 32 samples ({@link Batches}); rates have one row more in each
 * block, of ones, which carries the biases of dense layers: these are the last step of their weights. A region that a network has no use for has
 * offset -1.
 *
 * <p>Arrays are indexed by the layer, 0 being the input.
 */
final class RateLayout {
    /** Draws that are made at once: what is needed for them stays in the first-level cache. */
    static final int CHUNK = 2048;

    final RateParameters p;
    final Block block;
    /** Blocks of samples. */
    final int blocks;
    final Shape[] shape;
    /** Rows of a block. */
    final int[] rows;
    private final int[] fanIn;
    /** Bytes of a block of rates, with the row of ones, and of anything else. */
    final int[] rateBlock;
    final int[] plainBlock;

    final int[] r;
    final int[] slope;
    final int[] u;
    final int[] e;
    final int[] xi;
    final int[] high;
    /** Of a max-pool: which one won, and the noise that the layer above sees. */
    final int[] winner;
    final int[] noiseAbove;
    final int[] draw;
    final int[] white;
    final int[] plan;
    final int[] places;

    /** W with biases as the last step (dense), biases of convolutions, low-passed updates of both, B and D. */
    final int[] w;
    final int[] bias;
    final int[] low;
    final int[] lowBias;
    final int[] feedback;
    final int[] direct;
    /** B or W of a convolution in the order in which errors come down through it. */
    final int[] packed;
    /** Of a convolution: where steps find rates, and errors that come down ({@link ConvolutionCalls}). */
    final int[] table;
    final int[] backTable;
    /** Where gradients gather that are low-passed, or of convolutions. */
    final int gradient;

    final int target;
    final int softmax;
    /** Shared by all layers: new rates before they take the place of the old ones, and turned batches. */
    final int voltage;
    final int fresh;
    final int turned;
    final int turnedBelow;
    final int identity;
    /** What each thread has for itself. */
    final int scratch;
    final int scratchBytes;
    /** The first layer while a batch is held: W x of its beginning, x . x, the sum of errors (turned), and the input as weights. */
    final int held;
    final int gram;
    final int errorSum;
    final int inputPanels;
    final int spareWeights;

    private final Block.Plan regions = new Block.Plan();

    RateLayout(RateParameters p, boolean counted, int threads) {
        this(p, counted, threads, Block.Plan::allocate);
    }

    /** Bytes of a network on one thread, with noise that is counted. */
    static long bytes(RateParameters p) {
        RateLayout planned = new RateLayout(p, true, 1, plan -> new Block.Plan().allocate());
        return planned.regions.bytes();
    }

    private RateLayout(RateParameters p, boolean counted, int threads, Function<Block.Plan, Block> allocation) {
        this.p = p;
        int depth = p.depth();
        blocks = Math.ceilDiv(p.batch(), Batches.SAMPLES);
        shape = new Shape[depth + 1];
        fanIn = new int[depth + 1];
        rows = new int[depth + 1];
        rateBlock = new int[depth + 1];
        plainBlock = new int[depth + 1];
        int most = 0;
        int mostSteps = p.batch();
        for (int l = 0; l <= depth; l++) {
            shape[l] = p.shape(l);
            fanIn[l] = l == 0 || !p.layer(l).hasWeights() ? 0 : p.fanIn(l);
            rows[l] = shape[l].size();
            rateBlock[l] = Math.multiplyExact(rows[l] + 1, Batches.ROW);
            plainBlock[l] = Math.multiplyExact(rows[l], Batches.ROW);
            most = Math.max(most, rows[l]);
            mostSteps = Math.max(mostSteps, rows[l] + 1);
        }
        r = none();
        slope = none();
        u = none();
        e = none();
        xi = none();
        high = none();
        winner = none();
        noiseAbove = none();
        draw = none();
        white = none();
        plan = none();
        places = none();
        w = none();
        bias = none();
        low = none();
        lowBias = none();
        feedback = none();
        direct = none();
        packed = none();
        table = none();
        backTable = none();
        boolean pal = p.algorithm() == RateAlgorithm.PAL;
        int gathered = 0;
        r[0] = floats("x", (long) blocks * (rows[0] + 1) * Batches.SAMPLES);
        for (int l = 1; l <= depth; l++) {
            Layer layer = p.layer(l);
            boolean pool = !layer.hasWeights();
            r[l] = floats("r" + l, (long) blocks * (rows[l] + 1) * Batches.SAMPLES);
            if (hasSlope(l)) {
                slope[l] = activity("slope", l);
            }
            e[l] = activity("e", l);
            if (!pool) {
                u[l] = l == depth ? activity("u", l) : -1;
            }
            if (pal && (layer.sigma() > 0 || !counted)) {
                xi[l] = activity("xi", l);
            }
            if (pal && !pool && (l > 1 && layer.etaBackward() > 0 || !counted)) {
                high[l] = activity("high", l);
            }
            if (pool) {
                winner[l] = activity("winner", l);
                noiseAbove[l] = pal && (xi[l] >= 0 || xi[l - 1] >= 0) ? activity("noise_above", l) : -1;
            }
            if (pal && !counted) {
                draw[l] = activity("draw", l);
                white[l] = pool || p.whiteNoise() == 0 ? -1 : activity("white", l);
            }
            if (xi[l] >= 0 && counted || pal && !pool && counted && p.whiteNoise() > 0) {
                int generated = Noise.blocks(blocks * rows[l] * Batches.SAMPLES);
                plan[l] = floats("noise_plan" + l, 3L * generated);
                places[l] = floats("noise_places" + l, generated / Lanes.COUNT * 2L);
            }
            if (!pool) {
                gathered = Math.max(gathered, weights(l));
            }
        }
        gradient = p.tauLO() > 0 || hasConvolution() ? floats("gradient", gathered) : -1;
        target = activity("target", depth);
        softmax = p.target() == Target.SOFTMAX ? floats("softmax", (long) blocks * (rows[depth] + 1) * Batches.SAMPLES) : -1;
        voltage = floats("voltage", (long) blocks * most * Batches.SAMPLES);
        fresh = floats("fresh", (long) blocks * most * Batches.SAMPLES);
        long panels = Lanes.padded(most + 1) / Lanes.COUNT;
        turned = floats("turned", panels * p.batch() * Lanes.COUNT);
        turnedBelow = floats("turned_below", pal ? panels * p.batch() * Lanes.COUNT : 0);
        identity = floats("rows", mostSteps);
        int windows = p.layers().stream().mapToInt(Layer::window).max().orElseThrow();
        int scratchFloats = Math.max(CHUNK * 3 + 1024, 2 * windows * 12 * Lanes.COUNT);
        scratchBytes = scratchFloats * Float.BYTES;
        scratch = floats("scratch", (long) threads * scratchFloats);
        boolean holds = holds(p);
        int inputs = rows[0] + 1;
        held = holds ? floats("held", (long) blocks * rows[1] * Batches.SAMPLES) : -1;
        gram = holds ? floats("gram", (long) blocks * p.batch() * Batches.SAMPLES) : -1;
        errorSum = holds ? floats("error_sum", (long) Lanes.padded(rows[1]) * p.batch()) : -1;
        inputPanels = holds ? floats("input_panels", (long) blocks * Batches.SAMPLES * inputs) : -1;
        spareWeights = holds ? floats("spare_W1", weights(1)) : -1;
        block = allocation.apply(regions);
    }

    /** Regions of a layer's weights. */
    private int weights(int l) {
        Layer layer = p.layer(l);
        boolean map = layer.kind() == LayerKind.CONVOLUTION;
        int outputs = shape[l].channels();
        int steps = fanIn[l] + (map ? 0 : 1);
        w[l] = w[l] < 0 ? regions.matrix("W" + l, outputs, steps) : w[l];
        if (bias[l] < 0 && map) {
            bias[l] = floats("bias" + l, outputs);
        }
        if (low[l] < 0 && p.tauLO() > 0) {
            low[l] = regions.matrix("low" + l, outputs, steps);
            lowBias[l] = map ? floats("low_bias" + l, outputs) : -1;
        }
        RateAlgorithm algorithm = p.algorithm();
        if (feedback[l] < 0 && l > 1 && (algorithm == RateAlgorithm.FA || algorithm == RateAlgorithm.PAL)) {
            feedback[l] = map ? regions.matrix("B" + l, outputs, fanIn[l]) : regions.matrix("B" + l, fanIn[l], outputs);
        }
        if (packed[l] < 0 && l > 1 && map && algorithm != RateAlgorithm.DFA) {
            packed[l] = regions.matrix("packed" + l, shape[l - 1].channels(), layer.window() * layer.window() * outputs);
        }
        if (table[l] < 0 && map) {
            table[l] = floats("table" + l, steps);
            backTable[l] = floats("back_table" + l, (long) layer.window() * outputs);
        }
        if (direct[l] < 0 && algorithm == RateAlgorithm.DFA && l < p.depth()) {
            direct[l] = regions.matrix("D" + l, rows[l], rows[p.depth()]);
        }
        return (int) MatrixView.storedFloats(outputs, steps);
    }

    private int[] none() {
        int[] all = new int[p.depth() + 1];
        Arrays.fill(all, -1);
        return all;
    }

    private int activity(String name, int l) {
        return floats(name + l, (long) blocks * rows[l] * Batches.SAMPLES);
    }

    private int floats(String name, long size) {
        return regions.vector(name, Math.toIntExact(size));
    }

    private boolean hasConvolution() {
        return p.layers().stream().anyMatch(layer -> layer.kind() == LayerKind.CONVOLUTION);
    }

    /** Whether slopes are kept: not those that are 1, unless a max-pool hands them on. */
    boolean hasSlope(int l) {
        boolean pooled = l < p.depth() && !p.layer(l + 1).hasWeights();
        return !p.layer(l).hasWeights() || pooled || p.layer(l).activation() != Activation.LINEAR;
    }

    /** Whether the first layer is learned in the form for a batch that is held. */
    static boolean holds(RateParameters p) {
        return p.layer(1).kind() != LayerKind.CONVOLUTION && p.tauLO() == 0 && p.batch() < p.input().size();
    }

    /** Inputs of a neuron of layer {@code l}. */
    int fanIn(int l) {
        return fanIn[l];
    }

    /** Steps of the weights of layer {@code l}, the bias of a dense one included. */
    int steps(int l) {
        return fanIn[l] + (p.layer(l).kind() == LayerKind.CONVOLUTION ? 0 : 1);
    }

    /** Bytes from a panel of the weights of layer {@code l} to the next. */
    int panel(int l) {
        return steps(l) * Lanes.BYTES;
    }
}
