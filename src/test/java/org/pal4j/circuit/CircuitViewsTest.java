package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.NoiseType;

/** What can be read from and written to a circuit, and when noise is drawn. */
@Tag("width")
class CircuitViewsTest {
    private static CircuitParametersBuilder noisy(int... layers) {
        return CircuitParameters.builder().layers(layers).dt(0.1).tauHP(1).tauxi(1).noiseScale(List.of(0.25));
    }

    @ParameterizedTest
    @EnumSource(Connectivity.class)
    void writtenValuesAreRead(Connectivity connectivity) {
        CircuitParameters p = noisy(3, 17, 16, 33).connectivity(connectivity).build();
        SplittableRandom random = new SplittableRandom(1);
        for (CircuitState circuit : List.of(new Circuit(p, new NoiseSource.Counter(1)), new ReferenceCircuit(p))) {
            for (Variable variable : List.of(Variable.uP, Variable.uI, Variable.W, Variable.WI, Variable.B, Variable.BI)) {
                double[][] written = new double[variable.count(p)][];
                for (int i = 0; i < written.length; i++) {
                    int size = Arrays.stream(variable.shape(p, i)).reduce(1, (a, b) -> a * b);
                    written[i] = RandomCircuits.values(random, 1, size);
                    circuit.write(variable, i, written[i]);
                }
                for (int i = 0; i < written.length; i++) {
                    assertArrayEquals(written[i], circuit.read(variable, i), variable.name() + i);
                }
            }
        }
    }

    @Test
    void derivedVariablesCanNotBeWritten() {
        CircuitParameters p = noisy(3, 4, 2).build();
        for (CircuitState circuit : List.of(new Circuit(p, new NoiseSource.Counter(1)), new ReferenceCircuit(p))) {
            for (Variable variable : List.of(Variable.bP, Variable.rP, Variable.vbas, Variable.vapi, Variable.noise, Variable.hi,
                    Variable.lo, Variable.bI, Variable.rI, Variable.vden)) {
                double[] values = circuit.read(variable, 0);
                assertThrows(IllegalArgumentException.class, () -> circuit.write(variable, 0, values), variable.name());
            }
        }
        Circuit circuit = new Circuit(p, new NoiseSource.Counter(1));
        assertThrows(IllegalArgumentException.class, () -> circuit.write(Variable.W, 0, new double[11]));
        assertThrows(IllegalArgumentException.class, () -> circuit.write(Variable.uP, 0, new double[5]));
    }

    @Test
    void viewsAreLive() {
        Circuit circuit = new Circuit(noisy(3, 17, 2).build(), new NoiseSource.Counter(1));
        circuit.vector(Variable.uP, 0).set(16, 0.5f);
        circuit.matrix(Variable.W, 1).set(1, 16, 0.75f);
        assertEquals(0.5, circuit.read(Variable.uP, 0)[16]);
        assertEquals(0.75, circuit.read(Variable.W, 1)[17 + 16]);
        circuit.advance(Phase.SETTLE, 1);
        assertEquals(0.5f, circuit.prospective(1).get(16));
        assertEquals(1, circuit.step());
        assertThrows(IllegalArgumentException.class, () -> circuit.vector(Variable.W, 0));
        assertThrows(IllegalArgumentException.class, () -> circuit.matrix(Variable.uP, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> circuit.vector(Variable.uP, 0).get(17));
    }

    /** A value read earlier does not change later, and changing it has no effect. */
    @Test
    void readReturnsACopy() {
        CircuitParameters p = noisy(3, 4, 2).build();
        for (CircuitState circuit : List.of(new Circuit(p, new NoiseSource.Counter(1)), new ReferenceCircuit(p))) {
            for (Variable variable : Variable.values()) {
                if (variable.count(p) > 0) {
                    circuit.read(variable, 0)[0] = 7;
                    assertEquals(0, circuit.read(variable, 0)[0], variable.name());
                } else {
                    String said = assertThrows(IllegalArgumentException.class, () -> circuit.read(variable, 0)).getMessage();
                    assertTrue(said.contains("spread"), said);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"OU, 1", "OU, 3", "HOLD_WHITE_NOISE, 1", "HOLD_WHITE_NOISE, 4"})
    void noiseIsDrawnEveryDtxiAndHeldInBetween(NoiseType type, int every) {
        Circuit circuit = new Circuit(noisy(3, 20, 2).noiseType(type).dtxi(0.1 * every).build(), new NoiseSource.Given());
        SplittableRandom random = new SplittableRandom(3);
        double[] noise = circuit.read(Variable.noise, 0);
        for (int n = 0; n < 12; n++) {
            // The noise clock does not count steps without noise.
            circuit.advance(Phase.SETTLE, 2);
            double[] draws = RandomCircuits.draws(random, circuit.parameters())[0];
            circuit.draws(1).set(draws);
            circuit.advance(Phase.EVALUATE, 1);
            double[] now = circuit.read(Variable.noise, 0);
            if (n % every != 0) {
                assertArrayEquals(noise, now, "step " + n);
            } else if (type == NoiseType.HOLD_WHITE_NOISE) {
                assertArrayEquals(Arrays.stream(draws).map(z -> 0.25 * z).toArray(), now, "step " + n);
            } else {
                for (int i = 0; i < now.length; i++) {
                    assertEquals(0.9 * noise[i] + Math.sqrt(0.1) * 0.25 * draws[i], now[i], 1e-6);
                    assertNotEquals(noise[i], now[i]);
                }
            }
            noise = now;
        }
    }

    /** A draw is a function of seed, population, neuron and step only. It depends neither on the past nor on the number of neurons. */
    @Test
    void drawsDependOnSeedPopulationNeuronAndStep() {
        double[] plain = noiseAtStep9(noisy(3, 5, 5, 2), 1, Phase.EVALUATE, 0);
        assertArrayEquals(plain, noiseAtStep9(noisy(3, 5, 5, 2), 1, Phase.SETTLE, 0));
        assertArrayEquals(plain, noiseAtStep9(noisy(3, 5, 5, 2).taur(0), 1, Phase.LEARN, 0));
        assertArrayEquals(plain, Arrays.copyOf(noiseAtStep9(noisy(3, 40, 7, 9, 2), 1, Phase.EVALUATE, 0), 5));
        double[] otherSeed = noiseAtStep9(noisy(3, 5, 5, 2), 2, Phase.EVALUATE, 0);
        double[] otherPopulation = noiseAtStep9(noisy(3, 5, 5, 2), 1, Phase.EVALUATE, 1);
        for (int i = 0; i < 5; i++) {
            assertNotEquals(plain[i], otherSeed[i]);
            assertNotEquals(plain[i], otherPopulation[i]);
        }
        assertEquals(5, Arrays.stream(plain).distinct().count());
    }

    private static double[] noiseAtStep9(CircuitParametersBuilder builder, long seed, Phase before, int index) {
        Circuit circuit = new Circuit(builder.noiseType(NoiseType.HOLD_WHITE_NOISE).build(), new NoiseSource.Counter(seed));
        circuit.advance(before, 9);
        circuit.advance(Phase.EVALUATE, 1);
        return circuit.read(Variable.noise, index);
    }
}
