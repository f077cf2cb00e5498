package org.pal4j.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pal4j.catalog.LeftRuns.NEVER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.data.DataFolder;
import org.pal4j.format.Checksum;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Study;
import org.pal4j.model.circuit.Tiny;
import org.pal4j.model.rate.TinyImages;
import org.pal4j.run.Ending;
import org.pal4j.run.Listener;
import org.pal4j.run.RunFolder;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyRunner;
import org.pal4j.sweep.Sweep;
import org.pal4j.sweep.SweepFolder;
import org.pal4j.sweep.SweepListener;
import org.pal4j.sweep.SweepRunner;

/** The key {@code weights}: a run of any model starts with the weights in a file. */
@Tag("width")
class StartWeightsTest {
    private static final List<String> YIN_YANG = List.of("layers=[4, 5, 3]", "Tpres=0.2", "train_samples=6", "validation_samples=4", "test_samples=4",
            "epochs=2", "seeds=null");

    @TempDir
    private Path temporary;

    private static List<String> with(List<String> all, String... more) {
        return Stream.concat(all.stream(), Stream.of(more)).toList();
    }

    private static Study<?> yinYang(String... more) {
        return Tiny.study("yinyang", with(YIN_YANG, more));
    }

    private Path left(Study<?> study, DataFolder data, String name) {
        Path path = temporary.resolve(name);
        LeftRuns.run(study, data, path, NEVER);
        return path;
    }

    private static Map<String, NpyArray> weights(Path run) {
        return Safetensors.read(run.resolve("weights.safetensors")).tensors();
    }

    /** The weights of each replica before anything has learned. */
    private static List<Map<String, NpyArray>> first(Study<?> study, DataFolder data) {
        Study<?> still = study.withEpochs(0);
        return StudyRunner.of(still, 1, new Listener() {}, NEVER, data).run().outcomes().stream().map(outcome -> outcome.weights()).toList();
    }

    private static List<String> notes(Study<?> study) {
        return StudyRunner.of(study, 1, new Listener() {}, NEVER, Tiny.NO_DATA).notes();
    }

    private Path file(Map<String, NpyArray> arrays) throws IOException {
        Path file = Files.createTempFile(temporary, "some", ".safetensors");
        Safetensors.write(file, arrays, Map.of());
        return file;
    }

    private void allFromARun(Study<?> study, DataFolder data, String other) {
        Path run = left(study, data, study.name() + study.hashCode());
        for (Path from : List.of(run, run.resolve("weights.safetensors"), run.resolve("checkpoint.safetensors"))) {
            if (Files.exists(from) && !(from.endsWith("checkpoint.safetensors") && study.model().name().equals("perceptron"))) {
                Study<?> again = Catalog.study(run.resolve("configuration.yaml").toString(), List.of(other, "weights=" + from));
                assertEquals(weights(run), first(again, data).getFirst(), study.name() + " " + from);
                assertNotEquals(weights(run), first(study, data).getFirst());
            }
        }
    }

    @Test
    void allWeightsOfAnyModel() throws IOException {
        DataFolder data = TinyImages.write(temporary);
        allFromARun(yinYang(), Tiny.NO_DATA, "seed=7");
        allFromARun(yinYang("random=numpy", "connectivity=skip"), Tiny.NO_DATA, "seed=7");
        allFromARun(yinYang("algorithm=DFA", "connectivity=skip"), Tiny.NO_DATA, "seed=7");
        allFromARun(yinYang("init_in_SPS=false", "clamped_input=false"), Tiny.NO_DATA, "seed=7");
        allFromARun(TinyImages.autoencoder(), data, "seed=7");
        allFromARun(TinyImages.autoencoder("algorithm=DFA", "sigma=0", "bw_lr_factors=0", "regularizer=0"), data, "seed=7");
        allFromARun(TinyImages.cifar(), data, "seed=7");
        Path own = Files.writeString(temporary.resolve("own.yaml"), "model: perceptron\nname: own\nepochs: 2\nsamples: 5\n");
        allFromARun(Catalog.study(own.toString(), List.of()), Tiny.NO_DATA, "seed=7");
    }

