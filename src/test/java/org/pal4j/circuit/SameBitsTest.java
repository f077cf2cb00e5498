package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.NoiseMode;
import org.pal4j.circuit.Choices.Regularizer;
import org.pal4j.random.CounterRandom;

/**
 * Bits do not depend on the machine: checksums of the whole state after a few thousand steps must be the recorded ones at every
 * vector width, on every processor, cold and warm. They change only if the model's arithmetic is changed intentionally.
 */
@Tag("width")
class SameBitsTest {
    private static final int PRESENTATIONS = 12;
    private static final int STEPS = 50;

    static Stream<Arguments> circuits() {
        return Stream.of(
                Arguments.of("4-30-3", base(4, 30, 3), 0xB415322DL),
                Arguments.of("dense", base(4, 30, 3).clampedInput(false), 0x6E0D478FL),
                Arguments.of("5-20-10-20-5", base(5, 20, 10, 20, 5), 0x89E6DB2EL),
                Arguments.of("many inputs", base(131, 70, 65, 3), 0x27BA8B59L),
                Arguments.of("six activations", base(5, 17, 16, 15, 17, 17, 4).activations(List.of(Activation.values()).subList(0, 6))
                        .regularizer(Regularizer.PHI), 0x41087FE0L),
                Arguments.of("clip01", base(5, 17, 4).activations(List.of(Activation.CLIP01)).regularizer(Regularizer.PHI), 0x4B4325E4L),
                Arguments.of("skip, gated, all filters", base(6, 20, 11, 4).connectivity(Connectivity.SKIP)
                        .regularizer(Regularizer.GATED).traceLowPass(true).postLowPass(true).interneuronLowPass(true)
                        .noiseMode(NoiseMode.APICAL).dtxi(0.03), 0xACFE40D2L),
                Arguments.of("one noise clock, traces at rest", base(6, 20, 11, 4).traceLowPass(true).postLowPass(true).dtxi(0.03)
                        .noiseMode(NoiseMode.SOMATIC).oneNoiseClock(true).tracesWhileSettling(true), 0x2A115E6L),
                Arguments.of("transport at rest", base(6, 20, 11, 4).algorithm(Algorithm.BP).transportWhileSettling(true), 0x3107219FL),
                Arguments.of("BP", base(6, 20, 11, 4).algorithm(Algorithm.BP).updateLowPass(false), 0xAD02F9D9L),
                Arguments.of("neurons that differ", base(6, 20, 11, 4).spreadTau(0.1).spreadGain(0.1), 0x73763C89L),
                Arguments.of("KP", base(6, 20, 11, 4).algorithm(Algorithm.KP), 0x49EA47BDL),
                Arguments.of("KP, deep, no update low-pass", base(5, 17, 3, 33, 2).algorithm(Algorithm.KP).updateLowPass(false), 0xCDFEA5DDL),
                Arguments.of("KP, tanh, all filters", base(6, 20, 11, 4).algorithm(Algorithm.KP).activations(List.of(Activation.TANH))
                        .traceLowPass(true).postLowPass(true).postWithActivation(false), 0xB10A816DL));
    }

