package org.pal4j.circuit;

import static org.pal4j.kernel.ScalarMath.fma;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.format.NamedArrays;
import org.pal4j.kernel.Neurons;
import org.pal4j.kernel.Noise;
import org.pal4j.kernel.Program;
import org.pal4j.random.NumpyRandom;
import org.pal4j.random.Threefry;

/** Adds the calls that generate and advance the noise of all hidden areas to a program, and keeps the noise clock. */
final class NoiseCalls extends CircuitLayout.Calls {
    private final List<NoiseSource> sources;
    private final int[] sizes = p.layers().stream().mapToInt(Integer::intValue).toArray();
    private final NumpyRandom[] generators;
    /** Which replicas have noise. The others draw nothing, as in a circuit of their own. */
    private final boolean[] noisy;
    private final double[] serialDraws;
    private final int stepsBetweenDraws = p.stepsBetweenDraws();
    private final float keep = p.noiseType() == NoiseType.OU ? (float) (1 - p.dt() / p.tauxi()) : 0f;
    private long step;
    private long noisySteps;
    /** For each replica, the turns of its areas since the last draw, if they take turns. */
    private final long[] turns;
    private long keyEpoch = -1;

    /** Noise for replicas, with the parameters and the source of each. */
    NoiseCalls(List<CircuitParameters> replicas, CircuitLayout at, List<NoiseSource> sources) {
        super(at);
        this.sources = sources;
        generators = sources.stream().filter(NoiseSource.Numpy.class::isInstance).map(source -> ((NoiseSource.Numpy) source).random())
                .toArray(NumpyRandom[]::new);
        serialDraws = new double[generators.length == 0 ? 0 : Arrays.stream(sizes, 1, areas).sum()];
        noisy = new boolean[replicas.size()];
        for (int lane = 0; lane < noisy.length; lane++) {
            noisy[lane] = replicas.get(lane).drawsNoise();
        }
        turns = new long[noisy.length];
        for (int l = 1; l < areas; l++) {
            Noise.plan(m, at.noisePlan, at.noisePlaces, at.randomBlocks[l - 1], at.atPyramidal(l), p.size(l), at.lanes);
        }
    }

    /** Sets the number of the next step. */
    void step(long number) {
        step = number;
    }

    /** Lists the clock, which tells when held noise is drawn again. */
    void listState(NamedArrays arrays) {
        if (stepsBetweenDraws > 1) {
            arrays.number("noise_clock", 0, Long.MAX_VALUE, () -> noisySteps, saved -> noisySteps = saved);
        }
    }

    /** Lists the clock of a replica whose areas take turns. */
    void listClock(NamedArrays arrays, int lane) {
        arrays.number("noise_clock", 0, stepsBetweenDraws, () -> turns[lane], saved -> turns[lane] = saved);
    }

    /** Step 4: advances the noise; the somata see its previous value. */
    void advance(Program program) {
        if (p.takesTurns()) {
            addCounted(program);
            program.add(this::takeTurns);
        } else if (stepsBetweenDraws > 1) {
            Program draw = new Program();
            addDraws(draw);
            program.add(() -> {
                if (noisySteps++ % stepsBetweenDraws == 0) {
                    draw.run();
                } else {
                    copy(at.noise, at.noiseSeen, at.hiddenFloats);
                }
            });
        } else {
            addDraws(program);
        }
    }

    private void addDraws(Program program) {
        if (sources.getFirst() instanceof NoiseSource.Numpy) {
            program.add(this::drawSerially);
        }
        addCounted(program);
        switch (p.noiseMode()) {
            case CONST -> {}
            case SOMATIC -> program.add(() -> Neurons.multiplyByMagnitude(m, at.u, at.draw, at.hiddenFloats));
            case PROSPECTIVE -> program.add(() -> Neurons.multiplyByMagnitude(m, at.b, at.draw, at.hiddenFloats));
            case APICAL -> program.add(() -> Neurons.multiplyByMagnitude(m, at.apical, at.draw, at.hiddenFloats));
        }
        program.add(() -> Noise.advance(m, at.noise, at.noiseSeen, at.draw, at.noiseGain, keep, at.hiddenFloats));
    }

