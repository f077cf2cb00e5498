package org.pal4j.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pal4j.catalog.LeftRuns.NEVER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.data.DataFolder;
import org.pal4j.data.SampleSet;
import org.pal4j.data.YinYang;
import org.pal4j.data.own.OwnFiles;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.model.Batch;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.Experiment;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.model.circuit.Tiny;
import org.pal4j.model.rate.TinyImages;
import org.pal4j.run.Ending;
import org.pal4j.run.Outcome;
import org.pal4j.run.Prediction;
import org.pal4j.run.Prediction.Answer;
import org.pal4j.run.StudyOutcome;

/** The network of a run answers as it did in its test. */
@Tag("width")
class PredictionTest {
    private static final List<String> YIN_YANG = List.of("layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4", "test_samples=5",
            "epochs=2", "seeds=null");

    @TempDir
    private Path temporary;
    private int runs;

    private static List<String> with(List<String> all, String... more) {
        return Stream.concat(all.stream(), Stream.of(more)).toList();
    }

    private static Study<?> yinYang(String... more) {
        return Tiny.study("yinyang", with(YIN_YANG, more));
    }

    private Path left(Study<?> study, DataFolder data) {
        Path path = temporary.resolve("run" + runs++);
        LeftRuns.run(study, data, path, NEVER);
        return path;
    }

    private static <E extends Experiment> List<Answer> own(Study<E> study, Path run, DataFolder data, Stage stage) {
        return Prediction.own(study, run, data, stage).answers(2, NEVER).orElseThrow();
    }

    private static <E extends Experiment> TestResult further(Study<E> study, Path run, DataFolder data, Path file) {
        return Prediction.further(study, run, data, file).answers(1, NEVER).orElseThrow().getFirst().result();
    }

    private static void assertSame(TestResult expected, TestResult found, String what) {
        assertEquals(expected.samples(), found.samples(), what);
        assertEquals(expected.numbers(), found.numbers(), what);
        expected.arrays().forEach((name, array) -> assertEquals(array, found.arrays().get(name), what + " " + name));
        assertTrue(found.arrays().containsKey("test_output"), what);
    }

    /** The prediction of the test is the test, to the bit. */
    private Path testIsRepeated(Study<?> study, DataFolder data) {
        Path path = temporary.resolve("run" + runs++);
        StudyOutcome outcome = LeftRuns.run(study, data, path, NEVER);
        List<Answer> answers = own(study, path, data, Stage.TEST);
        for (int k = 0; k < answers.size(); k++) {
            assertSame(outcome.outcomes().get(k).test().orElseThrow(), answers.get(k).result(), study.name() + " " + k);
            assertEquals(study.labels().get(k), answers.get(k).label());
            assertEquals("from its checkpoint after epoch " + study.epochs() + ", before the test", answers.get(k).from());
        }
        return path;
    }

    @Test
    void theTestOfCircuits() {
        testIsRepeated(yinYang("seeds=3"), Tiny.NO_DATA);
        testIsRepeated(yinYang("random=numpy", "noise_type=hold_white_noise", "dtxi=0.05"), Tiny.NO_DATA);
        testIsRepeated(Tiny.study("yinyang-bp", with(YIN_YANG, "clamped_input=false")), Tiny.NO_DATA);
        testIsRepeated(yinYang("connectivity=skip", "each={eta_bw: [0, 1]}"), Tiny.NO_DATA);
    }

    @Test
    void theTestOfRateNetworks() {
        DataFolder data = TinyImages.write(temporary);
        testIsRepeated(TinyImages.autoencoder("classifier_seeds=2", "seeds=2", "noise_in_evaluation=true", "sigma=0.1"), data);
        testIsRepeated(TinyImages.autoencoder("task=mnist-random-split", "layers=[dense 6 tanh, dense 10 linear]", "lr_factors=1", "bw_lr_factors=1",
                "sigma=0.1"), data);
        testIsRepeated(TinyImages.cifar(), data);
    }