    private static CircuitParametersBuilder base(int... layers) {
        return CircuitParameters.builder().layers(layers).noiseScale(List.of(0.05)).etaForward(List.of(1.0)).etaBackward(List.of(5.0))
                .etaPyramidalToInter(List.of(0.5)).etaInterToPyramidal(List.of(0.5)).alpha(List.of(1e-3)).tauLO(10);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("circuits")
    void checksumIsReproduced(String name, CircuitParametersBuilder builder, long expected) {
        Circuit circuit = start(builder.build());
        CounterRandom random = new CounterRandom(7, CounterRandom.Stream.INPUTS);
        for (int presentation = 0; presentation < PRESENTATIONS; presentation++) {
            present(circuit, random);
            circuit.advance(presentation % 4 == 3 ? Phase.EVALUATE : Phase.LEARN, STEPS);
        }
        assertEquals(Long.toHexString(expected), Long.toHexString(checksum(circuit)));
    }

    /** Runs long enough for the compiler to have replaced every kernel, then repeats the first run. */
    @Test
    void coldAndWarmBitsAreEqual() {
        CircuitParameters p = base(5, 20, 10, 20, 5).build();
        long cold = run(p, 30, 100, 1);
        run(p, 1000, 100, 1);
        assertEquals(cold, run(p, 30, 100, 1));
    }

    @Test
    void splittingStepsIntoCallsChangesNothing() {
        CircuitParameters p = base(4, 30, 3).build();
        long whole = run(p, 20, 60, 1);
        assertEquals(whole, run(p, 20, 60, 60));
        assertEquals(whole, run(p, 20, 60, 4));
    }

    @Test
    void interleavedCircuitsDoNotInteract() {
        List<CircuitParameters> kinds = List.of(base(4, 30, 3).build(), base(5, 20, 10, 5).algorithm(Algorithm.BP).build());
        List<Circuit> circuits = kinds.stream().map(SameBitsTest::start).toList();
        List<CounterRandom> random = List.of(
                new CounterRandom(7, CounterRandom.Stream.INPUTS), new CounterRandom(7, CounterRandom.Stream.INPUTS));
        for (int k = 0; k < 20; k++) {
            present(circuits.get(0), random.get(0));
            present(circuits.get(1), random.get(1));
            for (int step = 0; step < 30; step++) {
                circuits.forEach(circuit -> circuit.advance(Phase.LEARN, 1));
            }
        }
        assertEquals(run(kinds.get(0), 20, 30, 1), checksum(circuits.get(0)));
        assertEquals(run(kinds.get(1), 20, 30, 1), checksum(circuits.get(1)));
    }

    @Test
    void readingWeightsChangesNothing() {
        CircuitParameters p = base(4, 30, 3).build();
        Circuit watched = start(p);
        Circuit alone = start(p);
        CounterRandom a = new CounterRandom(7, CounterRandom.Stream.INPUTS);
        CounterRandom b = new CounterRandom(7, CounterRandom.Stream.INPUTS);
        for (int k = 0; k < 20; k++) {
            present(watched, a);
            present(alone, b);
            for (int step = 0; step < 10; step++) {
                watched.advance(Phase.LEARN, 1);
                checksum(watched);
            }
            alone.advance(Phase.LEARN, 10);
        }
        assertEquals(checksum(alone), checksum(watched));
    }

    private static long run(CircuitParameters p, int presentations, int steps, int calls) {
        Circuit circuit = start(p);
        CounterRandom random = new CounterRandom(7, CounterRandom.Stream.INPUTS);
        for (int k = 0; k < presentations; k++) {
            present(circuit, random);
            for (int call = 0; call < calls; call++) {
                circuit.advance(Phase.LEARN, steps / calls);
            }
        }
        return checksum(circuit);
    }

    private static Circuit start(CircuitParameters p) {
        Circuit circuit = new Circuit(p, new NoiseSource.Counter(42));
        CounterRandom random = new CounterRandom(3, CounterRandom.Stream.FORWARD_WEIGHTS);
        for (Variable variable : List.of(Variable.W, Variable.B, Variable.uP, Variable.uI)) {
            for (int i = 0; i < variable.count(p); i++) {
                double[] values = circuit.read(variable, i);
                for (int k = 0; k < values.length; k++) {
                    values[k] = random.uniform(-1, 1);
                }
                circuit.write(variable, i, values);
            }
        }
        for (Variable variable : List.of(Variable.paceP, Variable.paceI, Variable.gainP, Variable.gainI)) {
            for (int i = 0; i < variable.count(p); i++) {
                circuit.write(variable, i, Arrays.stream(circuit.read(variable, i)).map(one -> random.uniform(0.7, 1.3)).toArray());
            }
        }
        circuit.startSelfPredicting();
        return circuit;
    }

    private static void present(Circuit circuit, CounterRandom random) {
        for (int i = 0; i < circuit.input().size(); i++) {
            circuit.input().set(i, random.nextFloat());
        }
        for (int i = 0; i < circuit.target().size(); i++) {
            circuit.target().set(i, random.nextFloat());
        }
    }

    private static long checksum(Circuit circuit) {
        CRC32 sum = new CRC32();
        for (Variable variable : Variable.values()) {
            for (int i = 0; i < variable.count(circuit.parameters()); i++) {
                for (double value : circuit.read(variable, i)) {
                    int bits = Float.floatToIntBits((float) value);
                    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                        sum.update(bits >>> shift);
                    }
                }
            }
        }
        return sum.getValue();
    }
}
