package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.Activation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;

@Tag("width")
class CircuitTest {
    private static final Phase FORWARD = new Phase(true, false, false, false, false);
    private static final Phase LATERAL = new Phase(false, true, false, false, false);
    private static final Phase BACKWARD = new Phase(false, false, true, false, false);
    private static final Phase NUDGED = new Phase(false, false, false, false, true);
    private static final Set<Variable> MATRICES = EnumSet.of(Variable.W, Variable.lo, Variable.WI, Variable.B, Variable.BI);

    private static CircuitParametersBuilder learning(int... layers) {
        return CircuitParameters.builder().layers(layers).dt(0.1).tauLO(10).tauHP(1).tauxi(1)
                .noiseScale(List.of(0.1)).etaForward(List.of(0.5)).etaBackward(List.of(0.5)).etaPyramidalToInter(List.of(0.5))
                .etaInterToPyramidal(List.of(0.5)).alpha(List.of(0.1));
    }

    private static Circuit start(CircuitParametersBuilder builder) {
        Circuit circuit = new Circuit(builder.build(), new NoiseSource.Counter(5));
        SplittableRandom random = new SplittableRandom(17);
        RandomCircuits.start(random, 3, 1, circuit);
        circuit.input().set(RandomCircuits.values(random, 1, circuit.input().size()));
        circuit.target().set(RandomCircuits.values(random, 1, circuit.target().size()));
        return circuit;
    }

    private static boolean same(double[] a, double[] b) {
        return Arrays.equals(a, b);
    }

    private static double[] all(Circuit circuit, Variable variable) {
        return IntStream.range(0, variable.count(circuit.parameters())).boxed()
                .flatMapToDouble(i -> Arrays.stream(circuit.read(variable, i))).toArray();
    }

