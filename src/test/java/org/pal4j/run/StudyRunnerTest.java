package org.pal4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.Measures;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.Tiny;

/** Replicas give what each gives alone, however they are grouped. */
@Tag("width")
class StudyRunnerTest {
    /** Hears and keeps everything. */
    private static final class Heard implements Listener {
        private final List<EpochSummary> summaries = new ArrayList<>();
        private final List<Integer> failed = new ArrayList<>();
        private final List<Integer> measured = new ArrayList<>();
        private final List<Long> begun = new ArrayList<>();

        @Override
        public void begin(Study<?> study, Map<Stage, Long> steps) {
            begun.add(steps.values().stream().mapToLong(Long::longValue).sum());
        }

        @Override
        public void measured(int replica, List<EpochRow> rows, Supplier<Map<String, NpyArray>> weights) {
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

    private static Study<CircuitExperiment> study(String... settings) {
        List<String> all = new ArrayList<>(List.of("name=tiny", "layers=[4, 5, 3]", "Tpres=0.2", "train_samples=8", "validation_samples=5",
                "test_samples=4", "epochs=2"));
        all.addAll(List.of(settings));
        return Tiny.study("yinyang", all);
    }

    private static StudyOutcome run(Study<CircuitExperiment> study, int threads, Heard heard) {
        return StudyRunner.of(study, threads, heard, () -> false, Tiny.NO_DATA).run();
    }

    private static void assertSame(Outcome expected, Outcome actual) {
        assertEquals(expected.ending(), actual.ending());
        assertEquals(expected.fault(), actual.fault());
        assertEquals(expected.steps(), actual.steps());
        assertEquals(expected.weights(), actual.weights());
        assertEquals(expected.rows().size(), actual.rows().size());
        for (int k = 0; k < expected.rows().size(); k++) {
            EpochRow a = expected.rows().get(k);
            EpochRow b = actual.rows().get(k);
            assertEquals(new EpochRow(a.epoch(), a.steps(), a.measures(), 0), new EpochRow(b.epoch(), b.steps(), b.measures(), 0));
        }
        assertEquals(expected.test().map(TestResult::numbers), actual.test().map(TestResult::numbers));
        assertEquals(expected.test().map(TestResult::arrays), actual.test().map(TestResult::arrays));
        assertEquals(expected.snapshots(), actual.snapshots());
    }

    private static void assertEachAsAlone(Study<CircuitExperiment> study, StudyOutcome outcome) {
        for (int k = 0; k < study.replicas().size(); k++) {
            assertSame(Tiny.run(study.replicas().get(k)).outcome(), outcome.outcomes().get(k));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 17})
    void seedsGiveWhatEachGivesAlone(int seeds) {
        Study<CircuitExperiment> study = study("seeds=" + seeds, "snapshot_every=1");
        Heard heard = new Heard();
        StudyOutcome outcome = run(study, 1, heard);
        assertEquals(Ending.COMPLETE, outcome.ending());
        assertEachAsAlone(study, outcome);
        assertEquals(3, outcome.summaries().size());
        assertEquals(outcome.summaries(), heard.summaries);
        assertEquals(3 * seeds, heard.measured.size());
        assertEquals(List.of(seeds * study.base().totalSteps()), heard.begun);
        assertEquals(seeds * study.base().totalSteps(), outcome.steps());
    }

    @Test
    void threadsChangeNothing() {
        int threads = Runtime.getRuntime().availableProcessors();
        Study<CircuitExperiment> study = study("seeds=[3, 1, -7, 12345678901]");
        assertEachAsAlone(study, run(study, threads, new Heard()));
    }

    @Test
    void ratesNoiseAndAlphaMayDiffer() {
        Study<CircuitExperiment> study = study("each.eta_bw=[0.1, [0.5], 0]", "each.noise_scale=[0.01, 0, 0.1]", "each.alpha=[0, 1e-3, 1]",
                "seeds=3", "each.eta_fw=[[1, 2], 3, 0]", "each.eta_IP=[0, 1, 0.1]", "each.eta_PI=[0, 1, 0.1]");
        assertEachAsAlone(study, run(study, 1, new Heard()));
        assertEquals(List.of("replica-1", "replica-2", "replica-3"), study.labels());
    }

    @Test
    void aReplicaThatRunsAwayIsLeftBehindAndTheOthersGoOn() {
        Study<CircuitExperiment> study = study("activation=linear", "each.eta_fw=[0.1, 1e38, 0.1]", "seeds=3");
        Heard heard = new Heard();
        StudyOutcome outcome = run(study, 1, heard);
        assertEquals(List.of(1), heard.failed);
        assertEquals(1, outcome.failures());
        assertEquals(Ending.COMPLETE, outcome.ending());
        assertEquals(Ending.NON_FINITE, outcome.outcomes().get(1).ending());
        assertEachAsAlone(study, outcome);
        assertEquals(2, outcome.summaries().getLast().replicas());
        assertEquals(2, outcome.tested());
        assertTrue(Double.isFinite(outcome.test().get(Measures.TEST_ACCURACY).mean()));
    }

    @Test
    void whereAllRunAwayTheStudyEnds() {
        StudyOutcome outcome = run(study("activation=linear", "eta_fw=1e38", "seeds=2"), 1, new Heard());
        assertEquals(Ending.NON_FINITE, outcome.ending());
        assertEquals(2, outcome.failures());
    }

    @Test
    void itEndsWhenItIsAskedTo() {
        StudyOutcome outcome = StudyRunner.of(study("seeds=3"), 1, new Heard(), () -> true, Tiny.NO_DATA).run();
        assertEquals(Ending.INTERRUPTED, outcome.ending());
    }

    /** A fault of the program in one batch costs no other batch its results. */
    @Test
    void aFaultInOneBatchLeavesTheResultsOfTheOthers() {
        Assumptions.assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "two threads make two batches");
        Study<CircuitExperiment> study = study("seeds=20");
        IllegalStateException fault = new IllegalStateException("a fault");
        StudyOutcome outcome = StudyRunner.of(study, 2, new Listener() {
            @Override
            public void measured(int replica, List<EpochRow> rows, Supplier<Map<String, NpyArray>> weights) {
                if (replica == 0 && rows.size() == 2) {
                    throw fault;
                }
            }
        }, () -> false, Tiny.NO_DATA).run();
        assertEquals(fault, assertThrows(IllegalStateException.class, outcome::throwFault));
        assertEquals(Ending.INTERRUPTED, outcome.outcomes().getFirst().ending());
        assertEquals(2, outcome.outcomes().getFirst().rows().size());
        assertEquals(Ending.COMPLETE, outcome.outcomes().getLast().ending());
        assertTrue(outcome.tested() > 0 && outcome.tested() < 20, "some were tested: " + outcome.tested());
    }

