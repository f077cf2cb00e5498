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
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Simulator;

/** The same steps as in {@link StepBenchmark}, of replicas side by side: the time of one step of all of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EnsembleBenchmark {
    /** Neurons of each area. */
    @Param({"4-30-3", "5-20-10-20-5"})
    public String network;

    /** Side by side. */
    @Param({"4", "8", "16"})
    public int replicas;

    private Simulator simulator;
    private float[][] inputs;
    private int shown;

    /** The ensemble. */
    @Setup
    public void prepare() {
        CircuitParameters p = Networks.parameters(network, true);
        simulator = Networks.simulator(p, replicas, 1);
        inputs = Networks.inputs(p);
    }

    /** One presentation, with another input for each replica. */
    @Benchmark
    @OperationsPerInvocation(StepBenchmark.PRESENTATION)
    public void step() {
        for (int k = 0; k < replicas; k++) {
            simulator.replicas().get(k).input().set(inputs[(shown + k) % inputs.length]);
        }
        shown++;
        simulator.present();
        simulator.advance(Phase.LEARN, StepBenchmark.PRESENTATION);
    }
}
