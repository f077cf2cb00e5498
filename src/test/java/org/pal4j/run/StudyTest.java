package org.pal4j.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.run.Outcome.Ending;

/** Replicas give what each gives alone, however they are grouped; lists that make no sense are refused. */
@Tag("width")
class StudyTest {
    /** Hears and keeps everything. */
    static final class Heard implements StudyListener {
        final List<EpochSummary> summaries = new ArrayList<>();
        final List<Integer> failed = new ArrayList<>();
        final List<Integer> measured = new ArrayList<>();
        int groups;

        @Override
        public void begin(Study<Experiment> study, List<List<Integer>> plan, int threads) {
            groups = plan.size();
        }

        @Override
        public void progress(int epoch, long steps) {}

        @Override
        public void measured(int replica, List<EpochMetrics> metrics, Replica circuit) {
            measured.add(replica);
        }

        @Override
        public void summed(EpochSummary summary) {
            summaries.add(summary);
        }

        @Override
        public void failed(int replica, String fault) {
            failed.add(replica);
        }
    }

    private static Study<Experiment> study(String... settings) {
        List<String> all = new ArrayList<>(List.of("name=tiny", "layers=[4, 5, 3]", "Tpres=0.2", "train_samples=8", "validation_samples=5",
                "test_samples=4", "epochs=2"));
        all.addAll(List.of(settings));
        return Catalog.study("yinyang", all);
    }

    private static StudyOutcome run(Study<Experiment> study, int threads, Heard heard) {
        return new StudyRunner(study, threads, heard, () -> false, DataFolder.of(Optional.empty())).run();
    }

    private static void assertSame(Outcome expected, Outcome actual) {
        assertEquals(expected.ending(), actual.ending());
        assertEquals(expected.fault(), actual.fault());
        assertEquals(expected.circuit().step(), actual.circuit().step());
        for (Variable variable : Variable.values()) {
            for (int i = 0; i < variable.count(expected.circuit().parameters()); i++) {
                assertArrayEquals(expected.circuit().read(variable, i), actual.circuit().read(variable, i), variable + " " + i);
            }
        }
        assertEquals(expected.metrics().size(), actual.metrics().size());
        for (int k = 0; k < expected.metrics().size(); k++) {
            EpochMetrics a = expected.metrics().get(k);
            EpochMetrics b = actual.metrics().get(k);
            assertEquals(new EpochMetrics(a.epoch(), a.steps(), a.trainError(), a.validationAccuracy(), null, null, 0),
                    new EpochMetrics(b.epoch(), b.steps(), b.trainError(), b.validationAccuracy(), null, null, 0));
            assertArrayEquals(a.angles(), b.angles());
        }
        assertEquals(expected.test().map(TestResult::accuracy), actual.test().map(TestResult::accuracy));
        assertEquals(expected.snapshots().size(), actual.snapshots().size());
        for (int k = 0; k < expected.snapshots().size(); k++) {
            assertArrayEquals(expected.snapshots().get(k).forward().getFirst(), actual.snapshots().get(k).forward().getFirst());
        }
    }

    private static void assertEachAsAlone(Study<Experiment> study, StudyOutcome outcome) {
        for (int k = 0; k < study.replicas().size(); k++) {
            assertSame(Tiny.run(study.replicas().get(k)), outcome.outcomes().get(k));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 17})
    void seedsGiveWhatEachGivesAlone(int seeds) {
        Study<Experiment> study = study("seeds=" + seeds, "snapshot_every=1");
        Heard heard = new Heard();
        StudyOutcome outcome = run(study, 1, heard);
        assertEquals(Ending.COMPLETE, outcome.ending());
        assertEachAsAlone(study, outcome);
        assertEquals(3, outcome.summaries().size());
        assertEquals(outcome.summaries(), heard.summaries);
        assertEquals(3 * seeds, heard.measured.size());
    }

    @Test
    void threadsChangeNothing() {
        int threads = Runtime.getRuntime().availableProcessors();
        Study<Experiment> study = study("seeds=[3, 1, -7, 12345678901]");
        Heard heard = new Heard();
        assertEachAsAlone(study, run(study, threads, heard));
        assertEquals(Math.min(threads, 4), heard.groups);
    }