    /** A run that was cut in its test has the checkpoint before it as well. */
    @Test
    void aRunThatWasCutAnswersFromItsCheckpoint() throws IOException {
        Study<?> study = yinYang("epochs=3");
        Path cut = temporary.resolve("cut");
        assertEquals(Ending.INTERRUPTED, LeftRuns.run(study, Tiny.NO_DATA, cut, LeftRuns.after(22)).ending());
        Answer answer = own(study, cut, Tiny.NO_DATA, Stage.TEST).getFirst();
        assertTrue(answer.from().matches("from its checkpoint (in epoch 2, in training|after epoch \\d)"), answer.from());
        assertEquals(5, answer.result().samples());
        Path late = temporary.resolve("late");
        int calls = 30;
        while (!Files.exists(late.resolve("checkpoint-test.safetensors"))) {
            LeftRuns.run(study, Tiny.NO_DATA, late, LeftRuns.after(calls));
            calls = 2;
        }
        assertEquals("from its checkpoint after epoch 3, before the test", own(study, late, Tiny.NO_DATA, Stage.TEST).getFirst().from());
        assertSame(own(study, left(study, Tiny.NO_DATA), Tiny.NO_DATA, Stage.TEST).getFirst().result(),
                own(study, late, Tiny.NO_DATA, Stage.TEST).getFirst().result(), "late");
    }

    private static NpyArray inputs(SampleSet samples) {
        float[] all = new float[samples.size() * 4];
        for (int k = 0; k < samples.size(); k++) {
            System.arraycopy(samples.input(k), 0, all, 4 * k, 4);
        }
        return NpyArray.ofFloats(all, samples.size(), 4);
    }

    /** The same samples give the same bits, whether they are the experiment's own or in a file, with classes or without. */
    @Test
    void samplesInAFile() throws IOException {
        Study<?> study = yinYang("data_seed=9");
        Path run = left(study, Tiny.NO_DATA);
        Map<Stage, Integer> sizes = Map.of(Stage.TRAINING, 6, Stage.VALIDATION, 4, Stage.TEST, 5);
        for (Stage stage : sizes.keySet()) {
            int further = List.of(Stage.TRAINING, Stage.VALIDATION, Stage.TEST).indexOf(stage);
            SampleSet samples = YinYang.generate(9 + further, sizes.get(stage), 1, 0.1);
            TestResult expected = own(study, run, Tiny.NO_DATA, stage).getFirst().result();
            assertEquals(sizes.get(stage), expected.samples());
            Path file = OwnFiles.npz(temporary.resolve(stage + ".npz"), inputs(samples), NpyArray.ofInts(samples.classes(), samples.size()));
            assertSame(expected, further(study, run, Tiny.NO_DATA, file), stage.toString());
            Path unlabelled = temporary.resolve(stage + "-x.npz");
            Npz.write(unlabelled, Map.of("x", inputs(samples)));
            TestResult found = further(study, run, Tiny.NO_DATA, unlabelled);
            assertEquals(Map.of(), found.numbers());
            assertEquals(List.of("test_output", "test_prediction"), List.copyOf(found.arrays().keySet()));
            for (String name : found.arrays().keySet()) {
                assertEquals(expected.arrays().get(name), found.arrays().get(name), name);
            }
        }
        // Words in the order of the experiment, not of the alphabet.
        Path csv = Files.writeString(temporary.resolve("a.csv"), "a,b,c,d,class\n0.1,0.2,0.3,0.4,yang\n0.1,0.2,0.3,0.4,dots\n0.1,0.2,0.3,0.4,yin\n");
        assertEquals(NpyArray.ofInts(new int[] {0, 2, 1}, 3), further(study, run, Tiny.NO_DATA, csv).arrays().get("test_class"));
    }

