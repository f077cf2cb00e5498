package org.pal4j.rate;

import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.pal4j.Activation;
import org.pal4j.format.NamedArrays;
import org.pal4j.kernel.Program;
import org.pal4j.kernel.WorkSplitter;
import org.pal4j.kernel.batch.BatchMaps;
import org.pal4j.kernel.batch.BatchNeurons;
import org.pal4j.kernel.batch.Batches;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;

/**
 * One update of a rate network, composed of kernels. Its order gives each layer the previous values of its neighbours without
 * keeping two copies. First the errors are propagated, from the lowest layer up, each from errors that the next one overwrites.
 * Then the rates are updated, from the top layer down, each from rates that the next one overwrites, and each layer learns while
 * both are still available.
 */
final class RateStep extends RateLayout.Calls {
    private final DenseCalls dense = new DenseCalls(at, splitter);
    private final ConvolutionCalls convolution = new ConvolutionCalls(at, splitter);
    private final PoolCalls pool = new PoolCalls(at, splitter);
    private final LayerNoiseCalls noise;
    private final Optional<HeldBatch> held = RateLayout.holds(p) ? Optional.of(new HeldBatch(at, splitter, dense)) : Optional.empty();
    private final Program[] programs = new Program[4];
    private final boolean pal = p.algorithm() == RateAlgorithm.PAL;
    private final boolean hasWhiteNoise = pal && p.whiteNoise() > 0;
    private final boolean mirrors = p.algorithm() == RateAlgorithm.WM;
    private final int depth = p.depth();
    private final Program errors = compileBackwardErrors();
    private long update;
    /** Updates without a target since the last one with a target. */
    private int updatesWithoutTarget;

    RateStep(RateLayout at, RateNoise source, WorkSplitter splitter) {
        super(at, splitter);
        noise = new LayerNoiseCalls(at, splitter, source);
    }

    Optional<HeldBatch> held() {
        return held;
    }

    /** Lists the numbers that are state. */
    void listState(NamedArrays arrays) {
        arrays.number("quiet", 0, Integer.MAX_VALUE, () -> updatesWithoutTarget, saved -> updatesWithoutTarget = (int) saved);
        held.ifPresent(batch -> batch.listState(arrays));
    }

    /** Repacks a convolution's B after it was written. W of BP is repacked at every update instead. */
    void pack(int l) {
        if (at.packed[l] >= 0 && at.feedback[l] >= 0) {
            convolution.pack(l, at.feedback[l]);
        }
    }

