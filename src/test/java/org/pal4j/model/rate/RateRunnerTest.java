package org.pal4j.model.rate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.data.DataFolder;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Study;
import org.pal4j.run.Ending;
import org.pal4j.run.EpochRow;
import org.pal4j.run.EpochSummary;
import org.pal4j.run.Outcome;
import org.pal4j.run.StudyOutcome;

/** Runs of rate networks. */
@Tag("width")
class RateRunnerTest {
    @TempDir
    private Path folder;
    private DataFolder data;

    @BeforeEach
    void write() {
        data = TinyImages.write(folder);
    }

    private Outcome run(Study<RateExperiment> study) {
        return TinyImages.run(study, data).outcomes().getFirst();
    }

    private static double first(Outcome outcome, String column) {
        return outcome.rows().getFirst().measures().column(column);
    }

    private static List<String> angles(Outcome outcome) {
        return outcome.rows().getLast().measures().names().stream().filter(name -> name.startsWith("angle_B")).toList();
    }

    static void assertSame(Outcome expected, Outcome actual) {
        assertEquals(expected.rows().stream().map(EpochRow::measures).toList(), actual.rows().stream().map(EpochRow::measures).toList());
        assertEquals(expected.test(), actual.test());
        assertEquals(expected.weights().keySet(), actual.weights().keySet());
        expected.weights().forEach((name, array) -> assertArrayEquals(array.toFloats(), actual.weights().get(name).toFloats(), name));
    }

    @Test
    void everythingIsMeasuredAtTheStartAndAfterEachEpoch() {
        TinyImages.Heard heard = new TinyImages.Heard();
        Outcome outcome = TinyImages.run(TinyImages.autoencoder(), data, 1, () -> false, heard).outcomes().getFirst();
        assertEquals(List.of("measured 0 0", "summed 0 of 1", "measured 0 1", "summed 1 of 1", "measured 0 2", "summed 2 of 1"), heard.calls);
        assertEquals(Ending.COMPLETE, outcome.ending());
        assertEquals(List.of("train_error", "validation_error", "latent_accuracy", "latent_accuracy_sd", "angle_B2", "angle_B3", "angle_B4"),
                outcome.rows().getFirst().measures().names());
        assertTrue(Double.isNaN(first(outcome, "train_error")));
        // Of 26 images 4 are for validation: one batch of them, two for the classifier, five of the other 22 in training, two of 7 in the test.
        assertEquals(List.of(15L, 15L + 40, 15L + 80), outcome.rows().stream().map(EpochRow::steps).toList());
        assertEquals(105, outcome.steps());
        assertEquals(105, heard.expected);
        assertTrue(outcome.last("validation_error") < first(outcome, "validation_error"), "it learns");
        assertEquals(List.of("test_error", "test_latent_accuracy"), List.copyOf(outcome.test().orElseThrow().numbers().keySet()));
        assertArrayEquals(new int[] {7, 2}, outcome.test().orElseThrow().arrays().get("test_latent").shape());
        assertArrayEquals(new int[] {7, 28, 28}, outcome.test().orElseThrow().arrays().get("example_reconstruction").shape());
    }

    /** Progress is told every few milliseconds of computing, so a run of 105 updates may tell none. */
    @Test
    void progressIsToldInUpdates() {
        TinyImages.Heard heard = new TinyImages.Heard();
        StudyOutcome outcome = TinyImages.run(TinyImages.autoencoder("updates=500"), data, 1, () -> false, heard);
        assertEquals(List.of(10_500L, 10_500L), List.of(heard.expected, outcome.steps()));
        assertTrue(heard.last > 5_250 && heard.last <= 10_500, heard.last + " updates told");
    }

    @Test
    void aRunIsRepeatedByItsSeed() {
        Outcome first = run(TinyImages.autoencoder("seed=3"));
        assertSame(first, run(TinyImages.autoencoder("seed=3")));
        Outcome other = run(TinyImages.autoencoder("seed=4"));
        assertNotEquals(first.rows().getLast().measures(), other.rows().getLast().measures());
        Outcome split = run(TinyImages.autoencoder("seed=3", "split_seed=4"));
        assertNotEquals(first.rows().getFirst().measures(), split.rows().getFirst().measures());
        assertSame(first, run(TinyImages.autoencoder("seed=3", "split_seed=3")));
        assertArrayEquals(first.weights().get("W1").shape(), new int[] {784, 6});
    }

