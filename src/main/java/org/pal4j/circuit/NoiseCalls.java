package org.pal4j.circuit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.pal4j.circuit.Choices.NoiseType;
import org.pal4j.format.NamedArrays;
import org.pal4j.kernel.Neurons;
import org.pal4j.kernel.Noise;
import org.pal4j.kernel.Program;
import org.pal4j.random.NumpyRandom;
import org.pal4j.random.Threefry;

/** Adds the calls that make and advance the noise of all hidden areas to a program, and keeps its clock. */
final class NoiseCalls {
    private final CircuitParameters p;
    private final CircuitLayout at;
    private final MemorySegment m;
    private final List<NoiseSource> sources;
    private final int areas;
    private final int[] sizes;
    private final NumpyRandom[] generators;
    /** Which replicas have noise: the others draw nothing, as they don't alone. */
    private final boolean[] noisy;
    private final double[] serial;
    private final int stepsBetweenDraws;
    private final float keep;
    private long step;
    private long clock;
    private long keysOf = -1;

    /**
     * @param replicas one for each replica
     * @param sources  where the noise of each replica comes from; all of one kind
     */
    NoiseCalls(List<CircuitParameters> replicas, CircuitLayout at, List<NoiseSource> sources) {
        p = replicas.getFirst();
        this.at = at;
        this.sources = sources;
        m = at.block.memory();
        areas = p.areas();
        sizes = p.layers().stream().mapToInt(Integer::intValue).toArray();
        generators = sources.stream().filter(NoiseSource.Numpy.class::isInstance).map(source -> ((NoiseSource.Numpy) source).random())
                .toArray(NumpyRandom[]::new);
        noisy = new boolean[replicas.size()];
        for (int lane = 0; lane < noisy.length; lane++) {
            noisy[lane] = replicas.get(lane).noisy();
        }
        int hidden = 0;
        for (int l = 1; l < areas; l++) {
            hidden += sizes[l];
        }
        serial = new double[generators.length == 0 ? 0 : hidden];
        stepsBetweenDraws = p.stepsBetweenDraws();
        keep = p.noiseType() == NoiseType.OU ? (float) (1 - p.dt() / p.tauxi()) : 0f;
        for (int l = 1; l < areas; l++) {
            Noise.plan(m, at.noisePlan, at.noisePlaces, at.randomBlocks[l - 1], at.atPyramidal(l), p.size(l), at.lanes);
        }
    }

    /** The number of the step that comes. */
    void step(long number) {
        step = number;
    }

    /** Lists the clock, which tells when held noise is drawn anew. */
    void listState(NamedArrays arrays) {
        if (stepsBetweenDraws > 1) {
            arrays.number("noise_clock", 0, Long.MAX_VALUE, () -> clock, saved -> clock = saved);
        }
    }

    /** Step 4: the noise advances; what it was before is what somata see. */
    void advance(Program program) {
        if (stepsBetweenDraws > 1) {
            Program draw = new Program();
            fresh(draw);
            program.add(() -> {
                if (clock++ % stepsBetweenDraws == 0) {
                    draw.run();
                } else {
                    MemorySegment.copy(m, at.noise, m, at.noiseSeen, (long) at.hidden * Float.BYTES);
                }
            });
        } else {
            fresh(program);
        }
    }

    private void fresh(Program program) {
        if (sources.getFirst() instanceof NoiseSource.Numpy) {
            program.add(this::drawSerially);
        }
        if (sources.getFirst() instanceof NoiseSource.Counter) {
            int blocks = at.randomBlocks[areas - 1];
            program.add(() -> {
                renewKeys();
                Noise.words(m, at.noisePlan, step, at.firstWords, at.secondWords, blocks);
            });
            program.add(() -> Noise.normals(m, at.firstWords, at.secondWords, at.noisePlaces, at.draw, blocks));
        }
        switch (p.noiseMode()) {
            case CONST -> { }
            case SOMATIC -> program.add(() -> Neurons.multiplyBySize(m, at.u, at.draw, at.hidden));
            case PROSPECTIVE -> program.add(() -> Neurons.multiplyBySize(m, at.b, at.draw, at.hidden));
            case APICAL -> program.add(() -> Neurons.multiplyBySize(m, at.apical, at.draw, at.hidden));
        }
        program.add(() -> Noise.advance(m, at.noise, at.noiseSeen, at.draw, at.noiseGain, keep, at.hidden));
    }

    /** From a generator for each replica: areas in turn, and the neurons of each. */
    private void drawSerially() {
        for (int lane = 0; lane < generators.length; lane++) {
            if (!noisy[lane]) {
                continue;
            }
            generators[lane].fillGaussian(serial, serial.length);
            for (int l = 1, k = 0; l < areas; l++) {
                long to = at.draw + at.atPyramidal(l) + (long) lane * Float.BYTES;
                for (int i = 0; i < sizes[l]; i++) {
                    m.set(ValueLayout.JAVA_FLOAT, to, (float) serial[k++]);
                    to += (long) at.lanes * Float.BYTES;
                }
            }
        }
    }

    /** The keys of the noise change every 2^32 steps. */
    private void renewKeys() {
        if (keysOf == step >>> 32) {
            return;
        }
        keysOf = step >>> 32;
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