    /** With weight transport, B is the transpose of W whatever the file says. */
    @Test
    void transportedWeightsFollow() throws IOException {
        Study<?> plain = Tiny.study("yinyang-bp", YIN_YANG);
        Map<String, NpyArray> drawn = first(plain, Tiny.NO_DATA).getFirst();
        NpyArray given = NpyArray.ofFloats(ramp(15), 3, 5);
        Map<String, NpyArray> started = first(Tiny.study("yinyang-bp", with(YIN_YANG, "weights=" + file(Map.of("W2", given, "B1",
                NpyArray.ofFloats(new float[15], 5, 3))))), Tiny.NO_DATA).getFirst();
        assertEquals(drawn.get("W1"), started.get("W1"));
        assertEquals(given, started.get("W2"));
        float[] b = started.get("B1").toFloats();
        float[] w = given.toFloats();
        for (int i = 0; i < 15; i++) {
            assertEquals(w[i], b[i % 5 * 3 + i / 5]);
        }
    }

    private static float[] ramp(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (i - 4) / 8f;
        }
        return values;
    }

    /** Lateral weights follow from W and B if the experiment starts self-predicting, unless the file has them. */
    @Test
    void lateralWeightsFollowUnlessTheyAreGiven() throws IOException {
        Map<String, NpyArray> drawn = first(yinYang(), Tiny.NO_DATA).getFirst();
        NpyArray twice = NpyArray.ofFloats(scaled(drawn.get("W2"), 2), 3, 5);
        Map<String, NpyArray> started = first(yinYang("weights=" + file(Map.of("W2", twice))), Tiny.NO_DATA).getFirst();
        assertEquals(twice, started.get("W2"));
        assertArrayEquals(scaled(drawn.get("WI1"), 2), started.get("WI1").toFloats());
        for (String name : List.of("W1", "B1", "BI1")) {
            assertEquals(drawn.get(name), started.get(name), name);
        }
        NpyArray own = NpyArray.ofFloats(ramp(15), 3, 5);
        Map<String, NpyArray> lateral = first(yinYang("weights=" + file(Map.of("W2", twice, "WI1", own))), Tiny.NO_DATA).getFirst();
        assertEquals(own, lateral.get("WI1"));
        assertEquals(drawn.get("BI1"), lateral.get("BI1"));
        Map<String, NpyArray> free = first(yinYang("init_in_SPS=false", "init_WI=[-1, 1]"), Tiny.NO_DATA).getFirst();
        Map<String, NpyArray> kept =
                first(yinYang("init_in_SPS=false", "init_WI=[-1, 1]", "weights=" + file(Map.of("W2", twice))), Tiny.NO_DATA).getFirst();
        assertEquals(free.get("WI1"), kept.get("WI1"));
    }

    private static float[] scaled(NpyArray array, float factor) {
        float[] values = array.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return values;
    }

    @Test
    void aMessageSaysWhatWasTaken() throws IOException {
        NpyArray w = NpyArray.ofDoubles(new double[15], 3, 5);
        Path npz = temporary.resolve("w.npz");
        Npz.write(npz, Map.of("W2", w));
        assertEquals(List.of("weights from " + npz + ": W2; as the experiment starts them: W1, B1, WI1, BI1"), notes(yinYang("weights=" + npz)));
        Path run = left(yinYang("seeds=3"), Tiny.NO_DATA, "study");
        assertEquals(List.of("weights from " + run.resolve("seed-123456/weights.safetensors") + " and 2 other files: W1, W2, B1, WI1, BI1"),
                notes(yinYang("seeds=3", "weights=" + run)));
        assertEquals(List.of(), notes(yinYang()));
    }

    /** Replicas of a study start with those of the same label, and each repeats alone what it does there. */
    @Test
    void aStudyTakesTheReplicasOfAStudy() {
        Path source = left(yinYang("seeds=[3, 5, 8]"), Tiny.NO_DATA, "source");
        Study<?> study = yinYang("seeds=[8, 3]", "weights=" + source);
        Path together = left(study, Tiny.NO_DATA, "together");
        List<Map<String, NpyArray>> first = first(study, Tiny.NO_DATA);
        for (int k = 0; k < 2; k++) {
            String label = study.labels().get(k);
            assertEquals(weights(source.resolve(label)), first.get(k));
            Path alone = left(Catalog.study(together.resolve(label).resolve("configuration.yaml").toString(), List.of()), Tiny.NO_DATA,
                    "alone" + k);
            assertEquals(weights(alone), weights(together.resolve(label)));
        }
        Path one = source.resolve("seed-5/weights.safetensors");
        first(yinYang("seeds=[8, 3]", "weights=" + one), Tiny.NO_DATA).forEach(each -> assertEquals(weights(one.getParent()), each));
        Fault fault = faults(yinYang("seeds=[8, 4]", "weights=" + source)).getFirst();
        assertTrue(fault.text().contains("has a replica in each of seed-3, seed-5, seed-8; name one of these folders, or run the same seeds"),
                fault.text());
    }

    private static List<Fault> faults(Study<?> study) {
        return assertThrows(InputException.class, () -> notes(study)).faults();
    }

    private static String refusal(Path weights, String... more) {
        return assertThrows(InputException.class, () -> notes(yinYang(with(List.of("weights=" + weights), more).toArray(String[]::new))))
                .getMessage();
    }

    @Test
    void whatDoesNotFitIsRefusedWithFileArrayAndShape() throws IOException {
        Map<String, NpyArray> wrong = new LinkedHashMap<>();
        wrong.put("W1", NpyArray.ofFloats(new float[20], 4, 5));
        wrong.put("wi1", NpyArray.ofFloats(new float[1], 1));
        wrong.put("B1", NpyArray.ofFloats(new float[] {0, 0, 0, 0, 0, 0, 0, Float.NaN, 0, 0, 0, 0, 0, 0, 0}, 5, 3));
        wrong.put("BI1", NpyArray.ofBooleans(new boolean[15], 5, 3));
        double[] huge = new double[15];
        huge[14] = 1e39;
        wrong.put("W2", NpyArray.ofDoubles(huge, 3, 5));
        Path file = file(wrong);
        String message = refusal(file);
        for (String part : List.of(file + " has 5 faults:", "W1 = array of float32 of shape (4, 5): must be an array of float32 of shape (5, 4)",
                "array 'wi1' is no weight of this network; did you mean WI1?",
                "B1 = NaN: must be finite, also as a float; it is value 7 of 15 in C order, from 0",
                "BI1 = array of bool of shape (5, 3): must be an array of float32 of shape (5, 3)", "W2 = 1.0E39: must be finite, also as a float")) {
            assertTrue(message.contains(part), part + " is not in: " + message);
        }
    }

    @Test
    void filesThatCannotBeUsedAreRefused() throws IOException {
        Path none = temporary.resolve("none");
        assertTrue(refusal(none).contains("weights = " + none + ": there is no such file or folder"), refusal(none));
        Path folder = Files.createDirectory(temporary.resolve("folder"));
        assertTrue(refusal(folder).contains("must be a file, or the folder of a run with weights.safetensors"), refusal(folder));
        Path npy = temporary.resolve("a.npy");
        Npy.write(npy, NpyArray.ofFloats(new float[1], 1));
        assertTrue(refusal(npy).contains("is one array without a name"), refusal(npy));
        Path empty = file(Map.of());
        assertTrue(refusal(empty).contains("has none of the weights of this network: W1, W2, B1, WI1, BI1"), refusal(empty));
        Path damaged = Files.write(temporary.resolve("damaged.safetensors"), new byte[5]);
        assertTrue(refusal(damaged).contains("ends after 5 bytes"), refusal(damaged));
        // A checkpoint of a deeper network.
        Path run = left(yinYang("layers=[4, 5, 6, 3]", "eta_fw=0.1"), Tiny.NO_DATA, "deep");
        Path checkpoint = run.resolve("checkpoint.safetensors");
        assertTrue(refusal(checkpoint).contains("array 'W3' is no weight of this network"), refusal(checkpoint));
    }

    @Test
    void aRunGoesOnFromItsCheckpointAndRefusesAChangedFile() throws IOException {
        Path source = left(yinYang("seed=9"), Tiny.NO_DATA, "source").resolve("weights.safetensors");
        Study<?> study = yinYang("weights=" + source, "seeds=2");
        Path straight = left(study, Tiny.NO_DATA, "straight");
        Path cut = temporary.resolve("cut");
        assertEquals(Ending.INTERRUPTED, LeftRuns.run(study, Tiny.NO_DATA, cut, LeftRuns.after(20)).ending());
        Object sums = Documents.json(cut.resolve("environment.json")).get("weights_sha256");
        assertEquals(Map.of(source.toString(), Checksum.sha256(source)), sums);
        assertEquals(sums, Documents.json(cut.resolve(study.labels().get(1)).resolve("environment.json")).get("weights_sha256"));
        byte[] before = Files.readAllBytes(source);
        Safetensors.write(source, Map.of("W2", NpyArray.ofFloats(ramp(15), 3, 5)), Map.of());
        InputException fault = assertThrows(InputException.class, () -> LeftRuns.run(study, Tiny.NO_DATA, cut, NEVER));
        assertTrue(fault.getMessage().contains("the run has begun with other weights"), fault.getMessage());
        Files.write(source, before);
        assertEquals(List.of(), StudyRunner.resume(study, 1, new Listener() {}, NEVER, Tiny.NO_DATA, StudyFolder.checkpoints(cut, study)).notes());
        assertEquals(Ending.COMPLETE, LeftRuns.run(study, Tiny.NO_DATA, cut, NEVER).ending());
        for (String label : study.labels()) {
            assertEquals(weights(straight.resolve(label)), weights(cut.resolve(label)));
        }
    }

    /** A relative path in a file begins in the folder of that file; the resolved configuration has an absolute one. */
    @Test
    void theConfigurationNamesTheFile() throws IOException {
        Path file = Files.writeString(temporary.resolve("mine.yaml"), "based_on: yinyang\nweights: first/w.npz\n");
        Study<?> study = Catalog.study(file.toString(), List.of());
        Path there = temporary.resolve("first/w.npz").toAbsolutePath();
        assertEquals(Optional.of(there), study.base().settings().weights());
        assertTrue(study.show().contains("weights: \"" + there + "\""), study.show());
        assertEquals(Optional.empty(), Catalog.study(file.toString(), List.of("weights=null")).base().settings().weights());
        assertTrue(!Catalog.study("yinyang", List.of()).show().contains("\nweights:"));
        assertTrue(!Catalog.study("autoencoder", List.of()).show().contains("\nweights:"));
    }

    private static final class Told implements SweepListener {
        private final List<String> warnings = new ArrayList<>();

        @Override
        public void begin(int runs, int groups, int threads, long steps, double work) {}

        @Override
        public void progress(long steps, double work) {}

        @Override
        public void finished(org.pal4j.sweep.Run run, Optional<String> fault, int done) {}

        @Override
        public void warn(String text) {
            warnings.add(text);
        }

        @Override
        public void unkept(org.pal4j.sweep.Run run, InputException fault) {
            throw fault;
        }
    }

    @Test
    void runsOfASweepStartWithThem() throws IOException {
        Path source = left(yinYang("seeds=[3, 5]"), Tiny.NO_DATA, "source");
        Path one = source.resolve("seed-5/weights.safetensors");
        List<String> settings = with(YIN_YANG, "seeds=[5, 3]", "sweep={product: {weights: [" + source + ", " + one + "], eta_bw: [0, 1]}}");
        Sweep sweep = Catalog.sweep("yinyang", settings, notes -> {});
        Told told = new Told();
        SweepFolder folder = SweepFolder.at(temporary.resolve("sweep"), sweep, Catalog::sweep);
        SweepRunner runner = new SweepRunner(sweep, sweep.runs(), 1, told, NEVER, Tiny.NO_DATA);
        folder.begin();
        assertEquals(8, runner.run(folder).done());
        assertEquals(2, told.warnings.size(), told.warnings.toString());
        for (org.pal4j.sweep.Run run : sweep.runs()) {
            Study<?> study = Study.of(sweep.experiment(run));
            Path alone = temporary.resolve("alone-" + run.path().replace('/', '-'));
            StudyRunner single = StudyRunner.of(study, 1, new Listener() {}, NEVER, Tiny.NO_DATA);
            StudyFolder own = StudyFolder.begin(RunFolder.at(alone), study, single.inputs());
            own.finish(single.run());
            Path there = folder.path().resolve(run.path());
            for (String name : List.of("weights.safetensors", "configuration.yaml")) {
                assertEquals(-1, Files.mismatch(alone.resolve(name), there.resolve(name)), run.path() + " " + name);
            }
            assertEquals(withoutStart(alone.resolve("environment.json")), withoutStart(there.resolve("environment.json")), run.path());
        }
    }

    private static List<String> withoutStart(Path environment) throws IOException {
        return Files.readAllLines(environment).stream().filter(line -> !line.contains("\"started\"")).toList();
    }

    @Test
    void aSweepIsRefusedBeforeItBegins() throws IOException {
        Path good = file(Map.of("W2", NpyArray.ofFloats(ramp(15), 3, 5)));
        Sweep sweep = Catalog.sweep("yinyang", with(YIN_YANG.subList(1, YIN_YANG.size()), "sweep={product: {layers: [[4, 5, 3], [4, 6, 3]]}}",
                "weights=" + good), notes -> {});
        InputException fault = assertThrows(InputException.class,
                () -> new SweepRunner(sweep, sweep.runs(), 1, new Told(), NEVER, Tiny.NO_DATA));
        assertTrue(fault.getMessage().contains("p0002") && fault.getMessage().contains("must be an array of float32 of shape (3, 6)")
                && !fault.getMessage().contains("p0001"), fault.getMessage());
    }
}
