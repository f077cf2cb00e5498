package org.pal4j.model.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.data.YinYang;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.Measures;
import org.pal4j.run.Ending;
import org.pal4j.run.EpochRow;
import org.pal4j.run.Outcome;

@Tag("width")
class CircuitBatchTest {
    /**
     * The bits of all weights after tiny runs: the same at every vector width, on every machine. Whoever changes the arithmetic on purpose
     * replaces these numbers and says so.
     */
    @Test
    void theBitsDoNotDependOnTheMachine() {
        assertEquals("f981ca71", bits(Tiny.yinYang("layers=[4, 18, 3]", "train_samples=20")));
        assertEquals("d2a76909", bits(Tiny.alignment("layers=[3, 17, 5, 2]")));
    }

    private static String bits(CircuitExperiment e) {
        return Tiny.bits(Tiny.run(e).circuit());
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherOthers() {
        assertEquals(bits(Tiny.yinYang()), bits(Tiny.yinYang()));
        assertNotEquals(bits(Tiny.yinYang()), bits(Tiny.yinYang("seed=1")));
        assertNotEquals(bits(Tiny.yinYang("seed=1")), bits(Tiny.yinYang("seed=4294967297")));
    }

    /** Weights, order and noise each depend on it; the samples do not. */
    @Test
    void theSeedReachesEverythingButTheSamples() {
        CircuitExperiment one = Tiny.yinYang("seed=1", "epochs=0");
        CircuitExperiment two = Tiny.yinYang("seed=2", "epochs=0");
        assertNotEquals(bits(one), bits(two), "weights");
        assertArrayEquals(test(one, "test_class").toLongs(), test(two, "test_class").toLongs());
        assertArrayEquals(Arrays.stream(YinYang.generate(one.dataSeed() + 2, 4, 1, 0.1).classes()).asLongStream().toArray(),
                test(one, "test_class").toLongs());
        String[] still = {"init_W=[0.1, 0.1]", "init_B=[0.3, 0.3]"};
        assertNotEquals(
                bits(Tiny.yinYang(still[0], still[1], "noise_scale=0", "seed=1")),
                bits(Tiny.yinYang(still[0], still[1], "noise_scale=0", "seed=2")), "order");
        assertNotEquals(
                bits(Tiny.yinYang(still[0], still[1], "shuffle=false", "seed=1")),
                bits(Tiny.yinYang(still[0], still[1], "shuffle=false", "seed=2")), "noise");
        assertEquals(
                bits(Tiny.yinYang(still[0], still[1], "noise_scale=0", "shuffle=false", "seed=1")),
                bits(Tiny.yinYang(still[0], still[1], "noise_scale=0", "shuffle=false", "seed=2")), "all else");
    }

    private static NpyArray test(CircuitExperiment e, String array) {
        return Tiny.run(e).outcome().test().orElseThrow().arrays().get(array);
    }

    @Test
    void epochsAreShuffledAnewAndOnlyIfAsked() {
        assertNotEquals(bits(Tiny.yinYang()), bits(Tiny.yinYang("shuffle=false")));
    }

    /** A run is validation, then for each epoch training and validation, then the test. */
    @Test
    void itIsTheSameAsPresentingTheSamplesByHand() {
        CircuitExperiment e = Tiny.yinYang("shuffle=false", "epochs=1", "validation_samples=1", "test_samples=0", "train_samples=3");
        var train = YinYang.generate(e.dataSeed(), 3, e.targetHigh(), e.targetLow());
        var validation = YinYang.generate(e.dataSeed() + 1, 1, e.targetHigh(), e.targetLow());
        Circuit circuit = Tiny.initial(e);
        validation.show(0, circuit.input());
        circuit.advance(Phase.EVALUATE, 20);
        for (int i = 0; i < 3; i++) {
            train.show(i, circuit.input());
            circuit.target().set(train.target(i));
            circuit.advance(Phase.LEARN, 20);
        }
        validation.show(0, circuit.input());
        circuit.advance(Phase.EVALUATE, 20);
        assertEquals(Tiny.bits(circuit), bits(e));
    }

    @Test
    void settlingLearnsNothingAndRunsThroughTheSamplesInOrder() {
        CircuitExperiment e = Tiny.alignment("epochs=0");
        Tiny.Run run = Tiny.run(e);
        assertEquals(50, run.outcome().steps());
        assertEquals(50, run.circuit().step());
        Circuit circuit = Tiny.initial(e);
        assertEquals(Tiny.bits(circuit), Tiny.bits(run.circuit()));
        var samples = e.task().samples(e, Tiny.NO_DATA).train();
        for (int i = 0; i < 3; i++) {
            samples.show(i, circuit.input());
            circuit.advance(Phase.SETTLE, i < 2 ? 20 : 10);
        }
        assertArrayEquals(circuit.read(Variable.uP, 2), run.circuit().read(Variable.uP, 2));
    }

    @Test
    void onlyWhatShallLearnLearns() {
        CircuitExperiment start = Tiny.yinYang("epochs=0");
        for (Variable variable : Tiny.WEIGHTS) {
            String key = switch (variable) {
                case W -> "forward";
                case B -> "backward";
                default -> "lateral";
            };
            double[] before = Tiny.run(start).circuit().read(variable, 0);
            assertArrayEquals(before, Tiny.run(Tiny.yinYang("learn=[" + otherThan(key) + "]", "train_samples=60")).circuit().read(variable, 0),
                    variable + " rests");
            assertFalse(Arrays.equals(before, Tiny.run(Tiny.yinYang("learn=[" + key + "]", "train_samples=60")).circuit().read(variable, 0)),
                    variable + " learns");
        }
    }

    private static String otherThan(String key) {
        return String.join(", ", List.of("forward", "lateral", "backward").stream().filter(name -> !name.equals(key)).toList());
    }

    @Test
    void learningRestsForTheLag() {
        double all = distance(Tiny.alignment("epochs=1", "train_samples=1", "learning_lag=0.19"));
        double none = distance(Tiny.alignment("epochs=1", "train_samples=1", "learning_lag=0"));
        assertTrue(all > 0 && all < none / 3, all + " " + none);
    }

    private static double distance(CircuitExperiment e) {
        double[] start = Tiny.run(Tiny.alignment("epochs=0")).circuit().read(Variable.B, 0);
        double[] end = Tiny.run(e).circuit().read(Variable.B, 0);
        double sum = 0;
        for (int i = 0; i < end.length; i++) {
            sum += Math.abs(end[i] - start[i]);
        }
        return sum;
    }

    @Test
    void withoutTargetsThereIsNoErrorAndNoAccuracy() {
        Outcome outcome = Tiny.run(Tiny.alignment()).outcome();
        assertTrue(outcome.test().isEmpty());
        for (EpochRow row : outcome.rows()) {
            assertTrue(Double.isNaN(row.measures().column(Measures.TRAIN_ERROR)));
            assertTrue(Double.isNaN(row.measures().column(Measures.VALIDATION_ACCURACY)));
            assertEquals(2, row.measures().values(Measures.WEIGHT_ANGLE).length);
        }
    }

    @Test
    void theTestCountsWhatIsRight() {
        TestResult test = Tiny.run(Tiny.yinYang("test_samples=30")).outcome().test().orElseThrow();
        float[] outputs = test.arrays().get("test_output").toFloats();
        long[] predicted = test.arrays().get("test_prediction").toLongs();
        long[] expected = test.arrays().get("test_class").toLongs();
        int right = 0;
        for (int i = 0; i < 30; i++) {
            int best = 0;
            for (int k = 1; k < 3; k++) {
                best = outputs[3 * i + k] > outputs[3 * i + best] ? k : best;
            }
            assertEquals(best, predicted[i]);
            right += best == expected[i] ? 1 : 0;
        }
        assertEquals(30, test.samples());
        assertEquals(Map.of(Measures.TEST_ACCURACY, right / 30.0), test.numbers());
    }

    /** The first step of a presentation still shows the sample before. */
    @Test
    void meanOutputsLeaveTheFirstStepOut() {
        CircuitExperiment e = Tiny.yinYang("epochs=0", "validation_samples=0", "test_samples=1");
        float[] mean = test(e, "test_output").toFloats();
        Circuit circuit = Tiny.initial(e);
        YinYang.generate(e.dataSeed() + 2, 1, 1, 0.1).show(0, circuit.input());
        circuit.advance(Phase.EVALUATE, 1);
        double[] sum = new double[3];
        for (int step = 1; step < 20; step++) {
            circuit.advance(Phase.EVALUATE, 1);
            for (int i = 0; i < 3; i++) {
                sum[i] += circuit.prospective(2).get(i);
            }
        }
        for (int i = 0; i < 3; i++) {
            assertEquals((float) (sum[i] / 19), mean[i]);
        }
    }

    @Test
    void weightsAreCopiesOfWhatTheCircuitHas() {
        Tiny.Run run = Tiny.run(Tiny.alignment());
        Map<String, NpyArray> weights = run.outcome().weights();
        assertEquals(List.of("W1", "W2", "W3", "B1", "B2", "WI1", "WI2", "BI1", "BI2"), List.copyOf(weights.keySet()));
        for (Variable variable : Tiny.WEIGHTS) {
            for (int i = 0; i < variable.count(run.circuit().parameters()); i++) {
                NpyArray array = weights.get(variable.name() + (i + 1));
                assertArrayEquals(run.circuit().matrix(variable, i).toArray(), array.toFloats(), variable + " " + i);
                assertArrayEquals(variable.shape(run.circuit().parameters(), i), array.shape());
            }
        }
    }

    @Test
    void aRunThatRunsAwayNamesPopulationStepAndCause() {
        assertDiverges(Tiny.yinYang("init_W=[1e37, 1e38]"), "in the validation after epoch 0", "init_W reaches");
        assertDiverges(Tiny.yinYang("init_B=[1e37, 1e38]", "activation=linear"), "in the validation after epoch 0", "init_B reaches");
        assertDiverges(Tiny.yinYang("target_high=3e38", "activation=linear"), "in epoch 1", "target_high, target_low reaches 3.0E38");
        assertDiverges(Tiny.yinYang("noise_scale=1e300"), "in the validation after epoch 0", "noise_scale reaches 1.0E300");
        assertDiverges(Tiny.yinYang("eta_fw=[1e38, 1e37]", "activation=linear"), "in epoch 1", "the weights W",
                "eta_fw = 1.0E38 is too large for dt = 0.01 ms");
        assertDiverges(Tiny.alignment("eta_bw=1e30"), "in epoch 1", "the weights B", "eta_bw = 1.0E30");
        assertDiverges(Tiny.alignment("eta_PI=1e30"), "in epoch 1", "the weights BI", "eta_PI = 1.0E30");
        assertDiverges(Tiny.alignment("init_W=[1e37, 1e38]", "activation=linear"), "while settling", "init_W reaches");
    }

    /** What is finite and far from all that a network can work with has run away as well. */
    @Test
    void soDoesOneWithAbsurdVoltages() {
        assertDiverges(Tiny.yinYang("init_W=[1e26, 1e26]"), "in the validation after epoch 0", "E24 after step", "init_W reaches 1.0E26");
        assertDiverges(Tiny.yinYang("eta_fw=1e30"), "in epoch 1", "the weights W grew to", "eta_fw = 1.0E30 is too large");
        // Data that nobody has scaled are no fault.
        assertEquals(Ending.COMPLETE,
                Tiny.run(Tiny.yinYang("target_high=1e6", "activation=linear", "eta_fw=0", "eta_bw=0", "eta_IP=0", "eta_PI=0")).outcome().ending());
    }

    private static CircuitExperiment untold(String... settings) {
        List<String> all = new ArrayList<>(List.of("layers=[4, 5, 3]", "train_samples=60", "validation_samples=30", "test_samples=30", "epochs=3",
                "Tpres=1"));
        all.addAll(List.of(settings));
        return Tiny.experiment("yinyang", all);
    }

    /** A network whose outputs say nothing and whose neurons are stuck is told; either of them alone is not. */
    @Test
    void aCircuitThatNoLongerAnswersIsToldWithTheCause() {
        String saturated = Tiny.run(untold("eta_fw=5000")).outcome().warning().orElseThrow();
        assertTrue(saturated.matches("the network takes all 30 test samples for one class, and \\d+ % of the neurons of area \\d are saturated or "
                + "silent\\. The likely cause: W grew to \\S+ \\(eta_fw = 5000.0\\); try a tenth of this learning rate\\."), saturated);
        String validated = Tiny.run(untold("eta_fw=5000", "test_samples=0")).outcome().warning().orElseThrow();
        assertTrue(validated.startsWith("the network takes all 30 validation samples for one class"), validated);
        String started = Tiny.run(untold("init_W=[300, 301]", "eta_fw=0")).outcome().warning().orElseThrow();
        assertTrue(started.contains("init_W reaches 301.0"), started);
        // One class for all, as before learning; few samples; no learning at all.
        assertEquals(Optional.empty(), Tiny.run(untold("eta_fw=0")).outcome().warning());
        assertEquals(Optional.empty(), Tiny.run(untold("eta_fw=5000", "test_samples=9", "validation_samples=9")).outcome().warning());
        assertEquals(Optional.empty(), Tiny.run(untold("init_W=[300, 301]", "epochs=0")).outcome().warning());
        // A step function classifies: saturated neurons alone are no fault.
        Outcome steep = Tiny.run(Tiny.experiment("yinyang", List.of("epochs=1", "train_samples=1500", "validation_samples=100", "test_samples=100",
                "eta_fw=[5000, 1]"))).outcome();
        assertEquals(Optional.empty(), steep.warning());
    }

    @Test
    void withoutClassesTheErrorTells() {
        List<String> settings =
                List.of("layers=[2, 4, 2]", "train_samples=20", "epochs=3", "settling_time=0", "init_teacher_W=[-1, 1]", "noise_scale=0",
                        "eta_bw=0", "eta_IP=0", "eta_PI=0");
        assertEquals(Optional.empty(), Tiny.run(Tiny.experiment("fig4ab", with(settings, "eta_fw=2"))).outcome().warning());
        String warning = Tiny.run(Tiny.experiment("fig4ab", with(settings, "eta_fw=0", "init_W=[-400, -300]"))).outcome().warning().orElseThrow();
        assertTrue(warning.startsWith("the outputs for the training samples are no better than a constant (mean squared error "), warning);
        // Without targets nothing can be said.
        assertEquals(Optional.empty(), Tiny.run(Tiny.alignment("init_W=[300, 301]")).outcome().warning());
    }

    private static List<String> with(List<String> settings, String... more) {
        return Stream.concat(settings.stream(), Stream.of(more)).toList();
    }

    private static void assertDiverges(CircuitExperiment e, String... parts) {
        Tiny.Run run = Tiny.run(e);
        Outcome outcome = run.outcome();
        assertEquals(Ending.NON_FINITE, outcome.ending());
        String text = outcome.fault().orElseThrow();
        assertTrue(text.matches("(?s)the voltage of neuron \\d+ in [PI]\\d is (not finite|-?\\d\\.\\d+E\\d+) after step \\d+, .*"), text);
        assertTrue(text.contains("after step " + run.circuit().step()), text);
        assertEquals(run.circuit().step(), outcome.steps());
        for (String part : parts) {
            assertTrue(text.contains(part), part + " is not in: " + text);
        }
        assertTrue(outcome.test().isEmpty());
        assertFalse(outcome.rows().stream().anyMatch(row -> row.steps() > run.circuit().step()));
    }

    private static List<CircuitExperiment> replicas(String... settings) {
        List<String> all = new ArrayList<>(List.of("name=tiny", "layers=[4, 5, 3]", "Tpres=0.2", "train_samples=8", "validation_samples=5",
                "test_samples=4", "epochs=2"));
        all.addAll(List.of(settings));
        return Tiny.study("yinyang", all).replicas();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 17})
    void replicasOfABatchHaveTheStateThatEachHasAlone(int seeds) {
        assertEachAsAlone(replicas("seeds=" + seeds), List.of());
    }