    /** Runs update {@code number}, from 0. */
    void update(boolean train, boolean withNoise, long number) {
        update = number;
        noise.update(number);
        int index = (train ? 1 : 0) + (withNoise ? 2 : 0);
        if (programs[index] == null) {
            programs[index] = compile(train, withNoise);
        }
        updatesWithoutTarget = train ? 0 : updatesWithoutTarget + 1;
        // Without a target, the errors become 0 from the top, one layer per update, and then stay 0.
        if (updatesWithoutTarget <= depth + 1 && p.algorithm() != RateAlgorithm.DFA) {
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
        return at.blocks * at.blockBytes[l];
    }

    /** Processes all values of a layer, in parts that fit in the cache. */
    private void each(Program program, int l, double costOfOne, Span span) {
        splitter.add(program, costOfOne * at.rows[l] * p.batch(), at.blocks * at.rows[l], 64,
                (from, to, part) -> span.work(from * Batches.ROW, (to - from) * Batches.ROW));
    }

    private interface Span {
        void work(int from, int bytes);
    }

    /** Step 3, except for the output and for layers below a max-pool: e_l = r'_l (M e_{l+1}), from the errors of the previous update. */
    private Program compileBackwardErrors() {
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
        if (pal || mirrors && train) {
            for (int l = 1; l <= depth; l++) {
                if (at.xi[l] >= 0) {
                    noise.advance(program, l);
                }
            }
        }
        outputError(program, train);
        for (int l = depth; l >= 1; l--) {
            if (hasWeights(l)) {
                updateLayer(program, l, train, withNoise);
            } else {
                pool(program, l, withNoise);
            }
        }
        for (int l = 2; train && (pal || mirrors) && l <= depth; l++) {
            if (hasWeights(l) && p.layer(l).etaBackward() > 0) {
                if (mirrors) {
                    mirror(program, l);
                } else {
                    align(program, l, at.high[l], noiseAbove(program, l - 1));
                }
            }
        }
        return program;
    }

    /** Step 1: the error of the output, from its state after the previous update. */
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
                    int from = b * at.blockBytes[depth];
                    int rates = at.r[depth] + b * at.rateBlockBytes[depth];
                    program.add(() -> BatchNeurons.difference(m, at.target + from, rates, beta, e + from, at.blockBytes[depth]));
                }
                scaleBySlope(program, depth);
                // Initially all slopes are 0, including those that are not stored.
                program.add(() -> {
                    if (update == 0) {
                        zero(e, size);
                    }
                });
            }
            case MSE -> program.add(() -> BatchNeurons.difference(m, at.target, at.u[depth], beta, e, size));
            case SOFTMAX -> {
                for (int b = 0; b < at.blocks; b++) {
                    int from = b * at.blockBytes[depth];
                    int likelihoods = at.softmax + b * at.rateBlockBytes[depth];
                    BatchNeurons.softmax(m, at.u[depth] + from, at.rows[depth], likelihoods).forEach(program::add);
                    program.add(() -> BatchNeurons.difference(m, at.target + from, likelihoods, beta, e + from, at.blockBytes[depth]));
                }
            }
        }
    }

    /** Steps 2 and 4 of a layer with weights. */
    private void updateLayer(Program program, int l, boolean train, boolean withNoise) {
        Layer layer = p.layer(l);
        int voltage = l == depth ? at.u[l] : at.voltage;
        boolean learns = train && layer.eta() > 0;
        boolean errorAfterRates = p.algorithm() == RateAlgorithm.DFA && l < depth;
        boolean rowByRow = isConvolution(l) && l < depth && !hasWhiteNoise;
        if (rowByRow) {
            convolveAndRespond(program, l, withNoise);
        } else {
            forward(program, l, voltage);
        }
        boolean reciprocates = train && p.algorithm() == RateAlgorithm.KP && l > 1 && layer.etaBackward() > 0;
        if (reciprocates && learns) {
            decay(program, l);
        }
        if (learns && !errorAfterRates) {
            learn(program, l);
        }
        if (reciprocates) {
            reciprocate(program, l, learns);
        }
        if (!rowByRow) {
            addNoise(program, l, voltage, withNoise);
            respond(program, l, voltage);
        }
        begin(program, l);
        if (errorAfterRates) {
            int e = at.e[l];
            dense.directFeedback(program, l, e);
            scaleBySlope(program, l);
            if (learns) {
                learn(program, l);
            }
        }
    }

    /** Computes voltages and rates of a convolution together, as the voltages of a row are in the cache then. */
    private void convolveAndRespond(Program program, int l, boolean withNoise) {
        convolution.forward(program, l, (own, block, first, count, voltages) -> {
            int from = first * Batches.ROW;
            int bytes = count * Batches.ROW;
            if (isNoisy(l, withNoise)) {
                int noise = at.xi[l] + block * at.blockBytes[l] + from;
                own.add(() -> BatchNeurons.add(m, noise, voltages, bytes));
            }
            respond(own, l, block, from, bytes, voltages, at.fresh + voltages - at.voltage);
        });
    }

    private void forward(Program program, int l, int voltage) {
        if (l == 1 && held.isPresent()) {
            held.get().forward(program, voltage);
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

    /** Kolen-Pollack: W decays as B does. The gradient does not depend on W, so the decay may come first. */
    private void decay(Program program, int l) {
        float decay = (float) (p.dt() * p.layer(l).etaBackward() * p.layer(l).alpha());
        if (decay > 0 && isConvolution(l)) {
            convolution.decay(program, l, decay);
        } else if (decay > 0) {
            dense.decay(program, l, decay);
        }
    }

    /** Kolen-Pollack: B learns as W does, and decays. */
    private void reciprocate(Program program, int l, boolean learned) {
        if (isConvolution(l)) {
            convolution.reciprocate(program, l, learned);
        } else {
            dense.reciprocate(program, l);
        }
    }

    private boolean isNoisy(int l, boolean withNoise) {
        return pal && withNoise && at.xi[l] >= 0;
    }

    private void addNoise(Program program, int l, int voltage, boolean withNoise) {
        if (isNoisy(l, withNoise)) {
            each(program, l, 1, (from, bytes) -> BatchNeurons.add(m, at.xi[l] + from, voltage + from, bytes));
        }
        if (hasWhiteNoise) {
            noise.white(program, l, voltage);
        }
    }

    /** Computes rates, slopes and high-passed rates of a layer. */
    private void respond(Program program, int l, int voltage) {
        for (int b = 0; b < at.blocks; b++) {
            int block = b;
            int start = b * at.blockBytes[l];
            splitter.build(program, 16.0 * at.rows[l] * Batches.SAMPLES, at.rows[l], 64, (own, first, last, part) -> {
                int from = first * Batches.ROW;
                respond(own, l, block, from, (last - first) * Batches.ROW, voltage + start + from, at.fresh + start + from);
            });
        }
    }

    /**
     * Computes those of some neurons.
     *
     * @param from  where they are in a block, in bytes
     * @param fresh where their new rates may be until they replace the old ones
     */
    private void respond(Program own, int l, int block, int from, int bytes, int voltages, int fresh) {
        int place = block * at.blockBytes[l] + from;
        int rates = at.r[l] + block * at.rateBlockBytes[l] + from;
        int slope = at.slope[l] < 0 ? -1 : at.slope[l] + place;
        boolean filters = at.high[l] >= 0;
        BatchNeurons.activation(p.layer(l).activation(), m, voltages, filters ? fresh : rates, slope, bytes).forEach(own::add);
        if (filters) {
            float keep = (float) (1 - p.dt() / p.tauHP());
            own.add(() -> BatchNeurons.highPass(m, fresh, rates, at.high[l] + place, keep, bytes));
        }
    }

    /** What holds only at the end of the first update: slopes that are 1 from then on, and high-passed rates, which begin at 0. */
    private void begin(Program program, int l) {
        if (p.layer(l).activation() == Activation.LINEAR && at.slope[l] >= 0) {
            program.add(() -> {
                if (update == 0) {
                    for (long k = at.slope[l]; k < at.slope[l] + (long) bytes(l); k += Float.BYTES) {
                        m.set(ValueLayout.JAVA_FLOAT, k, 1f);
                    }
                }
            });
        }
        if (at.high[l] >= 0) {
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
                int from = b * at.blockBytes[l];
                int rates = at.r[l] + b * at.rateBlockBytes[l];
                program.add(() -> BatchNeurons.add(m, at.xi[l] + from, rates, at.blockBytes[l]));
            }
        }
        if (p.algorithm() != RateAlgorithm.DFA) {
            pool.backward(program, l);
        }
    }

    /** Step 5: B learns from values of this layer and the noise that the layer below passed up. */
    private void align(Program program, int l, int values, int noiseBelow) {
        if (isConvolution(l)) {
            convolution.align(program, l, values, noiseBelow);
        } else {
            dense.align(program, l, values, noiseBelow);
        }
    }

    /** Step 5 with weight mirrors: the noise of the layer below alone drives this layer, without biases; B learns from what the rates rise by. */
    private void mirror(Program program, int l) {
        if (isConvolution(l)) {
            convolution.product(program, l, at.xi[l - 1], at.voltage);
        } else {
            dense.product(program, l, at.xi[l - 1], at.voltage);
        }
        Activation phi = p.layer(l).activation();
        float rest = (float) phi.value(0);
        for (int b = 0; b < at.blocks; b++) {
            int from = b * at.blockBytes[l];
            splitter.build(program, 16.0 * at.rows[l] * Batches.SAMPLES, at.rows[l], 64, (own, first, last, part) -> {
                int voltages = at.voltage + from + first * Batches.ROW;
                int rates = at.fresh + from + first * Batches.ROW;
                int bytes = (last - first) * Batches.ROW;
                BatchNeurons.activation(phi, m, voltages, rates, at.unusedSlopes + from + first * Batches.ROW, bytes).forEach(own::add);
                if (rest != 0) {
                    own.add(() -> BatchMaps.shift(m, rates, -rest, bytes));
                }
            });
        }
        align(program, l, at.fresh, at.xi[l - 1]);
    }

    /** Region of the noise that the layer above sees. For a max-pool, this is the noise of the layer below at the winners plus its own. */
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