    /** Further samples are scaled as the training samples are, and their columns may come in another order. */
    @Test
    void samplesLikeTheOnesOfTheUser() throws IOException {
        double[][] x = OwnFiles.rows(new SplittableRandom(3), 12, 4);
        Path classes = OwnFiles.classes(temporary.resolve("classes.csv"), x, new int[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2});
        Path test = OwnFiles.classes(temporary.resolve("test.csv"), OwnFiles.rows(new SplittableRandom(5), 3, 4), new int[] {2, 1, 0});
        List<String> own = List.of("task=data", "train=" + classes, "test=" + test, "train_samples=0", "validation_samples=0", "test_samples=0",
                "scale=standard");
        List<Study<?>> studies = List.of(yinYang(own.toArray(String[]::new)), TinyImages.autoencoder(with(own, "inputs=4",
                "layers=[dense 6 tanh, dense 3 linear]", "lr_factors=1", "bw_lr_factors=1", "sigma=0.1", "batch=3").toArray(String[]::new)));
        for (Study<?> study : studies) {
            Path run = testIsRepeated(study, Tiny.NO_DATA);
            TestResult expected = own(study, run, Tiny.NO_DATA, Stage.TEST).getFirst().result();
            assertSame(expected, further(study, run, Tiny.NO_DATA, test), study.name());
            List<String> lines = Files.readAllLines(test);
            Path turned = Files.write(temporary.resolve("turned.csv"), lines.stream().map(PredictionTest::turned).toList());
            assertEquals(expected.arrays().get("test_output"), further(study, run, Tiny.NO_DATA, turned).arrays().get("test_output"));
            Path plain = Files.write(temporary.resolve("plain.csv"), lines.stream().map(line -> line.substring(line.indexOf(',') + 1)).toList());
            assertEquals(expected.arrays().get("test_prediction"), further(study, run, Tiny.NO_DATA, plain).arrays().get("test_prediction"));
        }
        Path targets = OwnFiles.npz(temporary.resolve("t.npz"), OwnFiles.array(x), OwnFiles.array(OwnFiles.rows(new SplittableRandom(4), 12, 3)));
        Study<?> regression = yinYang("task=data", "train=" + targets, "train_samples=0", "validation_samples=0", "test_samples=0", "test_share=0.2",
                "scale=unit", "scale_targets=unit");
        Path run = testIsRepeated(regression, Tiny.NO_DATA);
        TestResult all = further(regression, run, Tiny.NO_DATA, targets);
        assertTrue(all.numbers().get("test_error") > 0);
        assertEquals(12, all.arrays().get("test_target").shape()[0]);
    }

    /** The columns of a line in reverse order. */
    private static String turned(String line) {
        return String.join(",", List.of(line.split(",")).reversed());
    }

    /** Without a checkpoint, the run settles with its weights, as a run of 0 epochs with these weights does. */
    @Test
    void theWeightsAlone() throws IOException {
        Study<?> study = yinYang("validation_samples=0", "settling_time=0.5", "seeds=2");
        Path run = left(study, Tiny.NO_DATA);
        Study<?> still = yinYang("validation_samples=0", "settling_time=0.5", "seeds=2", "epochs=0", "weights=" + run);
        List<Outcome> expected = LeftRuns.run(still, Tiny.NO_DATA, temporary.resolve("still"), NEVER).outcomes();
        for (String label : study.labels()) {
            Files.delete(run.resolve(label).resolve("checkpoint.safetensors"));
        }
        List<Answer> answers = own(study, run, Tiny.NO_DATA, Stage.TEST);
        for (int k = 0; k < 2; k++) {
            assertEquals("from the weights alone, without a checkpoint", answers.get(k).from());
            assertSame(expected.get(k).test().orElseThrow(), answers.get(k).result(), study.labels().get(k));
        }
    }

    /** The classifiers of an autoencoder are trained anew. After so many updates it is of no account what was shown before. */
    @Test
    void theWeightsAloneOfAnAutoencoder() throws IOException {
        DataFolder data = TinyImages.write(temporary);
        List<String> settled = List.of("updates=300", "sigma=0", "classifier_samples=20", "seed=4");
        Study<?> images = TinyImages.autoencoder(settled.toArray(String[]::new));
        Path encoder = left(images, data);
        Files.delete(encoder.resolve("checkpoint.safetensors"));
        Study<?> still = TinyImages.autoencoder(with(settled, "epochs=0", "weights=" + encoder).toArray(String[]::new));
        TestResult expected = LeftRuns.run(still, data, temporary.resolve("still"), NEVER).outcomes().getFirst().test().orElseThrow();
        TestResult result = own(images, encoder, data, Stage.TEST).getFirst().result();
        assertEquals(expected.numbers().get("test_error"), result.numbers().get("test_error"), 1e-6);
        assertEquals(expected.numbers().get("test_latent_accuracy"), result.numbers().get("test_latent_accuracy"));
    }

    /** A batch can be asked about one set of samples after another. */
    @Test
    void oneSetAfterAnother() {
        DataFolder data = TinyImages.write(temporary);
        askTwice(TinyImages.cifar(), data);
        askTwice(yinYang(), Tiny.NO_DATA);
    }

    private static <E extends Experiment> void askTwice(Study<E> study, DataFolder data) {
        Batch batch = study.model().samples(study.base(), data).start(study.replicas(), 1);
        for (Stage stage : List.of(Stage.TRAINING, Stage.VALIDATION)) {
            batch.testOn(stage);
            batch.begin(Stage.TEST, 0);
            for (int k = 0; k < batch.presentations(Stage.TEST); k++) {
                batch.show(Stage.TEST, k);
                batch.advance(Stage.TEST, 0, batch.steps(Stage.TEST, k));
                batch.shown(Stage.TEST, k);
            }
            TestResult result = batch.prediction(0).orElseThrow();
            assertEquals(result.samples(), result.arrays().get("test_output").shape()[0]);
        }
    }

