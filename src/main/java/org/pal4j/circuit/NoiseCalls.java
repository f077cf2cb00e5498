package org.pal4j.circuit;

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
            noisy[lane] = replicas.get(lane).noisy();
        }
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

    /** Step 4: advances the noise; the somata see its previous value. */
    void advance(Program program) {
        if (stepsBetweenDraws > 1) {
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
        if (sources.getFirst() instanceof NoiseSource.Counter) {
            int blocks = at.randomBlocks[areas - 1];
            program.add(() -> {
                refreshKeys();
                Noise.words(m, at.noisePlan, step, at.firstWords, at.secondWords, blocks);
            });
            program.add(() -> Noise.normals(m, at.firstWords, at.secondWords, at.noisePlaces, at.draw, blocks));
        }
        switch (p.noiseMode()) {
            case CONST -> {}
            case SOMATIC -> program.add(() -> Neurons.multiplyByMagnitude(m, at.u, at.draw, at.hiddenFloats));
            case PROSPECTIVE -> program.add(() -> Neurons.multiplyByMagnitude(m, at.b, at.draw, at.hiddenFloats));
            case APICAL -> program.add(() -> Neurons.multiplyByMagnitude(m, at.apical, at.draw, at.hiddenFloats));
        }
        program.add(() -> Noise.advance(m, at.noise, at.noiseSeen, at.draw, at.noiseGain, keep, at.hiddenFloats));
    }

    /** Draws from one generator per replica: area by area, neuron by neuron. */
    private void drawSerially() {
        for (int lane = 0; lane < generators.length; lane++) {
            if (!noisy[lane]) {
                continue;
            }
            generators[lane].fillGaussian(serialDraws, serialDraws.length);
            for (int l = 1, k = 0; l < areas; l++) {
                long to = at.draw + at.atPyramidal(l) + (long) lane * Float.BYTES;
                for (int i = 0; i < sizes[l]; i++) {
                    m.set(ValueLayout.JAVA_FLOAT, to, (float) serialDraws[k++]);
                    to += (long) at.lanes * Float.BYTES;
                }
            }
        }
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
