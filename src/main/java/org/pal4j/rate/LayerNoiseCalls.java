package org.pal4j.rate;

import org.pal4j.kernel.Noise;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.WorkSplitter;
import org.pal4j.kernel.batch.BatchNeurons;
import org.pal4j.kernel.batch.Batches;
import org.pal4j.memory.Lanes;
import org.pal4j.random.Threefry;
import org.pal4j.rate.RateChoices.RateAlgorithm;

/**
 * The noise of all layers: a pure function of seed, layer, neuron, sample and update. Draws are generated in chunks that fit in
 * the L1 cache and used immediately.
 */
final class LayerNoiseCalls extends RateLayout.Calls {
    /** Offset of the population numbers of white noise; the populations of OU noise are the layers. */
    private static final int WHITE_POPULATIONS = 1 << 16;
    private static final int CHUNK_BLOCKS = RateLayout.CHUNK / 2;

    private final RateNoise source;
    private long update;

    LayerNoiseCalls(RateLayout at, WorkSplitter splitter, RateNoise source) {
        super(at, splitter);
        this.source = source;
        for (int l = 1; l <= p.depth(); l++) {
            if (at.plan[l] >= 0) {
                Noise.plan(m, at.plan[l], at.places[l], 0, 0, neurons(l), 1);
            }
        }
    }

    /** Sets the number of the next update. */
    void update(long number) {
        update = number;
    }

    private int neurons(int l) {
        return at.blocks * at.rows[l] * Batches.SAMPLES;
    }

    /** Advances xi; with weight mirrors, whose noise has no memory, draws it anew. */
    void advance(Program program, int l) {
        double rate = p.algorithm() == RateAlgorithm.WM ? 1 : p.dt() / p.tauXi();
        float keep = (float) (1 - rate);
        float gain = (float) (Math.sqrt(rate) * p.layer(l).sigma());
        if (source instanceof RateNoise.Given) {
            program.add(() -> BatchNeurons.noise(m, at.xi[l], at.draw[l], keep, gain, neurons(l) * Float.BYTES));
        } else {
            draws(program, l, l, (draws, from, bytes) -> BatchNeurons.noise(m, at.xi[l] + from, draws, keep, gain, bytes));
        }
    }

    /** Adds white noise to the voltages. */
    void white(Program program, int l, int voltage) {
        float gain = (float) p.whiteNoise();
        if (source instanceof RateNoise.Given) {
            program.add(() -> BatchNeurons.addScaled(m, at.white[l], gain, voltage, neurons(l) * Float.BYTES));
        } else {
            draws(program, l, WHITE_POPULATIONS | l, (draws, from, bytes) -> BatchNeurons.addScaled(m, draws, gain, voltage + from, bytes));
        }
    }

    /** Consumes draws at {@code draws}, for the values {@code from} bytes after the start of the layer. */
    private interface Use {
        void take(int draws, int from, int bytes);
    }

    private void draws(Program program, int l, int population, Use use) {
        int blocks = Noise.blocks(neurons(l));
        long seed = ((RateNoise.Counter) source).seed();
        long[] currentKey = {-1};
        program.add(() -> {
            // The two populations of a layer share one plan, and keys change every 2^32 updates.
            long key = Threefry.noiseKey(seed, population, update);
            if (currentKey[0] != key || p.whiteNoise() > 0) {
                Noise.putKey(m, at.plan[l], 0, key, 0, neurons(l), 1);
                currentKey[0] = key;
            }
        });
        splitter.build(program, 20.0 * neurons(l), blocks, CHUNK_BLOCKS, (own, from, to, part) -> {
            int scratch = at.scratch + part * at.scratchBytes;
            for (int first = from; first < to; first += CHUNK_BLOCKS) {
                chunk(own, l, first, Math.min(CHUNK_BLOCKS, to - first), scratch, use);
            }
        });
    }

    private void chunk(Program program, int l, int first, int blocks, int scratch, Use use) {
        int words = scratch + RateLayout.CHUNK * Float.BYTES;
        int second = words + CHUNK_BLOCKS * Float.BYTES;
        int plan = at.plan[l] + first * 3 * Float.BYTES;
        int places = at.places[l] + first / Lanes.COUNT * 2 * Integer.BYTES;
        // 32 draws per 16 blocks; places are relative to the first draw of the layer.
        int from = first * 2 * Float.BYTES;
        int bytes = Math.min(blocks * 2, neurons(l) - first * 2) * Float.BYTES;
        program.add(() -> Noise.words(m, plan, update, words, second, blocks));
        program.add(() -> Noise.normals(m, words, second, places, scratch - from, blocks));
        program.add(() -> use.take(scratch, from, bytes));
    }
}
