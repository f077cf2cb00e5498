package org.pal4j.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.data.YinYang;
import org.pal4j.run.Outcome.Ending;

@Tag("width")
class RunnerTest {
    private static final List<Variable> WEIGHTS = List.of(Variable.W, Variable.WI, Variable.B, Variable.BI);

    /**
     * The bits of all weights after tiny runs: the same at every vector width, on every machine. Whoever changes the arithmetic on purpose
     * replaces these numbers and says so.
     */
    @Test
    void theBitsDoNotDependOnTheMachine() {
        assertEquals("f981ca71", bits(Tiny.run(Tiny.yinYang("layers=[4, 18, 3]", "train_samples=20")).circuit()));
        assertEquals("d2a76909", bits(Tiny.run(Tiny.alignment("layers=[3, 17, 5, 2]")).circuit()));
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherOthers() {
        assertEquals(bits(Tiny.run(Tiny.yinYang()).circuit()), bits(Tiny.run(Tiny.yinYang()).circuit()));
        assertNotEquals(bits(Tiny.run(Tiny.yinYang()).circuit()), bits(Tiny.run(Tiny.yinYang("seed=1")).circuit()));
        assertNotEquals(bits(Tiny.run(Tiny.yinYang("seed=1")).circuit()), bits(Tiny.run(Tiny.yinYang("seed=4294967297")).circuit()));
    }

    /** Weights, order and noise each depend on it; the samples do not. */
    @Test
    void theSeedReachesEverythingButTheSamples() {
        Experiment one = Tiny.yinYang("seed=1", "epochs=0");
        Experiment two = Tiny.yinYang("seed=2", "epochs=0");
        assertNotEquals(bits(Tiny.run(one).circuit()), bits(Tiny.run(two).circuit()), "weights");
        assertArrayEquals(Tiny.run(one).test().orElseThrow().expected(), Tiny.run(two).test().orElseThrow().expected());
        assertArrayEquals(YinYang.generate(one.dataSeed() + 2, 4, 1, 0.1).classes(), Tiny.run(one).test().orElseThrow().expected());
        String[] still = {"init_W=[0.1, 0.1]", "init_B=[0.3, 0.3]"};
        assertNotEquals(
                bits(Tiny.run(Tiny.yinYang(still[0], still[1], "noise_scale=0", "seed=1")).circuit()),
                bits(Tiny.run(Tiny.yinYang(still[0], still[1], "noise_scale=0", "seed=2")).circuit()), "order");
        assertNotEquals(
                bits(Tiny.run(Tiny.yinYang(still[0], still[1], "shuffle=false", "seed=1")).circuit()),
                bits(Tiny.run(Tiny.yinYang(still[0], still[1], "shuffle=false", "seed=2")).circuit()), "noise");
        assertEquals(
                bits(Tiny.run(Tiny.yinYang(still[0], still[1], "noise_scale=0", "shuffle=false", "seed=1")).circuit()),
                bits(Tiny.run(Tiny.yinYang(still[0], still[1], "noise_scale=0", "shuffle=false", "seed=2")).circuit()), "all else");
    }

    @Test
    void epochsAreShuffledAnewAndOnlyIfAsked() {
        assertNotEquals(bits(Tiny.run(Tiny.yinYang()).circuit()), bits(Tiny.run(Tiny.yinYang("shuffle=false")).circuit()));
    }

    /** Nothing is drawn from a generator with a state: what was presented before an epoch shows in the weights only. */
    @Test
    void nobodyWhoListensOrMeasuresMatters() {
        Experiment e = Tiny.yinYang();
        String bits = bits(Tiny.run(e).circuit());
        Runner[] runner = new Runner[1];
        runner[0] = new Runner(e, e.epochs(), new RunListener() {
            @Override
            public void begin(Experiment experiment, int epochs) {}

            @Override
            public void progress(int epoch, long steps) {}

            @Override
            public void measured(EpochMetrics metrics) {
                bits(runner[0].circuit());
                assertEquals(metrics.epoch() + 1, runner[0].metrics().size());
            }
        }, () -> false);
        assertEquals(bits, bits(runner[0].run().circuit()));
        assertEquals(bits, bits(Tiny.run(Tiny.yinYang("snapshot_every=0")).circuit()));
    }

    /** A run is validation, then for each epoch training and validation, then the test. */
    @Test
    void itIsTheSameAsPresentingTheSamplesByHand() {
        Experiment e = Tiny.yinYang("shuffle=false", "epochs=1", "validation_samples=1", "test_samples=0", "train_samples=3");
        var train = YinYang.generate(e.dataSeed(), 3, e.targetHigh(), e.targetLow());
        var validation = YinYang.generate(e.dataSeed() + 1, 1, e.targetHigh(), e.targetLow());
        Circuit circuit = (Circuit) Initial.of(List.of(e), List.of(Initial.noise(e)), 1);
        validation.show(0, circuit.input());
        circuit.advance(Phase.EVALUATE, 20);
        for (int i = 0; i < 3; i++) {
            train.show(i, circuit.input());
            circuit.target().set(train.target(i));
            circuit.advance(Phase.LEARN, 20);
        }
        validation.show(0, circuit.input());
        circuit.advance(Phase.EVALUATE, 20);
        assertEquals(bits(circuit), bits(Tiny.run(e).circuit()));
    }

    @Test
    void settlingLearnsNothingAndRunsThroughTheSamplesInOrder() {
        Experiment e = Tiny.alignment("epochs=0");
        Outcome outcome = Tiny.run(e);
        assertEquals(50, outcome.circuit().step());
        Circuit circuit = (Circuit) Initial.of(List.of(e), List.of(Initial.noise(e)), 1);
        assertEquals(bits(circuit), bits(outcome.circuit()));
        var samples = e.task().samples(e, DataFolder.of(Optional.empty())).train();
        for (int i = 0; i < 3; i++) {
            samples.show(i, circuit.input());
            circuit.advance(Phase.SETTLE, i < 2 ? 20 : 10);
        }
        assertArrayEquals(circuit.read(Variable.uP, 2), outcome.circuit().read(Variable.uP, 2));
    }

    @Test
    void onlyWhatShallLearnLearns() {
        Experiment start = Tiny.yinYang("epochs=0");
        for (Variable variable : WEIGHTS) {
            String key = switch (variable) {
                case W -> "forward";
                case B -> "backward";
                default -> "lateral";
            };
            Replica before = Tiny.run(start).circuit();
            assertArrayEquals(before.read(variable, 0),
                    Tiny.run(Tiny.yinYang("learn=[" + otherThan(key) + "]", "train_samples=60")).circuit().read(variable, 0), variable + " rests");
            assertNotEquals(List.of(box(before.read(variable, 0))),
                    List.of(box(Tiny.run(Tiny.yinYang("learn=[" + key + "]", "train_samples=60")).circuit().read(variable, 0))),
                    variable + " learns");
        }
    }

    private static String otherThan(String key) {
        return String.join(", ", List.of("forward", "lateral", "backward").stream().filter(name -> !name.equals(key)).toList());
    }

    private static Double[] box(double[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toArray(Double[]::new);
    }

    @Test
    void metricsHaveOneRowForTheStartAndOneForEachEpoch() {
        Experiment e = Tiny.yinYang();
        Tiny.Heard heard = new Tiny.Heard();
        Outcome outcome = new Runner(e, 2, heard, () -> false).run();
        assertEquals(Ending.COMPLETE, outcome.ending());
        assertEquals(List.of(0, 1, 2), outcome.metrics().stream().map(EpochMetrics::epoch).toList());
        // Validation is 4 presentations of 20 steps, an epoch 6.
        assertEquals(List.of(80L, 280L, 480L), outcome.metrics().stream().map(EpochMetrics::steps).toList());
        assertEquals(560, outcome.circuit().step());
        assertEquals(e.totalSteps(2), outcome.circuit().step());
        assertTrue(Double.isNaN(outcome.metrics().getFirst().trainError()), "no error before the first epoch");
        for (EpochMetrics row : outcome.metrics()) {
            assertEquals(1, row.angles().length);
            assertTrue(row.angles()[0] > 0 && row.angles()[0] < 180, () -> "angle " + row.angles()[0]);
            assertTrue(row.validationAccuracy() * 4 == Math.rint(row.validationAccuracy() * 4), "a share of four");
            assertTrue(row.epoch() == 0 || row.trainError() > 0 && row.trainError() < 10, () -> "error " + row.trainError());
        }
        assertEquals(List.of("begin 2", "measured 0 80", "measured 1 280", "measured 2 480"), heard.calls);
        assertEquals(List.of(0, 1, 2), outcome.snapshots().stream().map(Outcome.Snapshot::epoch).toList());
    }

    @Test
    void withoutTargetsThereIsNoErrorAndNoAccuracy() {
        Outcome outcome = Tiny.run(Tiny.alignment());
        assertTrue(outcome.test().isEmpty());
        for (EpochMetrics row : outcome.metrics()) {
            assertTrue(Double.isNaN(row.trainError()) && Double.isNaN(row.validationAccuracy()));
            assertEquals(2, row.angles().length);
        }
    }

    @Test
    void snapshotsAreTakenAsAskedAndAtTheEnd() {
        Outcome outcome = Tiny.run(Tiny.yinYang("epochs=5", "snapshot_every=2"));
        assertEquals(List.of(0, 2, 4, 5), outcome.snapshots().stream().map(Outcome.Snapshot::epoch).toList());
        assertArrayEquals(outcome.circuit().matrix(Variable.W, 1).toArray(), outcome.snapshots().getLast().forward().get(1));
        assertArrayEquals(outcome.circuit().matrix(Variable.B, 0).toArray(), outcome.snapshots().getLast().feedback().getFirst());
        assertEquals(0, Tiny.run(Tiny.yinYang("snapshot_every=0")).snapshots().size());
    }

    @Test
    void theTestCountsWhatIsRight() {
        TestResult test = Tiny.run(Tiny.yinYang("test_samples=30")).test().orElseThrow();
        int right = 0;
        for (int i = 0; i < 30; i++) {
            float[] outputs = test.outputs()[i];
            int best = 0;
            for (int k = 1; k < 3; k++) {
                best = outputs[k] > outputs[best] ? k : best;
            }
            assertEquals(best, test.predicted()[i]);
            right += best == test.expected()[i] ? 1 : 0;
        }
        assertEquals(right / 30.0, test.accuracy());
    }

    /** The first step of a presentation still shows the sample before. */
    @Test
    void meanOutputsLeaveTheFirstStepOut() {
        Experiment e = Tiny.yinYang("epochs=0", "validation_samples=0", "test_samples=1");
        float[] mean = Tiny.run(e).test().orElseThrow().outputs()[0];
        Circuit circuit = (Circuit) Initial.of(List.of(e), List.of(Initial.noise(e)), 1);
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
    void aRunStopsAfterAnyPresentation() {
        Experiment e = Tiny.yinYang();
        int presentations = 3 * 4 + 2 * 6 + 4;
        for (int wanted = 1; wanted <= presentations; wanted++) {
            AtomicInteger left = new AtomicInteger(wanted);
            Outcome outcome = new Runner(e, 2, new Tiny.Heard(), () -> left.decrementAndGet() == 0).run();
            assertEquals(Ending.INTERRUPTED, outcome.ending());
            assertEquals(20L * wanted, outcome.circuit().step());
            // A row for each validation that was completed: after 4, 14 and 24 presentations.
            assertEquals((wanted > 4 ? 1 : 0) + (wanted > 14 ? 1 : 0) + (wanted > 24 ? 1 : 0), outcome.metrics().size(), "after " + wanted);
            assertTrue(outcome.test().isEmpty());
        }
        AtomicInteger left = new AtomicInteger(2);
        Outcome settling = new Runner(Tiny.alignment(), 2, new Tiny.Heard(), () -> left.decrementAndGet() == 0).run();
        assertEquals(40, settling.circuit().step());
        assertEquals(Ending.INTERRUPTED, settling.ending());
    }

    @Test
    void aLongPresentationCanBeStoppedWithin() {
        Experiment e = Tiny.alignment("layers=[1, 1, 1]", "Tpres=2000", "settling_time=2000", "train_samples=1");
        Outcome outcome = new Runner(e, 1, new Tiny.Heard(), () -> true).run();
        assertEquals(1 << 16, outcome.circuit().step());
    }

    @Test
    void progressIsReportedBySteps() {
        Tiny.Heard heard = new Tiny.Heard();
        Experiment e = Tiny.alignment("layers=[1, 1, 1]", "Tpres=1", "train_samples=700", "settling_time=0", "epochs=1");
        new Runner(e, 1, heard, () -> false).run();
        assertEquals(List.of("begin 1", "measured 0 0", "progress 0 32800", "progress 0 65600", "measured 1 70000"), heard.calls);
    }

    @Test
    void aRunThatRunsAwayNamesPopulationStepAndCause() {
        assertDiverges(Tiny.yinYang("init_W=[1e37, 1e38]"), "in epoch 1", "init_W reaches");
        assertDiverges(Tiny.yinYang("init_B=[1e37, 1e38]", "activation=linear"), "in epoch 1", "init_B reaches");
        assertDiverges(Tiny.yinYang("target_high=3e38", "activation=linear"), "in epoch 1", "target_high, target_low reaches 3.0E38");
        assertDiverges(Tiny.yinYang("noise_scale=1e300"), "in epoch 1", "noise_scale reaches 1.0E300");
        assertDiverges(Tiny.yinYang("eta_fw=[1e38, 1e37]", "activation=linear"), "in epoch 1", "the weights W", "eta_fw = 1.0E38 is too large for dt = 0.01 ms");
        assertDiverges(Tiny.alignment("eta_bw=1e30"), "in epoch 1", "the weights B", "eta_bw = 1.0E30");
        assertDiverges(Tiny.alignment("eta_PI=1e30"), "in epoch 1", "the weights BI", "eta_PI = 1.0E30");
        assertDiverges(Tiny.alignment("init_W=[1e37, 1e38]", "activation=linear"), "while settling", "init_W reaches");
    }

    private static void assertDiverges(Experiment e, String... parts) {
        Outcome outcome = Tiny.run(e);
        assertEquals(Ending.NON_FINITE, outcome.ending());
        String text = outcome.fault().orElseThrow();
        assertTrue(text.matches("(?s)the voltage of neuron \\d+ in [PI]\\d is not finite after step \\d+, .*"), text);
        assertTrue(text.contains("after step " + outcome.circuit().step()), text);
        for (String part : parts) {
            assertTrue(text.contains(part), part + " is not in: " + text);
        }
        assertTrue(outcome.test().isEmpty());
        assertFalse(outcome.metrics().stream().anyMatch(row -> row.steps() > outcome.circuit().step()));
    }

    /** All weights, little endian, in the order W, WI, B, BI. */
    static String bits(Replica circuit) {
        CRC32 crc = new CRC32();
        for (Variable variable : WEIGHTS) {
            for (int i = 0; i < variable.count(circuit.parameters()); i++) {
                for (float weight : circuit.matrix(variable, i).toArray()) {
                    crc.update(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(weight).flip());
                }
            }
        }
        return "%08x".formatted(crc.getValue());
    }
}
