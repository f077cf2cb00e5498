package org.pal4j.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateParameters;

/**
 * Updates of rate networks in training, averaged over batches of 100 updates with new samples each. With {@code -prof gc} the bytes allocated in an
 * update, which must be 0.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 3)
@Fork(2)
public class UpdateBenchmark {
    static final int HELD = 100;
    private static final int FEW = 10;

    /** autoencoder: 784-200-2-200-784, batch 32; lenet: LeNet-5 on 3 x 32 x 32, batch 128. */
    @Param({RateNetworks.AUTOENCODER, RateNetworks.LENET})
    public String network;

    /** How errors come down. */
    @Param({"PAL", "BP", "FA", "DFA"})
    public String algorithm;

    /** That share each update. */
    @Param("1")
    public int threads;

    private RateNetwork simulator;
    private float[][] inputs;
    private float[][] targets;

    /** The network, with weights as in the experiments. */
    @Setup
    public void prepare() {
        RateParameters p = RateNetworks.parameters(network, RateAlgorithm.valueOf(algorithm));
        simulator = RateNetworks.network(p, threads);
        inputs = RateNetworks.inputs(p);
        targets = RateNetworks.targets(p, inputs);
    }

    /** One batch. */
    @Benchmark
    @OperationsPerInvocation(HELD)
    public void update() {
        present(HELD);
    }

    /** The same with a new batch after every ten updates. */
    @Benchmark
    @OperationsPerInvocation(FEW)
    public void fewUpdates() {
        present(FEW);
    }

    /** A new batch, and so many updates. */
    void present(int updates) {
        for (int sample = 0; sample < inputs.length; sample++) {
            simulator.input(sample, inputs[sample]);
            simulator.target(sample, targets[sample]);
        }
        simulator.advance(true, true, updates);
    }
}