    /** An autoencoder is asked about images without classes. */
    @Test
    void imagesOfTheUser() throws IOException {
        DataFolder data = TinyImages.write(temporary);
        Study<?> images = TinyImages.autoencoder();
        Path run = left(images, data);
        Path file = temporary.resolve("images.npz");
        Npz.write(file, Map.of("x", NpyArray.ofFloats(new float[5 * 784], 5, 1, 28, 28)));
        TestResult result = further(images, run, data, file);
        assertEquals(Set.of("test_error"), result.numbers().keySet());
        assertEquals(List.of("test_output", "test_latent"), List.copyOf(result.arrays().keySet()));
        assertEquals(5, result.arrays().get("test_output").shape()[0]);
    }

    private String refusal(Study<?> study, Path run, Path file) {
        return assertThrows(InputException.class, () -> further(study, run, Tiny.NO_DATA, file)).getMessage();
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        Study<?> study = yinYang();
        Path run = left(study, Tiny.NO_DATA);
        double[][] three = OwnFiles.rows(new SplittableRandom(1), 6, 3);
        double[][] four = OwnFiles.rows(new SplittableRandom(1), 6, 4);
        Path narrow = OwnFiles.npz(temporary.resolve("n.npz"), OwnFiles.array(three), NpyArray.ofInts(new int[] {0, 0, 0, 0, 0, 7}, 6));
        String both = refusal(study, run, narrow);
        assertTrue(both.contains("has 3 inputs in each sample, and the network has 4") && both.contains("has the class 7, and the last one of the "
                + "network is 2"), both);
        Path targets = OwnFiles.npz(temporary.resolve("t.npz"), OwnFiles.array(four), OwnFiles.array(three));
        assertTrue(refusal(study, run, targets).contains("has targets, and the experiment has classes"));
        Path word = Files.writeString(temporary.resolve("w.csv"), "a,b,c,d,class\n0,0,0,0,yag\n0,0,0,0,dots\n");
        assertTrue(refusal(study, run, word).contains("has the class yag; did you mean yang?"), refusal(study, run, word));
        Study<?> none = yinYang("test_samples=0");
        InputException fault = assertThrows(InputException.class, () -> own(none, left(none, Tiny.NO_DATA), Tiny.NO_DATA, Stage.TEST));
        assertTrue(fault.getMessage().contains("has no test samples; name others, or a file"), fault.getMessage());
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        InputException nothing = assertThrows(InputException.class, () -> own(study, empty, Tiny.NO_DATA, Stage.TEST));
        assertTrue(nothing.getMessage().contains("has neither checkpoint.safetensors nor weights.safetensors"), nothing.getMessage());
        assertFalse(Prediction.own(study, run, Tiny.NO_DATA, Stage.TEST).answers(1, () -> true).isPresent());
        Path own = Files.writeString(temporary.resolve("own.yaml"), "model: perceptron\nname: own\nepochs: 1\nsamples: 5\n");
        Study<?> perceptron = Catalog.study(own.toString(), List.of());
        Path left = left(perceptron, Tiny.NO_DATA);
        assertTrue(refusal(perceptron, left, narrow).contains("the model perceptron can't be asked about the samples in a file"));
    }

    @Test
    void otherSamplesThanThoseOfTheRunAreRefused() throws IOException {
        Study<?> study = yinYang();
        Path run = left(study, Tiny.NO_DATA);
        Path environment = run.resolve("environment.json");
        Files.writeString(environment, Files.readString(environment).replaceFirst("\\{", "{\"data_sha256\": {\"digits\": \"abc\"},"));
        InputException fault = assertThrows(InputException.class, () -> own(study, run, Tiny.NO_DATA, Stage.TEST));
        assertTrue(fault.getMessage().contains("the run has begun with other samples"), fault.getMessage());
    }

    /** Values that are not finite any more are told, not shown. */
    @Test
    void aRunThatRanAwayHasNoNetwork() {
        Study<?> study = yinYang("activation=linear", "eta_fw=1e38");
        Path run = left(study, Tiny.NO_DATA);
        InputException fault = assertThrows(InputException.class, () -> own(study, run, Tiny.NO_DATA, Stage.TEST));
        assertTrue(fault.getMessage().contains("finite"), fault.getMessage());
    }
}
