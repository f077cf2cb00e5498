package org.pal4j.rate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.Function;
import org.pal4j.Activation;
import org.pal4j.kernel.Noise;
import org.pal4j.kernel.WorkSplitter;
import org.pal4j.kernel.batch.BatchMaps;
import org.pal4j.kernel.batch.Batches;
import org.pal4j.memory.Block;
import org.pal4j.memory.Lanes;
import org.pal4j.memory.MatrixView;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;

/**
 * The memory layout of a rate network's block. Values per neuron are in blocks of 32 samples ({@link Batches}). Rates have one
 * additional row of ones in each block, which carries the biases of dense layers: the bias is the last step of their weights.
 * Regions that a network does not need have offset -1.
 *
 * <p>Arrays are indexed by layer; 0 is the input.
 */
final class RateLayout {
    /** Number of draws generated at once, chosen so that everything needed for them fits in the L1 cache. */
    static final int CHUNK = 2048;

    final RateParameters p;
    private final int depth;
    final Block block;
    /** Number of blocks of samples. */
    final int blocks;
    final Shape[] shape = new Shape[depth + 1];
    /** Rows per block. */
    final int[] rows = new int[depth + 1];
    private final int[] fanIn = new int[depth + 1];
    /** Bytes per block of rates, including the row of ones, and per block of anything else. */
    final int[] rateBlockBytes = new int[depth + 1];
    final int[] blockBytes = new int[depth + 1];

    final int[] r = unusedRegions();
    final int[] slope = unusedRegions();
    final int[] u = unusedRegions();
    final int[] e = unusedRegions();
    final int[] xi = unusedRegions();
    final int[] high = unusedRegions();
    /** For a max-pool: the index of the winner, and the noise that the layer above sees. */
    final int[] winner = unusedRegions();
    final int[] noiseAbove = unusedRegions();
    final int[] draw = unusedRegions();
    final int[] white = unusedRegions();
    final int[] plan = unusedRegions();
    final int[] places = unusedRegions();

    /** W, with the bias as the last step if dense; biases of convolutions; low-passed updates of both; B and D. */
    final int[] w = unusedRegions();
    final int[] bias = unusedRegions();
    final int[] low = unusedRegions();
    final int[] lowBias = unusedRegions();
    final int[] feedback = unusedRegions();
    final int[] direct = unusedRegions();
    /** B or W of a convolution, in the step order used for backward errors. */
    final int[] packed = unusedRegions();
    /**
     * For a convolution: locations of the rates for the forward steps, and of the errors for the backward steps
     * ({@link ConvolutionCalls}).
     */
    final int[] table = unusedRegions();
    final int[] backTable = unusedRegions();
    /** Accumulates gradients that are low-passed or belong to convolutions. */
    final int gradient;

    final int target;
    final int softmax;
    /** Shared by all layers: voltages, new rates before they replace the old ones, and transposed batches. */
    final int voltage;
    final int fresh;
    /** Slopes that nobody needs, of the rates in a weight mirror. */
    final int unusedSlopes;
    final int transposed;
    final int transposedBelow;
    final int identity;
    /** Scratch memory of each thread. */
    final int scratch;
    final int scratchBytes;
    /** For the first layer while a batch is held: W x at its start, x . x, the sum of errors (transposed), and the input as weights. */
    final int heldProduct;
    final int gram;
    final int errorSum;
    final int inputPanels;
    final int spareWeights;

    private final Block.Plan regions = new Block.Plan();

    RateLayout(RateParameters p, boolean counterNoise, int threads) {
        this(p, counterNoise, threads, Block.Plan::allocate);
    }

    /** Size in bytes of a network on one thread with counter-based noise. */
    static long bytes(RateParameters p) {
        RateLayout planned = new RateLayout(p, true, 1, plan -> new Block.Plan().allocate());
        return planned.regions.bytes();
    }

