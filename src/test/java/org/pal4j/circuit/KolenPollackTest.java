package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;

/** The rule of Kolen and Pollack: B and W of the area above get the same updates and decay alike, so B becomes the transpose of W. */
@Tag("width")
class KolenPollackTest {
    private static final int STEPS = 60;

    @Provide
    Arbitrary<CircuitParameters> circuits() {
        return RandomCircuits.parameters(1).filter(p -> p.algorithm() == Algorithm.KP && p.areas() > 1);
    }

    /** Equal rates: B - W^T = (1 - dt eta_bw alpha)^n times that of the start. Others: the same for B - (eta_bw / eta_fw) W^T. */
    @Property(tries = 60)
    void theDifferenceDecaysAsThePageSays(@ForAll("circuits") CircuitParameters drawn, @ForAll boolean equal, @ForAll long seed) {
        CircuitParameters p = drawn.toBuilder().updateLowPass(false).etaForward(drawn.etaForward().stream().map(eta -> Math.max(eta, 1e-3)).toList())
                .build();
        if (equal) {
            p = p.toBuilder().etaBackward(p.etaForward().subList(1, p.areas())).build();
        }
        ReferenceCircuit circuit = new ReferenceCircuit(p);
        SplittableRandom random = new SplittableRandom(seed);
        RandomCircuits.start(random, 0.5, 1, circuit);
        double[][] before = differences(circuit, equal);
        for (int n = 0; n < STEPS; n++) {
            circuit.step(Phase.LEARN, RandomCircuits.values(random, 1, p.size(0)), RandomCircuits.values(random, 1, p.size(p.areas())),
                    RandomCircuits.draws(random, p));
        }
        double[][] after = differences(circuit, equal);
        for (int l = 1; l < p.areas(); l++) {
            double kept = Math.pow(1 - p.dt() * p.etaBackward().get(l - 1) * p.alpha().get(l - 1), STEPS);
            double[] expected = Arrays.stream(before[l - 1]).map(x -> kept * x).toArray();
            double size = 1 + Arrays.stream(before[l - 1]).map(Math::abs).max().orElseThrow();
            assertArrayEquals(expected, after[l - 1], 1e-12 * size, "area " + l);
        }
    }

    /** B - c W^T of each hidden area, with c = 1 or eta_bw / eta_fw. */
    private static double[][] differences(CircuitState circuit, boolean equal) {
        CircuitParameters p = circuit.parameters();
        double[][] differences = new double[p.areas() - 1][];
        for (int l = 1; l < p.areas(); l++) {
            double c = equal ? 1 : p.etaBackward().get(l - 1) / p.etaForward().get(l);
            double[] b = circuit.read(Variable.B, l - 1);
            double[] w = circuit.read(Variable.W, l);
            int rows = p.size(l);
            int columns = p.size(l + 1);
            differences[l - 1] = IntStream.range(0, b.length).mapToDouble(k -> b[k] - c * w[k % columns * rows + k / columns]).toArray();
        }
        return differences;
    }

    private static CircuitParametersBuilder small(int... layers) {
        return CircuitParameters.builder().algorithm(Algorithm.KP).layers(layers).etaForward(List.of(2.0)).etaBackward(List.of(2.0))
                .etaPyramidalToInter(List.of(0.5)).etaInterToPyramidal(List.of(0.5)).alpha(List.of(0.05)).dt(0.1).tauLO(5);
    }

    /** Angles between B and W^T, in degrees. */
    private static double[] angles(CircuitState circuit) {
        CircuitParameters p = circuit.parameters();
        double[] angles = new double[p.areas() - 1];
        for (int l = 1; l < p.areas(); l++) {
            double[] b = circuit.read(Variable.B, l - 1);
            double[] w = circuit.read(Variable.W, l);
            double dot = 0;
            for (int k = 0; k < b.length; k++) {
                dot += b[k] * w[k % p.size(l + 1) * p.size(l) + k / p.size(l + 1)];
            }
            angles[l - 1] =
                    Math.toDegrees(Math.acos(dot / Math.sqrt(Arrays.stream(b).map(x -> x * x).sum() * Arrays.stream(w).map(x -> x * x).sum())));
        }
        return angles;
    }

