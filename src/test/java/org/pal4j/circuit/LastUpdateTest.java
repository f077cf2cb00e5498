package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.Regularizer;

/** The update reported by a circuit is the one applied to its weights. */
class LastUpdateTest {
    private static final List<Variable> LEARNED = List.of(Variable.W, Variable.WI, Variable.B, Variable.BI);

    private static CircuitParametersBuilder circuit() {
        return CircuitParameters.builder().layers(3, 5, 4, 2).algorithm(Algorithm.PAL).etaForward(List.of(3.0)).etaBackward(List.of(20.0))
                .etaPyramidalToInter(List.of(2.0)).etaInterToPyramidal(List.of(1.0)).noiseScale(List.of(0.1)).alpha(List.of(0.5));
    }

    private static Circuit started(CircuitParameters p) {
        Circuit circuit = new Circuit(p, new NoiseSource.Counter(5));
        SplittableRandom random = new SplittableRandom(8);
        for (Variable variable : LEARNED) {
            for (int i = 0; i < variable.count(p); i++) {
                int[] shape = variable.shape(p, i);
                circuit.write(variable, i, random.doubles((long) shape[0] * shape[1], -1, 1).toArray());
            }
        }
        return circuit;
    }

    /** At each step, including the first of a presentation, whose update uses the previous input. */
    @ParameterizedTest
    @CsvSource({"plain, true, layered", "plain, false, layered", "gated, true, layered", "phi, true, layered", "plain, true, skip",
        "gated, false, skip"})
    void updateEqualsTheChangeOfTheWeights(String regularizer, boolean clamped, String connectivity) {
        CircuitParameters p = circuit().updateLowPass(false).clampedInput(clamped).regularizer(Regularizer.valueOf(regularizer.toUpperCase()))
                .connectivity(Connectivity.valueOf(connectivity.toUpperCase())).build();
        Circuit circuit = started(p);
        double[] largest = new double[LEARNED.size()];
        for (int presentation = 0; presentation < 3; presentation++) {
            circuit.input().set(new double[] {0.1 * presentation, 0.9 - 0.3 * presentation, 0.4});
            circuit.target().set(new double[] {1, -0.5});
            circuit.present();
            for (int step = 0; step < 4; step++) {
                double[][][] before = weights(circuit);
                circuit.advance(Phase.LEARN, 1);
                double[][][] after = weights(circuit);
                for (int v = 0; v < LEARNED.size(); v++) {
                    for (int i = 0; i < before[v].length; i++) {
                        double[] update = circuit.update(LEARNED.get(v), i);
                        double[] expected = new double[update.length];
                        for (int k = 0; k < update.length; k++) {
                            expected[k] = after[v][i][k] - before[v][i][k];
                        }
                        // Weights are of order 1, so their differences are accurate to a few ULP of 1.
                        assertArrayEquals(expected, update, 5e-7, LEARNED.get(v) + " " + i + " at " + presentation + "." + step);
                        largest[v] = Math.max(largest[v], Arrays.stream(update).map(Math::abs).max().orElseThrow());
                    }
                }
            }
        }
        for (double size : largest) {
            assertTrue(size > 1e-4, "the updates are too small to compare: " + Arrays.toString(largest));
        }
    }

    private static double[][][] weights(Circuit circuit) {
        return LEARNED.stream().map(variable -> IntStream.range(0, variable.count(circuit.parameters()))
                .mapToObj(i -> circuit.read(variable, i)).toArray(double[][]::new)).toArray(double[][][]::new);
    }

    /** Plasticity requests the same update whether or not weights learn, and whether or not updates are low-passed. */
    @Test
    void updateDoesNotDependOnTheSwitches() {
        Circuit learning = started(circuit().updateLowPass(false).build());
        Circuit resting = started(circuit().updateLowPass(true).build());
        for (Circuit circuit : List.of(learning, resting)) {
            circuit.input().set(new double[] {0.3, 0.9, 0.4});
            // Nothing learns, so both have the same weights until the step under test.
            circuit.advance(new Phase(false, false, false, true, true), 5);
        }
        learning.advance(Phase.LEARN, 1);
        resting.advance(new Phase(false, false, false, true, true), 1);
        for (Variable variable : LEARNED) {
            assertArrayEquals(learning.update(variable, 0), resting.update(variable, 0), variable == Variable.B ? 1e-8 : 0, variable.name());
        }
    }

    @Test
    void fixedFeedbackHasNoUpdate() {
        for (Algorithm algorithm : List.of(Algorithm.FA, Algorithm.BP)) {
            Circuit circuit = started(circuit().algorithm(algorithm).noiseScale(List.of(0.0)).etaBackward(List.of(0.0)).build());
            circuit.advance(Phase.LEARN, 3);
            assertEquals(0, Arrays.stream(circuit.update(Variable.B, 0)).map(Math::abs).max().orElseThrow());
        }
    }

    /** A replica among others has the same update as a single circuit. */
    @Test
    void replicasHaveTheUpdateOfASingleCircuit() {
        CircuitParameters p = circuit().build();
        Circuit alone = started(p);
        Ensemble ensemble =
                new Ensemble(List.of(p, p, p), List.of(new NoiseSource.Counter(1), new NoiseSource.Counter(5), new NoiseSource.Counter(2)));
        for (Replica replica : ensemble.replicas()) {
            for (Variable variable : LEARNED) {
                for (int i = 0; i < variable.count(p); i++) {
                    replica.write(variable, i, alone.read(variable, i));
                }
            }
        }
        alone.input().set(new double[] {0.3, 0.9, 0.4});
        ensemble.replicas().get(1).input().set(new double[] {0.3, 0.9, 0.4});
        alone.advance(Phase.LEARN, 7);
        ensemble.advance(Phase.LEARN, 7);
        for (Variable variable : LEARNED) {
            for (int i = 0; i < variable.count(p); i++) {
                assertArrayEquals(alone.update(variable, i), ensemble.replicas().get(1).update(variable, i));
                assertArrayEquals(alone.copy().update(variable, i), alone.update(variable, i), "a copy");
            }
        }
    }
}
