package org.pal4j.rate;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.pal4j.Activation;
import org.pal4j.format.NamedArrays;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.batch.BatchNeurons;
import org.pal4j.kernel.batch.Batches;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;

/**
 * One update of a rate network, made of kernels. Its order gives every layer what the layers beside it had before without keeping two copies of
 * anything: first errors come down, from the lowest layer up, each from errors that the next step overwrites; then layers answer from the top
 * down, each to rates that the next step overwrites, and learn while both are still there.
 */
final class RateStep {
    private final RateParameters p;
    private final RateLayout at;
    private final MemorySegment m;
    private final Shares shares;
    private final DenseCalls dense;
    private final ConvolutionCalls convolution;
    private final PoolCalls pool;
    private final NoiseOfLayers noise;
    private final Optional<HeldBatch> held;
    private final Program errors;
    private final Program[] programs = new Program[4];
    private final boolean pal;
    private final int depth;
    private long update;
    /** Updates without a target since the last one with. */
    private int quiet;

    RateStep(RateLayout at, RateNoise source, Shares shares) {
        this.at = at;
        this.shares = shares;
        p = at.p;
        depth = p.depth();
        m = at.block.memory();
        pal = p.algorithm() == RateAlgorithm.PAL;
        dense = new DenseCalls(at, shares);
        convolution = new ConvolutionCalls(at, shares);
        pool = new PoolCalls(at, shares);
        noise = new NoiseOfLayers(at, shares, source);
        held = RateLayout.holds(p) ? Optional.of(new HeldBatch(at, shares, dense)) : Optional.empty();
        errors = errorsComeDown();
    }

    Optional<HeldBatch> held() {
        return held;
    }

    /** Lists the numbers that are state. */
    void listState(NamedArrays arrays) {
        arrays.number("quiet", 0, Integer.MAX_VALUE, () -> quiet, saved -> quiet = (int) saved);
        held.ifPresent(batch -> batch.listState(arrays));
    }

    /** A kernel's B, or with BP its W, was written. */
    void pack(int l) {
        if (at.packed[l] >= 0 && at.feedback[l] >= 0) {
            convolution.pack(l, at.feedback[l]);
        }
    }

    /** Makes an update, the {@code number}-th from 0. */
    void update(boolean train, boolean withNoise, long number) {
        update = number;
        noise.update(number);
        int index = (train ? 1 : 0) + (withNoise ? 2 : 0);
        if (programs[index] == null) {
            programs[index] = compile(train, withNoise);
        }
        quiet = train ? 0 : quiet + 1;
        // Without a target, errors die out from the top, a layer at each update; then they stay 0.
        if (quiet <= depth + 1 && p.algorithm() != RateAlgorithm.DFA) {
            errors.run();
        }
        programs[index].run();
    }

    private boolean hasWeights(int l) {
        return p.layer(l).hasWeights();
    }

    private boolean isConvolution(int l) {
        return p.layer(l).kind() == LayerKind.CONVOLUTION;
    }

    private int bytes(int l) {
        return at.blocks * at.plainBlock[l];
    }

    /** Work on all that neurons of a layer have, in parts that stay in the cache. */
    private void each(Program program, int l, double costOfOne, Span span) {
        shares.add(program, costOfOne * at.rows[l] * p.batch(), at.blocks * at.rows[l], 64,
                (from, to, part) -> span.work(from * Batches.ROW, (to - from) * Batches.ROW));
    }

    private interface Span {
        void work(int from, int bytes);
    }

    /** Step 3, but for the output and for what is below a max-pool: e_l = r'_l (M e_{l+1}), from the errors of the update before. */
    private Program errorsComeDown() {
        Program program = new Program();
        for (int l = 2; l <= depth; l++) {
            if (!hasWeights(l) || p.algorithm() == RateAlgorithm.DFA) {
                continue;
            }
            int below = l - 1;
            if (isConvolution(l)) {
                convolution.backward(program, l, at.e[below]);
            } else {
                dense.backward(program, l, at.e[below]);
            }
            scaleBySlope(program, below);
        }
        return program;
    }

    private void scaleBySlope(Program program, int l) {
        if (at.slope[l] >= 0) {
            each(program, l, 1, (from, bytes) -> BatchNeurons.multiply(m, at.e[l] + from, at.slope[l] + from, at.e[l] + from, bytes));
        }
    }

    private Program compile(boolean train, boolean withNoise) {
        Program program = new Program();
        if (pal) {
            for (int l = 1; l <= depth; l++) {
                if (at.xi[l] >= 0) {
                    noise.advance(program, l);
                }
            }
        }
        outputError(program, train);
        for (int l = depth; l >= 1; l--) {
            if (hasWeights(l)) {
                answer(program, l, train, withNoise);
            } else {
                pool(program, l, withNoise);
            }
        }
        for (int l = 2; train && pal && l <= depth; l++) {
            align(program, l);
        }
        return program;
    }

    /** Step 1: the error of the output, from its state of the update before. */
    private void outputError(Program program, boolean train) {
        int e = at.e[depth];
        int size = bytes(depth);
        float beta = (float) p.beta();
        if (!train) {
            program.add(() -> zero(e, size));
            return;
        }
        switch (p.target()) {
            case RATE -> {
                for (int b = 0; b < at.blocks; b++) {
                    int from = b * at.plainBlock[depth];
                    int rates = at.r[depth] + b * at.rateBlock[depth];
                    program.add(() -> BatchNeurons.difference(m, at.target + from, rates, beta, e + from, at.plainBlock[depth]));
                }
                scaleBySlope(program, depth);
                // At first all slopes are 0, those that are not kept as well.
                program.add(() -> {
                    if (update == 0) {
                        zero(e, size);
                    }
                });
            }
            case MSE -> program.add(() -> BatchNeurons.difference(m, at.target, at.u[depth], beta, e, size));
            case SOFTMAX -> {
                for (int b = 0; b < at.blocks; b++) {
                    int from = b * at.plainBlock[depth];
                    int likelihoods = at.softmax + b * at.rateBlock[depth];
                    BatchNeurons.softmax(m, at.u[depth] + from, at.rows[depth], likelihoods).forEach(program::add);
                    program.add(() -> BatchNeurons.difference(m, at.target + from, likelihoods, beta, e + from, at.plainBlock[depth]));
                }
            }
        }
    }