    /**
     * With and without a low-pass of the updates of W, and with other rates for B, in two hidden areas. Targets are random, so W is the sum of its
     * last 1 / (eta_bw alpha) ms, and the low-pass keeps those of tauLO back: an angle of about sqrt(tauLO eta_bw alpha), 13 degrees.
     */
    @Example
    void feedbackAlignsInAShortRun() {
        for (CircuitParametersBuilder builder : List.of(small(5, 18, 9, 4).tauLO(0.5), small(5, 18, 9, 4).updateLowPass(false),
                small(5, 18, 9, 4).updateLowPass(false).etaBackward(List.of(1.0, 4.0)))) {
            Circuit circuit = new Circuit(builder.build(), new NoiseSource.Counter(1));
            SplittableRandom random = new SplittableRandom(3);
            RandomCircuits.start(random, 2, 1, circuit);
            for (double angle : angles(circuit)) {
                assertTrue(angle > 70, "at the start " + angle);
            }
            for (int n = 0; n < 200; n++) {
                circuit.input().set(RandomCircuits.values(random, 1, 5));
                circuit.target().set(RandomCircuits.values(random, 1, 4));
                circuit.advance(Phase.LEARN, 10);
            }
            double most = builder.build().updateLowPass() ? 15 : 0.2;
            for (double angle : angles(circuit)) {
                assertTrue(angle < most, "at the end " + Arrays.toString(angles(circuit)));
            }
        }
    }

    /** Random weights, and voltages of 0: with linear activations and no input, all rates stay 0. */
    private static void startSilent(CircuitState... circuits) {
        CircuitParameters p = circuits[0].parameters();
        RandomCircuits.start(new SplittableRandom(5), 2, 1, circuits);
        for (CircuitState circuit : circuits) {
            for (Variable voltages : List.of(Variable.uP, Variable.uI)) {
                for (int i = 0; i < voltages.count(p); i++) {
                    circuit.write(voltages, i, new double[voltages.shape(p, i)[0]]);
                }
            }
        }
    }

    /** All rates are 0, so that nothing but the decay acts: by 1e-8 in a step, far below half an ULP. Replicas have decays of their own. */
    @Example
    void decaysBelowTheResolutionOfFloatAreKept() {
        int steps = 200_000;
        for (boolean lowPass : new boolean[] {true, false}) {
            List<CircuitParameters> kinds = new ArrayList<>();
            for (double alpha : new double[] {1e-4, 2e-4, 0, 3e-4}) {
                kinds.add(small(2, 3, 2).etaBackward(List.of(0.001)).alpha(List.of(alpha)).updateLowPass(lowPass)
                        .activations(List.of(Activation.LINEAR)).build());
            }
            Ensemble together = new Ensemble(kinds, kinds.stream().map(p -> new NoiseSource.Counter(1)).toList());
            Circuit alone = new Circuit(kinds.getFirst(), new NoiseSource.Counter(1));
            List<Replica> all = new ArrayList<>(together.replicas());
            all.add(alone);
            for (Replica circuit : all) {
                startSilent(circuit);
            }
            List<double[]> before = List.of(alone.read(Variable.W, 0), alone.read(Variable.W, 1), alone.read(Variable.B, 0));
            together.advance(Phase.LEARN, steps);
            alone.advance(Phase.LEARN, steps);
            for (Replica circuit : all) {
                CircuitParameters p = circuit.parameters();
                double kept = Math.pow(1 - p.dt() * p.etaBackward().getFirst() * p.alpha().getFirst(), steps);
                assertArrayEquals(before.get(0), circuit.read(Variable.W, 0), "W_1 does not decay");
                for (int k = 0; k < before.get(1).length; k++) {
                    assertEquals(kept * before.get(1)[k], circuit.read(Variable.W, 1)[k], 2e-7, "W_2");
                    assertEquals(kept * before.get(2)[k], circuit.read(Variable.B, 0)[k], 2e-7, "B_1");
                }
            }
        }
    }