    @Test
    void ratesNoiseAndAlphaMayDiffer() {
        Study<Experiment> study = study("each.eta_bw=[0.1, [0.5], 0]", "each.noise_scale=[0.01, 0, 0.1]", "each.alpha=[0, 1e-3, 1]", "seeds=3",
                "each.eta_fw=[[1, 2], 3, 0]", "each.eta_IP=[0, 1, 0.1]", "each.eta_PI=[0, 1, 0.1]");
        assertEachAsAlone(study, run(study, 1, new Heard()));
        assertEquals(List.of("replica-1", "replica-2", "replica-3"), study.labels());
    }

    @Test
    void aReplicaThatRunsAwayIsLeftBehindAndTheOthersGoOn() {
        Study<Experiment> study = study("activation=linear", "each.eta_fw=[0.1, 1e38, 0.1]", "seeds=3");
        Heard heard = new Heard();
        StudyOutcome outcome = run(study, 1, heard);
        assertEquals(List.of(1), heard.failed);
        assertEquals(1, outcome.failures());
        assertEquals(Ending.COMPLETE, outcome.ending());
        assertEquals(Ending.NON_FINITE, outcome.outcomes().get(1).ending());
        assertEachAsAlone(study, outcome);
        assertEquals(2, outcome.summaries().getLast().replicas());
        assertTrue(Double.isFinite(outcome.testAccuracy().mean()));
    }

    @Test
    void whereAllRunAwayTheStudyEnds() {
        StudyOutcome outcome = run(study("activation=linear", "eta_fw=1e38", "seeds=2"), 1, new Heard());
        assertEquals(Ending.NON_FINITE, outcome.ending());
        assertEquals(2, outcome.failures());
    }