    @Test
    void moreThreadsThanProcessorsAreRefused() {
        int cores = Runtime.getRuntime().availableProcessors();
        for (int threads : new int[] {0, -1, cores + 1}) {
            assertThrows(InputException.class, () -> run(study("seeds=2"), threads, new Heard()));
        }
    }

    @Test
    void theFolderHoldsEachReplicaAndTheirMean(@TempDir Path folder) throws Exception {
        Study<CircuitExperiment> study = study("seeds=3");
        StudyRunner runner = StudyRunner.of(study, 1, new Heard(), () -> false, Tiny.NO_DATA);
        StudyFolder out = StudyFolder.begin(RunFolder.at(folder.resolve("out")), study, runner.inputs());
        StudyOutcome outcome = runner.run();
        out.finish(outcome);
        Map<String, Object> result = Documents.json(folder.resolve("out/result.json"));
        double mean = outcome.outcomes().stream().mapToDouble(o -> o.tested(Measures.TEST_ACCURACY)).average().orElseThrow();
        assertEquals(mean, (double) result.get("test_accuracy_mean"), 1e-12);
        assertEquals(3, ((List<?>) result.get("each")).size());
        List<String> lines = Files.readAllLines(folder.resolve("out/metrics.csv"));
        assertEquals(4, lines.size());
        assertEquals(lines.getFirst().split(",").length, lines.get(1).split(",", -1).length);
        for (String label : study.labels()) {
            assertTrue(Files.exists(folder.resolve("out").resolve(label).resolve("weights.safetensors")));
        }
    }
}