    @Test
    void ratesNoiseAndAlphaMayDiffer() {
        assertEachAsAlone(replicas("each.eta_bw=[0.1, [0.5], 0]", "each.noise_scale=[0.01, 0, 0.1]", "each.alpha=[0, 1e-3, 1]", "seeds=3",
                "each.eta_fw=[[1, 2], 3, 0]", "each.eta_IP=[0, 1, 0.1]", "each.eta_PI=[0, 1, 0.1]"), List.of());
    }

    @Test
    void aReplicaThatRunsAwayChangesNoOther() {
        assertEachAsAlone(replicas("activation=linear", "each.eta_fw=[0.1, 1e38, 0.1]", "seeds=3"), List.of(1));
    }

    /** A replica that has run away keeps its weights and its step as of then; its circuit goes on with the others. */
    private static void assertEachAsAlone(List<CircuitExperiment> replicas, List<Integer> away) {
        List<Tiny.Run> together = Tiny.run(replicas, Tiny.NO_DATA, new Tiny.Heard(), () -> false);
        for (int k = 0; k < replicas.size(); k++) {
            Tiny.Run alone = Tiny.run(replicas.get(k));
            Outcome outcome = together.get(k).outcome();
            assertEquals(away.contains(k) ? Ending.NON_FINITE : Ending.COMPLETE, outcome.ending());
            assertEquals(alone.outcome().fault(), outcome.fault());
            assertEquals(alone.outcome().steps(), outcome.steps());
            assertEquals(alone.outcome().weights(), outcome.weights());
            if (!away.contains(k)) {
                assertSameState(alone.circuit(), together.get(k).circuit());
            }
        }
    }

    private static void assertSameState(Replica expected, Replica actual) {
        assertEquals(expected.step(), actual.step());
        for (Variable variable : Variable.values()) {
            IntStream.range(0, variable.count(expected.parameters())).forEach(
                    i -> assertArrayEquals(expected.read(variable, i), actual.read(variable, i), variable + " " + i));
        }
    }
}
