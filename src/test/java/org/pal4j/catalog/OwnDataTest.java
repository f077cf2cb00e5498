package org.pal4j.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.cli.CommandLineProgram;
import org.pal4j.config.Documents;
import org.pal4j.data.DataFolder;
import org.pal4j.data.own.OwnFiles;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.model.Experiment;
import org.pal4j.model.Samples;
import org.pal4j.model.Study;

/** Experiments of both models with own data: keys, paths, runs, replicas, sweeps and reports. */
class OwnDataTest {
    private static final String CIRCUIT = """
            name: own
            task: data
            train: DATA
            test_share: 0.25
            layers: [4, 5, 3]
            Tpres: 0.1
            epochs: 2
            eta_fw: [50, 0.01]
            eta_bw: 0.5
            noise_scale: 0.01
            """;
    private static final String RATE = """
            model: rate
            name: own
            task: data
            train: DATA
            test_share: 0.25
            inputs: 4
            layers: [dense 5 tanh, dense 3 linear]
            batch: 4
            updates: 3
            epochs: 2
            lr_factors: 1
            sigma: 0.1
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        double[][] x = OwnFiles.rows(new SplittableRandom(1), 24, 4);
        int[] classes = IntStream.range(0, 24).map(k -> k % 3).toArray();
        OwnFiles.classes(folder.resolve("classes.csv"), x, classes);
        OwnFiles.npz(folder.resolve("classes.npz"), OwnFiles.array(x), NpyArray.ofInts(classes, 24));
        OwnFiles.npz(folder.resolve("targets.npz"), OwnFiles.array(x), OwnFiles.array(OwnFiles.rows(new SplittableRandom(2), 24, 3)));
    }

    private Path file(String text, String data) throws IOException {
        return Files.writeString(folder.resolve("own.yaml"), text.replace("DATA", data));
    }

    private Experiment read(String text, String... settings) throws IOException {
        return Catalog.experiment(file(text, "classes.csv").toString(), List.of(settings));
    }

    private String faults(String text, String... settings) {
        return assertThrows(InputException.class, () -> read(text, settings)).getMessage();
    }

    private CommandLineProgram.Result run(String... arguments) {
        return CommandLineProgram.run((Object[]) arguments);
    }

    /** A relative path begins where the configuration is, and one on the command line where the user is. */
    @Test
    void pathsAreAbsoluteOnceTheyAreRead() throws IOException {
        assertTrue(read(CIRCUIT).show().contains("\ntrain: \"" + folder.resolve("classes.csv") + "\" "));
        assertTrue(read(RATE, "test=other/../t.csv", "test_share=0").show()
                .contains("\ntest: \"" + Path.of("t.csv").toAbsolutePath() + "\" "));
        String sweep = CIRCUIT + "sweep:\n  product: {train: [classes.csv, ../up.csv]}\n";
        List<String> shown = new ArrayList<>();
        Catalog.sweep(file(sweep, "classes.csv")).points().forEach(point -> shown.add(point.experiment().show()));
        assertTrue(shown.get(0).contains("\"" + folder.resolve("classes.csv") + "\""), shown.get(0));
        assertTrue(shown.get(1).contains("\"" + folder.resolveSibling("up.csv") + "\""), shown.get(1));
    }

    @Test
    void whatIsShownReadsBack() throws IOException {
        List<List<String>> all = List.of(List.of(), List.of("validation=v.csv", "test=t.csv", "test_share=0"),
                List.of("target_columns=['a, b', c]", "scale=unit", "scale_targets=standard", "split_seed=7"),
                List.of("train_samples=5", "validation_samples=6"), List.of("validation_share=0", "test_share=0.5"));
        for (String text : List.of(CIRCUIT, RATE)) {
            for (List<String> settings : all) {
                Experiment e = read(text, settings.toArray(String[]::new));
                Path shown = Files.writeString(folder.resolve("shown.yaml"), e.show());
                assertEquals(e, Catalog.experiment(shown.toString(), List.of()), e.show());
            }
        }
        assertTrue(read(CIRCUIT, "target_columns=['a, b', c]").show().contains("\ntarget_columns: [\"a, b\", \"c\"] "));
        assertTrue(read(RATE, "inputs=[1, 2, 2]", "layers=[convolution 2 2x2 tanh, dense 3 linear]").show().contains("\ninputs: [1, 2, 2] "));
        assertTrue(read(RATE, "inputs=[1, 2, 2]").show().contains("\ninputs: 4 "));
        assertFalse(Catalog.experiment("yinyang", List.of()).show().contains("\nscale:"));
        assertEquals("A microcircuit of 4-5-3 neurons with phaseless alignment learning (PAL) on the data of classes.csv: 2 epochs of all training "
                + "samples, each shown for 0.1 ms", read(CIRCUIT).description());
    }

    @Test
    void keysAreCheckedTogether() {
        for (String text : List.of(CIRCUIT, RATE)) {
            String several = faults(text, "validation_share=1", "scale=unti", "test=t.csv", "target_columns=[a, a]", "train=null");
            assertTrue(several.contains("has 5 faults"), several);
            for (String part : List.of("validation_share = 1.0: must be from 0 to less than 1",
                    "scale = \"unti\": must be one of none, unit, standard; did you mean unit?",
                    "test_share = 0.25: is a part of the training file, and there is a file for test", "names a column twice",
                    "train = null: must be text")) {
                assertTrue(several.contains(part), part + " is not in " + several);
            }
            assertTrue(faults(text, "validation_share=0.8").contains("validation_share + test_share = 1.05: must be below 1"));
            assertTrue(faults(text, "test_samples=3").contains("test_share = 0.25: test_samples = 3 says how many"));
            assertTrue(faults(text, "train=''").contains("train = \"\": must be the name of a file"));
        }
        assertTrue(faults("name: a\ntask: data\nlayers: [4, 3]\n").contains("train: must be given with the task data"));
        assertTrue(faults("name: a\ntask: yinyang\nlayers: [4, 3]\ntrain: a.csv\n")
                .contains("train: is for samples from your own files, and the task is yinyang; use task: data"));
        assertTrue(faults("name: a\ntask: yinyang\nlayers: [4, 3]\nsplit_seed: 1\n").contains("split_seed: is for samples from your own files"));
        assertTrue(faults("model: rate\nlayers: [dense 784 linear]\ninputs: 4\n").contains("inputs: is for samples from your own files"));
        assertTrue(faults(RATE.replace("inputs: 4", "")).contains("inputs: must be given with the task data"));
        assertTrue(faults(RATE, "inputs=[1, 2]").contains("inputs = [1, 2]: must be the number of inputs, or [channels, height, width]"));
        assertTrue(faults(RATE, "split_seed=seed").contains("split_seed = seed: must be a number with the task data"));
    }

    /** What is found only in the files: told before a folder is made. */
    @Test
    void layersMustFitTheFiles() throws IOException {
        Path out = folder.resolve("out");
        for (Map.Entry<String, String> wrong : Map.of(
                "layers=[5, 5, 3]", "layers = [5, 5, 3]: the first must be 4 and the last 3, as ",
                "layers=[4, 5, 2]", "has 4 inputs (a0, a1, a2, a3) and 3 classes (c0, c1, c2) in the column class",
                "train_samples=30", "must be at most 24, as ",
                "train=" + folder.resolve("none.npz"), "none.npz does not exist").entrySet()) {
            CommandLineProgram.Result result = run("run", file(CIRCUIT, "classes.csv").toString(), "--set", wrong.getKey(), "--out", out.toString());
            assertEquals(2, result.status());
            assertTrue(result.err().contains(wrong.getValue()), result.err());
            assertFalse(Files.exists(out));
        }
        for (Map.Entry<String, String> wrong : Map.of(
                "inputs=5", "inputs = 5: must be 4, as ",
                "layers=[dense 5 tanh, dense 2 linear]", "\"dense 2 linear\", must have 3 neurons, as ",
                "batch=20", "batch = 20: must be at most the number of training samples, 13").entrySet()) {
            CommandLineProgram.Result result = run("run", file(RATE, "classes.csv").toString(), "--set", wrong.getKey(), "--out", out.toString());
            assertEquals(2, result.status());
            assertTrue(result.err().contains(wrong.getValue()), result.err());
            assertFalse(Files.exists(out));
        }
        CommandLineProgram.Result softmax = run("run", file(RATE, "targets.npz").toString(), "--set", "target=softmax", "--out", out.toString());
        assertTrue(softmax.err().contains("target = softmax: is for classes, and "), softmax.err());
    }

    /** Also where no one has asked for the number of steps before. */
    @Test
    void aBatchOfAnotherShapeDoesNotStart() throws IOException {
        refusedToStart(Catalog.study(file(CIRCUIT, "classes.csv").toString(), List.of("layers=[4, 5, 2]")));
        refusedToStart(Catalog.study(file(RATE, "classes.csv").toString(), List.of("inputs=5")));
    }

    private static <E extends Experiment> void refusedToStart(Study<E> study) {
        Samples<E> samples = study.model().samples(study.base(), DataFolder.of(Optional.empty()));
        assertThrows(InputException.class, () -> samples.start(study.replicas(), 1));
    }

    /** All results but times. */
    private static Map<String, Object> results(Path run) {
        Map<String, Object> all = new TreeMap<>(Npz.read(run.resolve("recordings.npz")));
        Documents.json(run.resolve("result.json")).forEach((name, value) -> {
            if (!name.contains("seconds")) {
                all.put(name, value);
            }
        });
        return all;
    }

    @Test
    void runsReplicasAndSweepsGiveTheSameResults() throws IOException {
        for (String text : List.of(CIRCUIT, RATE)) {
            for (String data : List.of("classes.csv", "targets.npz")) {
                Path base = Files.createDirectories(folder.resolve((text.equals(RATE) ? "rate-" : "circuit-") + data));
                String own = file(text, data).toString();
                assertEquals("", wrong(run("run", own, "-q", "--seed", "2", "--out", base.resolve("alone").toString())));
                assertEquals("", wrong(run("run", own, "-q", "--seeds", "1,2,3", "--out", base.resolve("seeds").toString())));
                Map<String, Object> alone = results(base.resolve("alone"));
                assertEquals(alone, results(base.resolve("seeds/seed-2")));
                // The configuration in the run folder finds the data again.
                String copy = base.resolve("alone/configuration.yaml").toString();
                assertEquals("", wrong(run("run", copy, "-q", "--out", base.resolve("again").toString())));
                assertEquals(alone, results(base.resolve("again")));
                Path swept = Files.writeString(folder.resolve("swept.yaml"),
                        Files.readString(Path.of(own)) + "seed: 2\nsweep:\n  product: {scale: [none, standard]}\n");
                assertEquals("", wrong(run("sweep", swept.toString(), "-q", "--out", base.resolve("sweep").toString())));
                List<Path> runs;
                try (var files = Files.walk(base.resolve("sweep"))) {
                    runs = files.filter(path -> path.endsWith("recordings.npz")).map(Path::getParent).sorted().toList();
                }
                assertEquals(2, runs.size());
                assertEquals(alone, results(runs.getFirst()));
            }
        }
    }

    private static String wrong(CommandLineProgram.Result result) {
        return result.status() == 0 ? "" : result.status() + ": " + result.err();
    }

    @Test
    void aFolderKnowsFilesAndClassesAndItsReportNamesThem() throws IOException {
        for (String text : List.of(CIRCUIT, RATE)) {
            Path out = folder.resolve(text.equals(RATE) ? "rate" : "circuit");
            assertEquals("", wrong(run("run", file(text, "classes.csv").toString(), "-q", "--out", out.toString())));
            Map<String, Object> environment = Documents.json(out.resolve("environment.json"));
            assertEquals(List.of("c0", "c1", "c2"), environment.get("data_classes"));
            assertEquals(List.of("classes.csv"), List.copyOf(((Map<?, ?>) environment.get("data_sha256")).keySet()));
            // The report needs nothing but the run folder.
            Path data = Files.move(folder.resolve("classes.csv"), folder.resolve("away.csv"));
            assertEquals("", wrong(run("report", out.toString())));
            Files.move(data, folder.resolve("classes.csv"));
            String page = Files.readString(out.resolve("report.html"));
            assertTrue(page.contains("on the data of classes.csv"));
            assertTrue(page.contains("\"classes\":[\"c0\",\"c1\",\"c2\"]"), "the confusion matrix names the classes");
            assertTrue(Files.readString(out.resolve("metrics.csv")).lines().findFirst().orElseThrow().contains(",validation_accuracy,"));
        }
    }

    @Test
    void regressionHasErrorsAndItsTargets() throws IOException {
        for (String text : List.of(CIRCUIT, RATE)) {
            Path out = folder.resolve(text.equals(RATE) ? "rate" : "circuit");
            CommandLineProgram.Result result =
                    run("run", file(text + "scale_targets: unit\n", "targets.npz").toString(), "-q", "--out", out.toString());
            assertEquals("", wrong(result));
            String columns = Files.readString(out.resolve("metrics.csv")).lines().findFirst().orElseThrow();
            assertTrue(columns.contains(",train_error,validation_error,") && !columns.contains("accuracy"), columns);
            Map<String, NpyArray> arrays = Npz.read(out.resolve("recordings.npz"));
            double[] output = arrays.get("test_output").toDoubles();
            double[] target = arrays.get("test_target").toDoubles();
            double sum = IntStream.range(0, output.length).mapToDouble(k -> (output[k] - target[k]) * (output[k] - target[k])).sum();
            double error = ((Number) Documents.json(out.resolve("result.json")).get("test_error")).doubleValue();
            assertEquals(sum / output.length, error, 1e-6);
            assertEquals(6 * 3, target.length);
            // With the units, each target is one of the file.
            double[] offset = arrays.get("target_offset").toDoubles();
            double[] unit = arrays.get("target_unit").toDoubles();
            double[] first = IntStream.range(0, 24).mapToDouble(row -> Npz.read(folder.resolve("targets.npz")).get("y").at(3 * row)).toArray();
            for (int k = 0; k < 6; k++) {
                double value = offset[0] + unit[0] * target[3 * k];
                assertTrue(DoubleStream.of(first).anyMatch(there -> Math.abs(there - value) < 1e-5), value + " is not in the file");
            }
            assertEquals(3, unit.length);
            assertFalse(arrays.containsKey("test_class"));
            assertTrue(result.out().contains("test error"), result.out());
        }
    }

    /** Three dimensions of x for convolutions, and the same values in a row for dense layers. */
    @Test
    void imagesGoThroughConvolutions() throws IOException {
        double[][] x = OwnFiles.rows(new SplittableRandom(5), 12, 16);
        float[] flat = OwnFiles.array(x).toFloats();
        int[] classes = IntStream.range(0, 12).map(k -> k % 2).toArray();
        OwnFiles.npz(folder.resolve("images.npz"), NpyArray.ofFloats(flat, 12, 1, 4, 4), NpyArray.ofInts(classes, 12));
        OwnFiles.npz(folder.resolve("flat.npz"), NpyArray.ofFloats(flat, 12, 16), NpyArray.ofInts(classes, 12));
        String text = RATE.replace("inputs: 4", "inputs: [1, 4, 4]").replace("layers: [dense 5 tanh, dense 3 linear]",
                "layers: [convolution 2 3x3 tanh, projection 2 linear]");
        Map<String, Object> first = Map.of();
        for (String data : List.of("images.npz", "flat.npz")) {
            Path out = folder.resolve(data.replace(".npz", ""));
            assertEquals("", wrong(run("run", file(text, data).toString(), "-q", "--out", out.toString())));
            assertTrue(first.isEmpty() || first.equals(results(out)), "the same values in the same order");
            first = results(out);
        }
        CommandLineProgram.Result order = run("run", file(text, "images.npz").toString(), "--set", "inputs=[4, 4, 1]", "--set",
                "layers=[dense 2 linear]", "--out", folder.resolve("other").toString());
        assertEquals("", wrong(order), "a dense layer takes any shape of this size");
    }
}
