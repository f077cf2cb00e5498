package org.pal4j.bench;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pal4j.Activation;
import org.pal4j.kernel.Clamped;
import org.pal4j.kernel.Neurons;
import org.pal4j.kernel.Noise;
import org.pal4j.memory.Block;
import org.pal4j.memory.VectorView;

/** Everything that is done for each neuron of a population: activations, rates and post terms, filters, the soma, noise, a clamped input. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class NeuronsBenchmark {
    private static final int REGIONS = 9;

    /** Neurons. */
    @Param({"16", "30", "112", "1000"})
    public int size;

    private final int[] at = new int[REGIONS];
    private MemorySegment m;
    private int noisePlan;
    private int places;
    private int first;
    private int second;
    private long step;
    private List<Runnable> logistic;
    private List<Runnable> tanh;
    private List<Runnable> softRelu;

    /** Voltages between 0 and 1. */
    @Setup
    public void prepare() {
        Block.Plan plan = new Block.Plan();
        for (int i = 0; i < REGIONS; i++) {
            at[i] = plan.vector("region" + i, size);
        }
        noisePlan = plan.vector("plan", 3 * Noise.blocks(size));
        places = plan.vector("places", Noise.blocks(size));
        first = plan.vector("first", Noise.blocks(size));
        second = plan.vector("second", Noise.blocks(size));
        m = plan.allocate().memory();
        for (int region : at) {
            VectorView view = new VectorView(m, region, size);
            for (int i = 0; i < size; i++) {
                view.set(i, (i + 0.5f) / size);
            }
        }
        Noise.plan(m, noisePlan, places, 0, 0, size, 1);
        Noise.putKey(m, noisePlan, 0, 42, 0, size, 1);
        logistic = Neurons.activation(Activation.LOGISTIC, m, at[0], at[1], at[2], size);
        tanh = Neurons.activation(Activation.TANH, m, at[0], at[1], at[2], size);
        softRelu = Neurons.activation(Activation.SOFT_RELU, m, at[0], at[1], at[2], size);
    }

    /** phi(factor * x), logistic. */
    @Benchmark
    public void logistic() {
        logistic.forEach(Runnable::run);
    }

    /** phi(factor * x), tanh. */
    @Benchmark
    public void tanh() {
        tanh.forEach(Runnable::run);
    }

    /** phi(factor * x), log(1 + e^x). */
    @Benchmark
    public void softRelu() {
        softRelu.forEach(Runnable::run);
    }

    /** Rates and post terms of logistic neurons, with their activations. */
    @Benchmark
    public void respondLogistic() {
        Neurons.respondLogistic(m, at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7], size);
    }

    /** Rates and post terms. */
    @Benchmark
    public void respond() {
        Neurons.respond(m, at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7], size);
    }

    /** The high-pass. */
    @Benchmark
    public void highPass() {
        Neurons.highPass(m, at[0], at[1], at[2], at[3], 0.1f, size);
    }

    /** The Euler step with noise and look-ahead. */
    @Benchmark
    public void noisySoma() {
        Neurons.noisySoma(m, at[0], at[1], at[2], 0.5f, at[3], at[4], 0.3f, 1f, 0.01f, size);
    }

    /** Random words, normal draws, and the Ornstein-Uhlenbeck step. */
    @Benchmark
    public void noise() {
        Noise.words(m, noisePlan, step++, first, second, Noise.blocks(size));
        Noise.normals(m, first, second, places, at[0], Noise.blocks(size));
        Noise.advance(m, at[1], at[2], at[0], at[3], 0.9f, size);
    }

    /** A step of the first area under a clamped input: its voltages and its update. */
    @Benchmark
    public void clampedStep() {
        Clamped.step(m, at[0], at[1], at[2], at[5], 0.5f, at[3], at[6], 0.9f, 1e-4f, at[4], size);
    }
}
