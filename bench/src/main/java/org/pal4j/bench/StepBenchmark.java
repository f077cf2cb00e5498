package org.pal4j.bench;

import java.util.Arrays;
import java.util.List;
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
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Variable;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;

/**
 * Whole steps of PAL with everything learning, noise and target on: the time of one step, averaged over presentations of 100 steps
 * with a new input each. With {@code -prof gc} the bytes allocated in a step, which must be 0.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class StepBenchmark {
    private static final int PRESENTATION = 100;

    /** Neurons of each area. */
    @Param({"4-30-3", "5-20-10-20-5", "784-100-10"})
    public String network;

    /** clamped: W_1 is written once a presentation; dense: at each step. */
    @Param({"clamped", "dense"})
    public String form;

    private Circuit circuit;
    private CounterRandom random;

    /** The circuit, with weights as in the experiments. */
    @Setup
    public void prepare() {
        int[] layers = Arrays.stream(network.split("-")).mapToInt(Integer::parseInt).toArray();
        CircuitParameters p = CircuitParameters.builder()
                .layers(layers)
                .clampedInput(form.equals("clamped"))
                .etaForward(List.of(0.1))
                .etaBackward(List.of(0.5))
                .etaPyramidalToInter(List.of(0.05))
                .etaInterToPyramidal(List.of(0.02))
                .noiseScale(List.of(1e-2))
                .alpha(List.of(1e-6))
                .build();
        circuit = new Circuit(p, new NoiseSource.Counter(1));
        random = new CounterRandom(1, Stream.INPUTS);
        for (int l = 1; l <= p.areas(); l++) {
            draw(Variable.W, l, 0.1);
            if (l < p.areas()) {
                draw(Variable.B, l, 1);
            }
        }
        circuit.startSelfPredicting();
        circuit.target().fill(0.1f);
    }

    private void draw(Variable variable, int l, double range) {
        int[] shape = variable.shape(circuit.parameters(), l - 1);
        double[] values = new double[shape[0] * shape[1]];
        Arrays.setAll(values, i -> random.uniform(-range, range));
        circuit.write(variable, l - 1, values);
    }

    /** One presentation. */
    @Benchmark
    @OperationsPerInvocation(PRESENTATION)
    public void step() {
        for (int i = 0; i < circuit.input().size(); i++) {
            circuit.input().set(i, random.nextFloat());
        }
        circuit.advance(Phase.LEARN, PRESENTATION);
    }
}