    @Test
    void itEndsWhenItIsAskedTo() {
        Study<Experiment> study = study("seeds=3");
        StudyOutcome outcome = new StudyRunner(study, 1, new Heard(), () -> true, DataFolder.of(Optional.empty())).run();
        assertEquals(Ending.INTERRUPTED, outcome.ending());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            seeds=[1, 2, 1]                             | seeds: 1 is given twice
            seeds=0                                     | must be a whole number from 1 to 1000
            seeds=[]                                    | has 0 entries
            seeds=[1, x]                                | seeds[1] = "x": must be a whole number
            each.eta_bw=[0.1, 0.2];seeds=3              | has 2 values, and seeds has 3
            each.eta_bw=[0.1, 0.2];each.alpha=[0]       | has 1 values, and eta_bw has 2
            each.tauLO=[1, 2]                           | replicas can't differ in this
            each.eta_bw=0.1                             | must be a list
            each=3                                      | must hold keys
            each.eta_bw=[0.1, -1]                       | replica 2: eta_bw
            """)
    void listsThatMakeNoSenseAreRefused(String settings, String part) {
        InputException fault = assertThrows(InputException.class, () -> study(settings.strip().split(";")));
        assertTrue(fault.getMessage().contains(part.strip()), fault.getMessage());
    }

    @Test
    void moreThreadsThanProcessorsAreRefused() {
        int cores = Runtime.getRuntime().availableProcessors();
        for (int threads : new int[] {0, -1, cores + 1}) {
            assertThrows(InputException.class, () -> run(study("seeds=2"), threads, new Heard()));
        }
    }

    @Test
    void whatIsShownReadsBack(@TempDir Path folder) throws Exception {
        Study<Experiment> study = study("seeds=[5, 6]", "each.eta_bw=[0.25, [0.5]]");
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, study.show());
        assertEquals(study, Catalog.study(file.toString(), List.of()));
        assertFalse(Catalog.study(file.toString(), List.of("seeds=null", "each=null")).hasReplicas());
    }

    @Test
    void theFolderHoldsEachReplicaAndTheirMean(@TempDir Path folder) throws Exception {
        Study<Experiment> study = study("seeds=3");
        StudyFolder out = new StudyFolder(RunFolder.at(folder.resolve("out")));
        StudyRunner runner = new StudyRunner(study, 1, new Heard(), () -> false, DataFolder.of(Optional.empty()));
        out.begin(study, runner.dataFiles());
        StudyOutcome outcome = runner.run();
        out.finish(study, outcome);
        var result = new JsonMapper().readTree(folder.resolve("out/result.json").toFile());
        double mean = outcome.outcomes().stream().mapToDouble(o -> o.test().orElseThrow().accuracy()).average().orElseThrow();
        assertEquals(mean, result.get("test_accuracy_mean").doubleValue(), 1e-12);
        assertEquals(3, result.get("each").size());
        List<String> lines = Files.readAllLines(folder.resolve("out/metrics.csv"));
        assertEquals(4, lines.size());
        assertEquals(lines.getFirst().split(",").length, lines.get(1).split(",", -1).length);
        for (String label : study.labels()) {
            assertTrue(Files.exists(folder.resolve("out").resolve(label).resolve("weights.safetensors")));
        }
    }

    @Test
    void statistics() {
        assertEquals(new Statistic(2, 1), Statistic.of(List.of(1.0, 2.0, 3.0, Double.NaN)));
        assertTrue(Double.isNaN(Statistic.of(List.of(1.0)).deviation()));
        assertTrue(Double.isNaN(Statistic.of(List.of()).mean()));
        assertEquals("95.2 +- 0.4", new Statistic(0.952, 0.0041).shown(100));
        assertEquals("-", Statistic.of(List.of()).shown(1));
    }

    /** Everybody is in one group; each thread has one that is filled evenly, or circuits that are too large to be side by side. */
    @Test
    void groups() {
        CircuitParameters small = study().base().circuit();
        CircuitParameters large = CircuitParameters.builder().layers(784, 100, 10).etaForward(List.of(0.1)).etaBackward(List.of(0.1))
                .etaPyramidalToInter(List.of(0.1)).etaInterToPyramidal(List.of(0.1)).build();
        assertEquals(16, Grouping.mostSideBySide(small));
        assertEquals(1, Grouping.mostSideBySide(large));
        for (int replicas = 1; replicas < 70; replicas++) {
            List<List<Integer>> full = Grouping.full(small, replicas);
            assertEquals(IntStream.range(0, replicas).boxed().toList(), full.stream().flatMap(List::stream).toList());
            assertTrue(full.stream().limit(full.size() - 1).allMatch(group -> group.size() == 16));
            assertEquals(replicas, Grouping.full(large, replicas).size());
            for (int threads = 1; threads < 6; threads++) {
                List<List<Integer>> plan = Grouping.of(small, replicas, threads);
                assertEquals(IntStream.range(0, replicas).boxed().toList(), plan.stream().flatMap(List::stream).toList());
                int least = plan.stream().mapToInt(List::size).min().orElseThrow();
                int most = plan.stream().mapToInt(List::size).max().orElseThrow();
                assertTrue(most - least <= 1);
                assertEquals(Math.min(threads, replicas), plan.size());
                assertEquals(replicas, Grouping.of(large, replicas, threads).size());
            }
        }
    }

    /** Whatever the network is, a group is cut into what there are lanes for, never worse than what one would do without thinking. */
    @Test
    void cuts() {
        CircuitParameters tiny = Catalog.find("fig4ab", List.of()).circuit();
        CircuitParameters small = study().base().circuit();
        CircuitParameters middling = Catalog.find("fig3abc", List.of()).circuit();
        for (CircuitParameters p : List.of(tiny, small, middling)) {
            for (int size = 1; size <= 40; size++) {
                assertEquals(size, Grouping.cut(p, size).stream().mapToInt(Integer::intValue).sum());
                double time = StepCost.together(p, size);
                assertTrue(time <= size * StepCost.microseconds(p, 1) + 1e-9);
                assertTrue(size > 16 || time <= StepCost.microseconds(p, size) + 1e-9);
            }
        }
        assertEquals(List.of(5), Grouping.cut(tiny, 5));
        assertEquals(List.of(4, 1), Grouping.cut(middling, 5));
        assertEquals(List.of(8, 1, 1), Grouping.cut(middling, 10));
        assertEquals(List.of(16), Grouping.cut(middling, 16));
        assertEquals(List.of(16, 4), Grouping.cut(middling, 20));
        assertEquals(List.of(1), Grouping.cut(middling, 1));
    }
}