    private void zero(int region, int bytes) {
        for (long k = region; k < region + (long) bytes; k += 8) {
            m.set(java.lang.foreign.ValueLayout.JAVA_LONG, k, 0L);
        }
    }

    /** Steps 2 and 4 of a layer with weights. */
    private void answer(Program program, int l, boolean train, boolean withNoise) {
        Layer layer = p.layer(l);
        int voltage = l == depth ? at.u[l] : at.voltage;
        boolean learns = train && layer.eta() > 0;
        boolean late = p.algorithm() == RateAlgorithm.DFA && l < depth;
        forward(program, l, voltage);
        if (learns && !late) {
            learn(program, l);
        }
        if (pal && withNoise && at.xi[l] >= 0) {
            each(program, l, 1, (from, bytes) -> BatchNeurons.add(m, at.xi[l] + from, voltage + from, bytes));
        }
        if (pal && p.whiteNoise() > 0) {
            noise.white(program, l, voltage);
        }
        respond(program, l, voltage);
        if (late) {
            int e = at.e[l];
            dense.straight(program, l, e);
            scaleBySlope(program, l);
            if (learns) {
                learn(program, l);
            }
        }
    }

    private void forward(Program program, int l, int voltage) {
        if (l == 1 && held.isPresent()) {
            held.get().forward(program, voltage, shares);
        } else if (isConvolution(l)) {
            convolution.forward(program, l, voltage);
        } else {
            dense.forward(program, l, voltage);
        }
    }

    private void learn(Program program, int l) {
        if (l == 1 && held.isPresent()) {
            held.get().learn(program);
        } else if (isConvolution(l)) {
            convolution.learn(program, l);
        } else {
            dense.learn(program, l);
        }
    }

    /** Rates, slopes and high-passed rates. */
    private void respond(Program program, int l, int voltage) {
        Activation phi = p.layer(l).activation();
        boolean filters = at.high[l] >= 0;
        float keep = (float) (1 - p.dt() / p.tauHP());
        for (int b = 0; b < at.blocks; b++) {
            int from = b * at.plainBlock[l];
            int rates = at.r[l] + b * at.rateBlock[l];
            shares.build(program, 16.0 * at.rows[l] * Batches.SAMPLES, at.rows[l], 64, (own, first, last, part) -> {
                int own0 = first * Batches.ROW;
                int bytes = (last - first) * Batches.ROW;
                int out = filters ? at.fresh + from + own0 : rates + own0;
                int slope = at.slope[l] < 0 ? -1 : at.slope[l] + from + own0;
                BatchNeurons.activation(phi, m, voltage + from + own0, out, slope, bytes).forEach(own::add);
                if (filters) {
                    own.add(() -> BatchNeurons.highPass(m, out, rates + own0, at.high[l] + from + own0, keep, bytes));
                }
            });
        }
        if (phi == Activation.LINEAR && at.slope[l] >= 0) {
            program.add(() -> {
                if (update == 0) {
                    for (long k = at.slope[l]; k < at.slope[l] + (long) bytes(l); k += Float.BYTES) {
                        m.set(java.lang.foreign.ValueLayout.JAVA_FLOAT, k, 1f);
                    }
                }
            });
        }
        if (filters) {
            program.add(() -> {
                if (update == 0) {
                    zero(at.high[l], bytes(l));
                }
            });
        }
    }

    private void pool(Program program, int l, boolean withNoise) {
        pool.forward(program, l);
        if (pal && withNoise && at.xi[l] >= 0) {
            for (int b = 0; b < at.blocks; b++) {
                int from = b * at.plainBlock[l];
                int rates = at.r[l] + b * at.rateBlock[l];
                program.add(() -> BatchNeurons.add(m, at.xi[l] + from, rates, at.plainBlock[l]));
            }
        }
        if (p.algorithm() != RateAlgorithm.DFA) {
            pool.backward(program, l);
        }
    }

    /** Step 5: B learns from the noise that the layer below handed up. */
    private void align(Program program, int l) {
        if (!hasWeights(l) || p.layer(l).etaBackward() == 0) {
            return;
        }
        int noiseBelow = noiseAbove(program, l - 1);
        if (isConvolution(l)) {
            convolution.align(program, l, noiseBelow);
        } else {
            dense.align(program, l, noiseBelow);
        }
    }

    /** The noise that the layer above sees: that of a max-pool is that of the layer below at the winners, and its own. */
    private int noiseAbove(Program program, int l) {
        if (hasWeights(l)) {
            return at.xi[l];
        }
        int below = noiseAbove(program, l - 1);
        if (below >= 0) {
            pool.select(program, l, below, at.noiseAbove[l]);
            if (at.xi[l] >= 0) {
                each(program, l, 1, (from, bytes) -> BatchNeurons.add(m, at.xi[l] + from, at.noiseAbove[l] + from, bytes));
            }
            return at.noiseAbove[l];
        }
        return at.xi[l];
    }
}