    @ParameterizedTest
    @EnumSource(Connectivity.class)
    void selfPredictingStatePredicts(Connectivity connectivity) {
        Circuit circuit = start(learning(6, 17, 9, 4).connectivity(connectivity).activations(List.of(Activation.TANH)));
        circuit.advance(Phase.SETTLE, 1);
        assertTrue(Arrays.stream(all(circuit, Variable.vapi)).anyMatch(v -> Math.abs(v) > 0.01), "there was nothing to cancel");
        circuit.startSelfPredicting();
        circuit.advance(Phase.SETTLE, 3000);
        CircuitParameters p = circuit.parameters();
        for (double v : all(circuit, Variable.vapi)) {
            assertEquals(0, v, 1e-6);
        }
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            int above = p.interneuronArea(k) + 1;
            double[] uI = circuit.read(Variable.uI, k);
            double[] vbas = circuit.read(Variable.vbas, above - 1);
            for (int i = 0; i < uI.length; i++) {
                assertTrue(Math.abs(vbas[i]) > 1e-4);
                assertEquals(p.basalAttenuation(above) * vbas[i], uI[i], 1e-6);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void disabledLearningChangesNothing(boolean clamped) {
        for (RandomCircuits.Kind kind : RandomCircuits.Kind.ALL) {
            CircuitParametersBuilder builder = learning(4, 17, 20, 3).algorithm(kind.algorithm()).connectivity(kind.connectivity())
                    .postLowPass(true).clampedInput(clamped);
            boolean transports = kind.algorithm() == Algorithm.BP;
            boolean aligns = kind.algorithm().learnsFeedback();
            assertEquals(Set.of(), changedBy(builder, Phase.SETTLE), kind.toString());
            assertEquals(Set.of(), changedBy(builder, NUDGED), kind.toString());
            assertEquals(Set.of(), changedBy(builder, Phase.EVALUATE), kind.toString());
            Set<Variable> transported = transports ? EnumSet.of(Variable.B, Variable.BI) : Set.of();
            assertEquals(with(transported, Variable.W, Variable.lo), changedBy(builder, FORWARD), kind.toString());
            assertEquals(with(transported, Variable.WI, Variable.BI), changedBy(builder, LATERAL), kind.toString());
            assertEquals(with(transported, aligns ? new Variable[] {Variable.B} : new Variable[0]), changedBy(builder, BACKWARD),
                    kind.toString());
        }
    }

    private static Set<Variable> with(Set<Variable> some, Variable... more) {
        Set<Variable> all = EnumSet.noneOf(Variable.class);
        all.addAll(some);
        all.addAll(List.of(more));
        return all;
    }

    /** The matrices whose bits change in some steps of a phase. Some learning precedes, so that all low-passes are active. */
    private static Set<Variable> changedBy(CircuitParametersBuilder builder, Phase phase) {
        Circuit circuit = start(builder);
        circuit.advance(Phase.LEARN, 5);
        List<double[]> before = MATRICES.stream().map(v -> all(circuit, v)).toList();
        circuit.advance(phase, 5);
        circuit.input().fill(0.25f);
        circuit.advance(phase, 5);
        List<Variable> matrices = List.copyOf(MATRICES);
        return IntStream.range(0, matrices.size()).filter(i -> !same(before.get(i), all(circuit, matrices.get(i))))
                .mapToObj(matrices::get).collect(Collectors.toCollection(() -> EnumSet.noneOf(Variable.class)));
    }

    /** Hidden state is frozen as well: low-passed rates and post terms. */
    @Test
    void filtersOfForwardLearningFreezeWithIt() {
        CircuitParametersBuilder builder = learning(4, 17, 3).traceLowPass(true).postLowPass(true);
        Circuit circuit = start(builder);
        circuit.advance(Phase.LEARN, 5);
        CircuitLayout at = new CircuitLayout(builder.build(), 1);
        byte[][] before = filters(circuit, at);
        circuit.advance(Phase.ALIGN, 5);
        assertArrayEquals(before, filters(circuit, at));
        circuit.advance(FORWARD, 1);
        assertFalse(Arrays.equals(before[0], filters(circuit, at)[0]));
    }

    /** With KP, B learns from them, too. */
    @Test
    void filtersOfForwardLearningMoveWhileKolenPollackLearnsB() {
        CircuitParametersBuilder builder = learning(4, 17, 3).algorithm(Algorithm.KP).traceLowPass(true).postLowPass(true);
        Circuit circuit = start(builder);
        circuit.advance(Phase.LEARN, 5);
        CircuitLayout at = new CircuitLayout(builder.build(), 1);
        byte[][] before = filters(circuit, at);
        circuit.advance(BACKWARD, 1);
        byte[][] after = filters(circuit, at);
        assertTrue(IntStream.range(0, before.length).noneMatch(i -> Arrays.equals(before[i], after[i])));
        circuit.advance(LATERAL, 5);
        assertArrayEquals(after, filters(circuit, at));
    }

    private static byte[][] filters(Circuit circuit, CircuitLayout at) {
        return IntStream.of(at.postState, at.traceState, at.inputTrace)
                .mapToObj(offset -> circuit.memory().asSlice(offset, 64).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
                .toArray(byte[][]::new);
    }

    @Test
    void disabledNoiseIsFrozenAndUnseen() {
        Circuit circuit = start(learning(4, 17, 3));
        circuit.advance(Phase.EVALUATE, 5);
        double[] noise = circuit.read(Variable.noise, 0);
        assertTrue(Arrays.stream(noise).allMatch(xi -> xi != 0));
        circuit.advance(Phase.SETTLE, 5);
        assertArrayEquals(noise, circuit.read(Variable.noise, 0));

        Circuit never = start(learning(4, 17, 3).noiseScale(List.of(0.0)));
        Circuit off = start(learning(4, 17, 3));
        never.advance(Phase.EVALUATE, 20);
        off.advance(Phase.SETTLE, 20);
        assertArrayEquals(all(never, Variable.uP), all(off, Variable.uP));
    }

    @Test
    void disabledTargetHasNoEffect() {
        Circuit one = start(learning(4, 17, 3));
        Circuit other = start(learning(4, 17, 3));
        other.target().fill(Float.NaN);
        one.advance(Phase.ALIGN, 20);
        other.advance(Phase.ALIGN, 20);
        for (Variable variable : Variable.values()) {
            assertArrayEquals(all(one, variable), all(other, variable), variable.name());
        }
        other.target().fill(5f);
        one.advance(NUDGED, 1);
        other.advance(NUDGED, 1);
        assertFalse(same(one.read(Variable.uP, 1), other.read(Variable.uP, 1)));
        assertArrayEquals(one.read(Variable.uP, 0), other.read(Variable.uP, 0));
    }

    /** The backward switch has no effect on the weights of FA and DFA. */
    @ParameterizedTest
    @CsvSource({"FA, LAYERED", "DFA, SKIP"})
    void randomFeedbackKeepsItsInitialValues(Algorithm algorithm, Connectivity connectivity) {
        Circuit circuit = start(learning(4, 17, 20, 3).algorithm(algorithm).connectivity(connectivity));
        double[] drawn = all(circuit, Variable.B);
        circuit.advance(Phase.LEARN, 100);
        assertArrayEquals(drawn, all(circuit, Variable.B));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void transportedFeedbackLagsOneStep(boolean lateral) {
        Circuit circuit = start(learning(4, 17, 20, 3).algorithm(Algorithm.BP).etaInterToPyramidal(List.of(lateral ? 0.5 : 0)));
        for (int n = 0; n < 10; n++) {
            List<double[]> forward = List.of(circuit.read(Variable.W, 1), circuit.read(Variable.W, 2));
            circuit.advance(Phase.LEARN, 1);
            for (int l = 1; l <= 2; l++) {
                double[] b = circuit.read(Variable.B, l - 1);
                double[] bi = circuit.read(Variable.BI, l - 1);
                int[] shape = Variable.B.shape(circuit.parameters(), l - 1);
                boolean opposite = true;
                for (int k = 0; k < b.length; k++) {
                    assertEquals(forward.get(l - 1)[k % shape[1] * shape[0] + k / shape[1]], b[k]);
                    opposite &= bi[k] == -b[k];
                }
                assertEquals(!lateral || n == 0, opposite, "step " + n);
            }
        }
    }

    /** Which population a non-finite weight reaches first, and when this is detected. */
    @ParameterizedTest
    @CsvSource({"W, 0, 3, P1", "W, 2, 1, P3", "WI, 0, 19, I1", "WI, 1, 2, I2", "B, 1, 19, P2", "BI, 0, 16, P1"})
    void nonFiniteWeightIsDetected(Variable variable, int index, int neuron, String population) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Circuit circuit = start(learning(4, 17, 20, 3));
            circuit.advance(Phase.SETTLE, 3);
            circuit.requireFinite();
            double[] weights = circuit.read(variable, index);
            weights[neuron * variable.shape(circuit.parameters(), index)[1]] = bad;
            circuit.write(variable, index, weights);
            circuit.advance(Phase.SETTLE, 1);
            NonFiniteException e = assertThrows(NonFiniteException.class, circuit::requireFinite);
            assertEquals(population, e.population());
            assertEquals(4, e.step());
            assertEquals("the voltage of neuron " + neuron + " in " + population + " is not finite after step 4", e.getMessage());
        }
    }

    /** Finite and far beyond all that a circuit can work with. */
    @Test
    void anAbsurdVoltageIsDetected() {
        Circuit circuit = start(learning(4, 17, 20, 3));
        for (double voltage : new double[] {1e12, -1e12}) {
            circuit.write(Variable.uP, 1, IntStream.range(0, 20).mapToDouble(i -> i == 7 ? voltage : 0).toArray());
            circuit.requireFinite();
            circuit.write(Variable.uP, 1, IntStream.range(0, 20).mapToDouble(i -> i == 7 ? 2 * voltage : 0).toArray());
            NonFiniteException e = assertThrows(NonFiniteException.class, circuit::requireFinite);
            assertEquals("the voltage of neuron 7 in P2 is " + (float) (2 * voltage) + " after step 0", e.getMessage());
        }
    }

    @Test
    void skipInterneuronsBelongToTheLastHiddenArea() {
        Circuit circuit = start(learning(4, 17, 20, 3).connectivity(Connectivity.SKIP));
        circuit.write(Variable.uI, 0, new double[] {0, Double.NaN, 0});
        assertEquals("I2", assertThrows(NonFiniteException.class, circuit::requireFinite).population());
    }
}
