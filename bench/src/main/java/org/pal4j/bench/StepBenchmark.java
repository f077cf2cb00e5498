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

/**
 * Whole steps of PAL with everything learning, noise and target on: the time of one step, averaged over presentations of 100 steps
 * with a new input each. With {@code -prof gc} the bytes allocated in a step, which must be 0.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class StepBenchmark {
    static final int PRESENTATION = 100;

    /** Neurons of each area. */
    @Param({"4-30-3", "5-20-10-20-5", "784-100-10", "784-1000-1000-10"})
    public String network;

    /** clamped: W_1 is written once a presentation; dense: at each step. */
    @Param({"clamped", "dense"})
    public String mode;

    /** That share the large matrices of one step. */
    @Param("1")
    public int threads;

    private Simulator simulator;
    private float[][] inputs;
    private int shown;

    /** The circuit, with weights as in the experiments. */
    @Setup
    public void prepare() {
        CircuitParameters p = Networks.parameters(network, mode.equals("clamped"));
        simulator = Networks.simulator(p, 1, threads);
        inputs = Networks.inputs(p);
    }

    /** One presentation. */
    @Benchmark
    @OperationsPerInvocation(PRESENTATION)
    public void step() {
        simulator.replicas().getFirst().input().set(inputs[shown++ % inputs.length]);
        simulator.present();
        simulator.advance(Phase.LEARN, PRESENTATION);
    }
}