    private void addCounted(Program program) {
        if (sources.getFirst() instanceof NoiseSource.Counter) {
            int blocks = at.randomBlocks[areas - 1];
            program.add(() -> {
                refreshKeys();
                Noise.words(m, at.noisePlan, step, at.firstWords, at.secondWords, blocks);
            });
            program.add(() -> Noise.normals(m, at.firstWords, at.secondWords, at.noisePlaces, at.draw, blocks));
        }
    }

    /** Draws from one generator per replica: area by area, neuron by neuron. */
    private void drawSerially() {
        for (int lane = 0; lane < generators.length; lane++) {
            if (!noisy[lane]) {
                continue;
            }
            generators[lane].fillGaussian(serialDraws, serialDraws.length);
            for (int l = 1, k = 0; l < areas; l++) {
                spreadDraws(lane, l, k);
                k += sizes[l];
            }
        }
    }

    /** Writes the serial draws from index {@code from} on to hidden area {@code l} of a replica. */
    private void spreadDraws(int lane, int l, int from) {
        for (int i = 0; i < sizes[l]; i++) {
            m.set(ValueLayout.JAVA_FLOAT, at(at.draw, lane, l, i), (float) serialDraws[from + i]);
        }
    }

    /** The address of the value of a neuron of hidden area {@code l} of a replica. */
    private long at(int region, int lane, int l, int neuron) {
        return region + at.atPyramidal(l) + ((long) neuron * at.lanes + lane) * Float.BYTES;
    }

    /**
     * Step 4 with one clock for all areas of a replica: the areas take turns, each turn counts, and an area whose turn completes the
     * time between draws draws. So does an area whose noise is all zero. Plain loops, because they allocate nothing.
     */
    private void takeTurns() {
        copy(at.noise, at.noiseSeen, at.hiddenFloats);
        for (int lane = 0; lane < turns.length; lane++) {
            for (int l = 1; l < areas; l++) {
                if (isSilent(lane, l) || turns[lane] % stepsBetweenDraws == 0) {
                    advanceOne(lane, l);
                    turns[lane] = 0;
                }
                turns[lane]++;
            }
        }
    }

    private boolean isSilent(int lane, int l) {
        for (int i = 0; i < sizes[l]; i++) {
            if (get(at.noise, lane, l, i) != 0f) {
                return false;
            }
        }
        return true;
    }

    /** Advances the noise of one area of one replica, with the arithmetic of {@link Noise#advance}. */
    private void advanceOne(int lane, int l) {
        if (generators.length > 0) {
            generators[lane].fillGaussian(serialDraws, sizes[l]);
            spreadDraws(lane, l, 0);
        }
        for (int i = 0; i < sizes[l]; i++) {
            float draw = get(at.draw, lane, l, i);
            float white = switch (p.noiseMode()) {
                case CONST -> draw;
                case SOMATIC -> draw * Math.abs(get(at.u, lane, l, i));
                case PROSPECTIVE -> draw * Math.abs(get(at.b, lane, l, i));
                case APICAL -> draw * Math.abs(get(at.apical, lane, l, i));
            };
            float next = fma(keep, get(at.noise, lane, l, i), get(at.noiseGain, lane, l, i) * white);
            m.set(ValueLayout.JAVA_FLOAT, at(at.noise, lane, l, i), next);
        }
    }

    private float get(int region, int lane, int l, int neuron) {
        return m.get(ValueLayout.JAVA_FLOAT, at(region, lane, l, neuron));
    }

    /** The noise keys change every 2^32 steps. */
    private void refreshKeys() {
        if (keyEpoch == step >>> 32) {
            return;
        }
        keyEpoch = step >>> 32;
        for (int lane = 0; lane < sources.size(); lane++) {
            if (sources.get(lane) instanceof NoiseSource.Counter counter) {
                for (int l = 1; l < areas; l++) {
                    long key = Threefry.noiseKey(counter.seed(), l, step);
                    Noise.putKey(m, at.noisePlan, at.randomBlocks[l - 1], key, lane, p.size(l), at.lanes);
                }
            }
        }
    }
}