    @Test
    void aReplicaIsWhatItIsAlone() {
        StudyOutcome together = TinyImages.run(TinyImages.autoencoder("seeds=[5, 2, 9]"), data, Math.min(2, cores()), () -> false,
                new TinyImages.Heard());
        for (int k = 0; k < 3; k++) {
            assertSame(run(TinyImages.autoencoder("seed=" + List.of(5, 2, 9).get(k))), together.outcomes().get(k));
        }
        assertEquals(List.of(0, 1, 2), together.summaries().stream().map(EpochSummary::epoch).toList());
        Statistic error = together.summaries().getLast().values().get("validation_error");
        assertEquals(Statistic.of(together.outcomes().stream().map(o -> o.last("validation_error")).toList()), error);
        assertTrue(together.outcomes().stream().flatMap(o -> o.rows().stream()).anyMatch(row -> row.measures().column("latent_accuracy_sd") > 0),
                "linear classifiers of one network differ, as their seeds do");
        assertTrue(together.summaries().getLast().values().keySet().stream().noneMatch(name -> name.equals("latent_accuracy_sd")));
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Large enough that threads share each update. */
    @Test
    void threadsChangeNoBit() {
        String[] large = {"epochs=1", "batch=20", "updates=2", "classifier_samples=20",
            "layers=[dense 80 tanh, dense 2 linear, dense 80 tanh, dense 784 linear]"};
        Outcome alone = run(TinyImages.autoencoder(large));
        assertSame(alone, TinyImages.run(TinyImages.autoencoder(large), data, Math.min(2, cores()), () -> false, new TinyImages.Heard())
                .outcomes().getFirst());
    }

    @Test
    void classesAreTheLargestOutputs() {
        Study<RateExperiment> digits = TinyImages.cifar("task=mnist-random-split", "layers=[dense 12 logistic, dense 10 linear]", "lr_factors=1",
                "bw_lr_factors=1", "sigma=0.1", "regularizer=0");
        for (Study<RateExperiment> study : List.of(TinyImages.cifar(), digits)) {
            Outcome outcome = run(study);
            float[] outputs = outcome.test().orElseThrow().arrays().get("test_output").toFloats();
            long[] predicted = outcome.test().orElseThrow().arrays().get("test_prediction").toLongs();
            long[] classes = outcome.test().orElseThrow().arrays().get("test_class").toLongs();
            assertArrayEquals(study == digits ? new long[] {0, 1, 2, 3, 4, 5, 6} : new long[] {9, 8, 7, 6, 5, 4, 3}, classes);
            int right = 0;
            for (int k = 0; k < 7; k++) {
                for (int c = 0; c < 10; c++) {
                    assertTrue(outputs[k * 10 + (int) predicted[k]] >= outputs[k * 10 + c]);
                }
                right += predicted[k] == classes[k] ? 1 : 0;
            }
            assertEquals(right / 7.0, outcome.tested("test_accuracy"));
            assertTrue(outcome.rows().getLast().measures().names().contains("validation_accuracy"));
        }
        // Layers 1, 2 and 4 have no B: the first, and max-pools.
        assertEquals(List.of("angle_B3", "angle_B5", "angle_B6"), angles(run(TinyImages.cifar())));
        assertEquals(List.of(), angles(run(TinyImages.cifar("algorithm=BP"))));
        assertEquals(List.of("D1", "D3", "D5"),
                run(TinyImages.cifar("algorithm=DFA")).weights().keySet().stream().filter(n -> n.startsWith("D")).toList());
    }

    @Test
    void weightsAreDrawnWithTheirDeviation() {
        Map<String, NpyArray> weights = run(TinyImages.autoencoder("epochs=0", "init=0.05")).weights();
        float[] w = weights.get("W4").toFloats();
        double squares = IntStream.range(0, w.length).mapToDouble(i -> w[i] * w[i]).sum() / w.length;
        assertEquals(0.05, Math.sqrt(squares), 0.05 * 4 / Math.sqrt(2.0 * w.length));
        float[] b = weights.get("b4").toFloats();
        squares = IntStream.range(0, b.length).mapToDouble(i -> b[i] * b[i]).sum() / b.length;
        assertEquals(0.05, Math.sqrt(squares), 0.05 * 4 / Math.sqrt(2.0 * b.length));
        assertNotEquals(weights.get("W2").toFloats()[0], weights.get("B2").toFloats()[0]);
    }

    /** Without learning, noise that is off in evaluation leaves no trace in it. */
    @Test
    void noiseMayRestInEvaluation() {
        String[] still = {"lr_factors=0", "bw_lr_factors=0", "epochs=0"};
        double none = first(run(TinyImages.autoencoder(with(still, "sigma=0"))), "validation_error");
        assertEquals(none, first(run(TinyImages.autoencoder(with(still, "sigma=0.5", "noise_in_evaluation=false"))), "validation_error"));
        assertNotEquals(none, first(run(TinyImages.autoencoder(with(still, "sigma=0.5"))), "validation_error"));
    }

    private static String[] with(String[] first, String... more) {
        return java.util.stream.Stream.of(first, more).flatMap(java.util.Arrays::stream).toArray(String[]::new);
    }

    @Test
    void itStopsWhenItIsAsked() {
        AtomicInteger asked = new AtomicInteger();
        StudyOutcome outcome = TinyImages.run(TinyImages.autoencoder("seeds=2", "epochs=1000"), data, 1, () -> asked.incrementAndGet() > 40,
                new TinyImages.Heard());
        assertEquals(Ending.INTERRUPTED, outcome.ending());
        for (Outcome own : outcome.outcomes()) {
            assertTrue(own.steps() < 300 && own.test().isEmpty() && own.weights().containsKey("W1"), () -> own.steps() + " updates");
        }
    }

    /** Images of noise can't be classified; only where the layers are stuck is that a fault. */
    @Test
    void aNetworkThatNoLongerAnswersIsTold() {
        assertEquals(List.of(), TinyImages.run(TinyImages.cifar("multiplier=0.5"), data).warnings());
        List<String> warnings = TinyImages.run(TinyImages.autoencoder("init=200", "multiplier=1e-6", "test_samples=0", "validation_samples=10",
                "train_samples=12"), data).warnings();
        assertEquals(1, warnings.size());
        assertTrue(
                warnings.getFirst().matches("the outputs for the validation samples are no better than a constant .*, and \\d+ % of the neurons of "
                        + "layer \\d are saturated or silent\\. The likely cause: init = 200.0; weights are of the size of 1\\."),
                warnings.getFirst());
    }

    @Test
    void aReplicaThatRunsAwayIsLeftBehind() {
        TinyImages.Heard heard = new TinyImages.Heard();
        Study<RateExperiment> study = TinyImages.autoencoder("seeds=[1, 2]", "each.multiplier=[3, 1e30]");
        StudyOutcome outcome = TinyImages.run(study, data, 1, () -> false, heard);
        Outcome away = outcome.outcomes().get(1);
        assertEquals(List.of(Ending.COMPLETE, Ending.NON_FINITE), outcome.outcomes().stream().map(Outcome::ending).toList());
        assertEquals(1, outcome.failures());
        String fault = away.fault().orElseThrow();
        assertTrue(fault.matches("a rate of layer \\d is not finite or beyond 1e12 after update \\d+, in epoch 1, batch \\d of 5\\. The likely "
                + "cause: the weights [WB]\\d .* so the learning rate, multiplier = 1\\.0E30 times the factor \\S+ of layer \\d in "
                + "(bw_)?lr_factors, is too large; try a tenth of it\\."), fault);
        assertTrue(heard.calls.contains("failed 1: " + fault), heard.calls::toString);
        assertEquals(1, away.rows().size());
        assertEquals(List.of(2, 1, 1), outcome.summaries().stream().map(EpochSummary::replicas).toList());
        assertSame(run(TinyImages.autoencoder()), outcome.outcomes().getFirst());
    }

    @Test
    void whatIsTooLittleIsTold() {
        assertTrue(refused(TinyImages.autoencoder("train_samples=24", "validation_samples=3")).contains(
                "train_samples + validation_samples = 24 + 3 = 27: must be at most 26"));
        String batch = refused(TinyImages.autoencoder("batch=23"));
        assertTrue(batch.contains("train_samples = 22 (all that are there): must be at least a batch, 23"), batch);
        assertTrue(refused(TinyImages.cifar("test_samples=8")).contains("test_samples = 8: must be at most 7"));
        assertTrue(refused(TinyImages.autoencoder("seeds=2"), cores() + 1).contains("--threads " + (cores() + 1) + ": must be from 1 to"));
    }

    private String refused(Study<RateExperiment> study) {
        return refused(study, 1);
    }

    private String refused(Study<RateExperiment> study, int threads) {
        return assertThrows(InputException.class, () -> TinyImages.run(study, data, threads, () -> false, new TinyImages.Heard())).getMessage();
    }
}