    /** W decays only while W and B both learn, in the reference and in the simulator. */
    @Example
    void forwardWeightsDecayOnlyWhileBothLearn() {
        for (boolean lowPass : new boolean[] {true, false}) {
            CircuitParameters p = small(2, 3, 2).activations(List.of(Activation.LINEAR)).updateLowPass(lowPass).build();
            for (int switches = 0; switches < 8; switches++) {
                Phase phase = new Phase((switches & 1) != 0, (switches & 2) != 0, (switches & 4) != 0, false, false);
                Circuit circuit = new Circuit(p, new NoiseSource.Counter(1));
                ReferenceCircuit reference = new ReferenceCircuit(p);
                startSilent(circuit, reference);
                double[][] before = {circuit.read(Variable.W, 1), circuit.read(Variable.B, 0)};
                circuit.advance(phase, 3);
                for (int n = 0; n < 3; n++) {
                    reference.step(phase, new double[2], new double[2], new double[1][3]);
                }
                for (CircuitState state : List.of(circuit, reference)) {
                    assertEquals(phase.forward() && phase.backward(), !Arrays.equals(before[0], state.read(Variable.W, 1)), phase + " of W");
                    assertEquals(phase.backward(), !Arrays.equals(before[1], state.read(Variable.B, 0)), phase + " of B");
                }
            }
        }
    }

    /** New weights start without the round-off of the old ones. */
    @Example
    void writtenWeightsHaveNoResidual() {
        CircuitParameters p = small(2, 3, 2).build();
        Circuit circuit = new Circuit(p, new NoiseSource.Counter(1));
        RandomCircuits.start(new SplittableRandom(5), 2, 1, circuit);
        circuit.advance(Phase.LEARN, 50);
        for (String residual : List.of("residual_W2", "residual_B1")) {
            assertTrue(IntStream.range(0, 6).anyMatch(k -> circuit.state().get(residual).toFloats()[k] != 0), residual);
        }
        circuit.write(Variable.W, 1, new double[6]);
        circuit.write(Variable.B, 0, new double[6]);
        for (String residual : List.of("residual_W2", "residual_B1")) {
            assertArrayEquals(new float[6], circuit.state().get(residual).toFloats(), residual);
        }
    }

    /** What a circuit says that it learned is what it learned: of B with its decay, of W without. */
    @Example
    void theReportedUpdateIsTheChange() {
        for (boolean filters : new boolean[] {true, false}) {
            CircuitParameters p = small(3, 5, 4, 2).updateLowPass(false).traceLowPass(filters).postLowPass(filters).build();
            Circuit circuit = new Circuit(p, new NoiseSource.Counter(1));
            SplittableRandom random = new SplittableRandom(5);
            RandomCircuits.start(random, 2, 1, circuit);
            for (int n = 0; n < 10; n++) {
                circuit.input().set(RandomCircuits.values(random, 1, 3));
                double[][] w = {circuit.read(Variable.W, 0), circuit.read(Variable.W, 1), circuit.read(Variable.W, 2)};
                double[][] b = {circuit.read(Variable.B, 0), circuit.read(Variable.B, 1)};
                circuit.advance(Phase.LEARN, 1);
                for (int l = 1; l <= 3; l++) {
                    double decay = l == 1 ? 0 : p.dt() * 2 * 0.05;
                    double[] old = w[l - 1];
                    double[] now = circuit.read(Variable.W, l - 1);
                    double[] change = IntStream.range(0, old.length).mapToDouble(k -> now[k] - (1 - decay) * old[k]).toArray();
                    assertArrayEquals(change, circuit.update(Variable.W, l - 1), 5e-7, "W" + l);
                }
                for (int l = 1; l <= 2; l++) {
                    double[] old = b[l - 1];
                    double[] now = circuit.read(Variable.B, l - 1);
                    double[] change = IntStream.range(0, old.length).mapToDouble(k -> now[k] - old[k]).toArray();
                    assertArrayEquals(change, circuit.update(Variable.B, l - 1), 5e-7, "B" + l);
                    assertTrue(Arrays.stream(change).anyMatch(x -> Math.abs(x) > 1e-4), "too small to compare");
                }
            }
        }
    }
}