    private RateLayout(RateParameters p, boolean counterNoise, int threads, Function<Block.Plan, Block> allocation) {
        this.p = p;
        depth = p.depth();
        blocks = Math.ceilDiv(p.batch(), Batches.SAMPLES);
        super();
        int maxRows = 0;
        int maxSteps = p.batch();
        for (int l = 0; l <= depth; l++) {
            shape[l] = p.shape(l);
            fanIn[l] = l == 0 || !p.layer(l).hasWeights() ? 0 : p.fanIn(l);
            rows[l] = shape[l].size();
            rateBlockBytes[l] = Math.multiplyExact(rows[l] + 1, Batches.ROW);
            blockBytes[l] = Math.multiplyExact(rows[l], Batches.ROW);
            maxRows = Math.max(maxRows, rows[l]);
            maxSteps = Math.max(maxSteps, rows[l] + 1);
        }
        boolean pal = p.algorithm() == RateAlgorithm.PAL;
        int gradientFloats = 0;
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
            if (RateVariable.xi.exists(p, l) && (layer.sigma() > 0 || !counterNoise || mustShowSilence(l))) {
                xi[l] = activity("xi", l);
            }
            if (pal && !pool && (l > 1 && layer.etaBackward() > 0 || !counterNoise)) {
                high[l] = activity("high", l);
            }
            if (pool) {
                winner[l] = activity("winner", l);
                noiseAbove[l] = pal && (xi[l] >= 0 || xi[l - 1] >= 0) ? activity("noise_above", l) : -1;
            }
            if (xi[l] >= 0 && !counterNoise) {
                draw[l] = activity("draw", l);
                white[l] = !pal || pool || p.whiteNoise() == 0 ? -1 : activity("white", l);
            }
            if (xi[l] >= 0 && counterNoise || pal && !pool && counterNoise && p.whiteNoise() > 0) {
                int generated = Noise.blocks(blocks * rows[l] * Batches.SAMPLES);
                plan[l] = floats("noise_plan" + l, 3L * generated);
                places[l] = floats("noise_places" + l, generated / Lanes.COUNT * 2L);
            }
            if (!pool) {
                gradientFloats = Math.max(gradientFloats, weights(l));
            }
        }
        gradient = p.tauLO() > 0 || hasConvolution() ? floats("gradient", gradientFloats) : -1;
        target = activity("target", depth);
        softmax = p.target() == Target.SOFTMAX ? floats("softmax", (long) blocks * (rows[depth] + 1) * Batches.SAMPLES) : -1;
        voltage = floats("voltage", (long) blocks * maxRows * Batches.SAMPLES);
        fresh = floats("fresh", (long) blocks * maxRows * Batches.SAMPLES);
        unusedSlopes = p.algorithm() == RateAlgorithm.WM ? floats("unused_slopes", (long) blocks * maxRows * Batches.SAMPLES) : -1;
        long panels = Lanes.padded(maxRows + 1) / Lanes.COUNT;
        transposed = floats("turned", panels * p.batch() * Lanes.COUNT);
        transposedBelow = floats("turned_below", p.algorithm().learnsFeedback() ? panels * p.batch() * Lanes.COUNT : 0);
        identity = floats("rows", maxSteps);
        int windows = p.layers().stream().mapToInt(Layer::window).max().orElseThrow();
        int scratchFloats = Math.max(CHUNK * 3 + 1024, 2 * windows * BatchMaps.FILTERS * BatchMaps.CHANNELS * Lanes.COUNT);
        scratchBytes = scratchFloats * Float.BYTES;
        scratch = floats("scratch", (long) threads * scratchFloats);
        boolean holds = holds(p);
        int inputs = rows[0] + 1;
        heldProduct = holds ? floats("held", (long) blocks * rows[1] * Batches.SAMPLES) : -1;
        gram = holds ? floats("gram", (long) blocks * p.batch() * Batches.SAMPLES) : -1;
        errorSum = holds ? floats("error_sum", (long) Lanes.padded(rows[1]) * p.batch()) : -1;
        inputPanels = holds ? floats("input_panels", (long) blocks * Batches.SAMPLES * inputs) : -1;
        spareWeights = holds ? floats("spare_W1", weights(1)) : -1;
        block = allocation.apply(regions);
    }

    /** Reserves the regions of a layer's weights. */
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
        if (feedback[l] < 0 && l > 1 && algorithm.hasFeedback()) {
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

    /** Whether the B of the next layer learns from the noise of this one, although there is none here or below: from zeros, so that B decays. */
    private boolean mustShowSilence(int l) {
        boolean wanted = l < p.depth() && p.layer(l + 1).hasWeights() && p.layer(l + 1).etaBackward() > 0;
        return wanted && (p.layer(l).hasWeights() || p.algorithm() == RateAlgorithm.WM || xi[l - 1] < 0 && noiseAbove[l - 1] < 0);
    }

    /** What the parts of an update share. */
    abstract static class Calls {
        final RateLayout at;
        final RateParameters p;
        final MemorySegment m;
        final WorkSplitter splitter;

        Calls(RateLayout at, WorkSplitter splitter) {
            this.at = at;
            this.splitter = splitter;
            p = at.p;
            m = at.block.memory();
        }

        /** Fills whole vectors with zeros; allocates nothing, unlike a slice. */
        final void zero(int region, int bytes) {
            for (long place = region; place < region + (long) bytes; place += Long.BYTES) {
                m.set(ValueLayout.JAVA_LONG, place, 0L);
            }
        }
    }

    private int[] unusedRegions() {
        int[] all = new int[depth + 1];
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

    /** Whether slopes are stored: not if they are all 1, unless a max-pool passes them on. */
    boolean hasSlope(int l) {
        boolean pooled = l < p.depth() && !p.layer(l + 1).hasWeights();
        return !p.layer(l).hasWeights() || pooled || p.layer(l).activation() != Activation.LINEAR;
    }

    /** Whether the first layer is learned in the form for a held batch. */
    static boolean holds(RateParameters p) {
        return p.layer(1).kind() != LayerKind.CONVOLUTION && p.tauLO() == 0 && p.batch() < p.input().size();
    }

    /** Inputs per neuron of layer {@code l}. */
    int fanIn(int l) {
        return fanIn[l];
    }

    /** Steps of the weights of layer {@code l}, including the bias of a dense layer. */
    int steps(int l) {
        return fanIn[l] + (p.layer(l).kind() == LayerKind.CONVOLUTION ? 0 : 1);
    }

    /** Bytes from one panel of the weights of layer {@code l} to the next. */
    int panel(int l) {
        return steps(l) * Lanes.BYTES;
    }
}
