package org.pal4j.extending;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.cli.CommandLineProgram;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Study;
import org.pal4j.report.Report;

/**
 * A third model class that lives in one file of the tests and is registered by one line (META-INF/services) goes through everything that the program
 * does for circuits and rate networks. If this needs a change in the program, the contract between them is not right.
 */
class PerceptronTest {
    @TempDir
    private Path temporary;

    private Path file;

    @BeforeEach
    void writeConfiguration() throws Exception {
        file = temporary.resolve("own.yaml");
        Files.writeString(file, "model: perceptron\nname: own\nepochs: 3\neta: 0.05\n");
    }

    private static CommandLineProgram.Result pal4j(Object... arguments) {
        return CommandLineProgram.run(arguments);
    }

    @Test
    void itRunsAndLeavesTheFilesOfARun() {
        Path out = temporary.resolve("run");
        CommandLineProgram.Result result = pal4j("run", file, "--out", out);
        assertEquals(0, result.status(), result.toString());
        assertTrue(result.err().contains("own: 4-2, 3 epochs, seed 1"), result.err());
        assertTrue(result.err().contains("epoch 3/3: validation error 0."), result.err());
        assertTrue(result.out().contains("1,400 steps in "), result.out());
        for (String name : List.of("configuration.yaml", "environment.json", "metrics.csv", "weights.safetensors", "recordings.npz", "result.json",
                "report.html")) {
            assertTrue(Files.exists(out.resolve(name)), name);
        }
    }

    @Test
    void itLearns() throws Exception {
        Path out = temporary.resolve("run");
        pal4j("run", file, "--epochs", "50", "--out", out);
        List<String> lines = Files.readAllLines(out.resolve("metrics.csv"));
        assertEquals("epoch,steps,train_error,validation_error,seconds", lines.getFirst());
        double first = Double.parseDouble(lines.get(1).split(",")[3]);
        double last = Double.parseDouble(lines.getLast().split(",")[3]);
        assertTrue(last < first / 100, first + " " + last);
    }

    @Test
    void seedsGiveWhatEachGivesAlone() {
        Path all = temporary.resolve("all");
        Path alone = temporary.resolve("alone");
        assertEquals(0, pal4j("run", file, "--seeds", "3", "--out", all).status());
        assertEquals(0, pal4j("run", file, "--seed", "2", "--out", alone).status());
        assertArrayEquals(weights(alone), weights(all.resolve("seed-2")));
        assertEquals(0, pal4j("run", file, "--each", "eta=0.01,0.1", "--out", temporary.resolve("each")).status());
    }

    /** Oja's rule makes the weights of a neuron a unit vector. */
    @Test
    void anotherRuleIsAnotherValueOfAKey() {
        Path out = temporary.resolve("oja");
        assertEquals(0, pal4j("run", file, "--set", "rule=oja", "--epochs", "100", "--out", out).status());
        double[] w = weights(out);
        assertEquals(1, w[0] * w[0] + w[1] * w[1] + w[2] * w[2] + w[3] * w[3], 0.1);
        assertTrue(pal4j("run", file, "--set", "rule=ojas").err().contains("rule = \"ojas\": must be one of delta, oja; did you mean oja?"));
    }

    private static double[] weights(Path run) {
        return Safetensors.read(run.resolve("weights.safetensors")).tensors().get("W1").toDoubles();
    }

    @Test
    void itIsSweptAndReportedOn() throws Exception {
        Path sweep = temporary.resolve("sweep.yaml");
        Files.writeString(sweep, Files.readString(file) + "sweep: {product: {eta: [0.01, 0.1], tau: [1, 4]}}\nseeds: 2\n");
        Path out = temporary.resolve("sweep");
        CommandLineProgram.Result result = pal4j("sweep", sweep, "--out", out);
        assertEquals(0, result.status(), result.toString());
        List<String> lines = Files.readAllLines(out.resolve("results.csv"));
        assertEquals("point,eta,tau,seed,ending,warning,last_epoch,train_error,validation_error,steps,seconds", lines.getFirst());
        assertEquals(9, lines.size());
        assertTrue(Files.readString(out.resolve("report.html")).contains("Validation error"));
        assertEquals(0, pal4j("sweep", "--gather", out).status());
    }

    @Test
    void itIsRecordedAndItsWeightsAreShownOverTime() {
        Path out = temporary.resolve("run");
        assertEquals(0, pal4j("run", file, "--set", "record=[W, u]", "--set", "record_every=50", "--set", "snapshot_every=1", "--out", out).status());
        NpyArray recorded = Npy.read(out.resolve("recordings/W.npy"));
        assertArrayEquals(new int[] {12, 2, 4}, recorded.shape());
        assertArrayEquals(new int[] {4, 2, 4}, Npz.read(out.resolve("recordings.npz")).get("W1").shape());
        Path page = Report.write(out);
        assertTrue(read(page).contains("Weights W1 over time"), "snapshots");
        assertTrue(read(page).contains("u over steps"), "recordings");
        assertTrue(read(page).contains("A perceptron of 4-2 leaky neurons with the rule delta"), "what ran");
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void itsGoldenCasesAreFollowed() throws Exception {
        Path golden = Files.createDirectory(temporary.resolve("golden"));
        Files.writeString(golden.resolve("case.json"), "{\"model\": \"perceptron\", \"steps\": 2, \"tau\": 2, \"eta\": 0.5}");
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("init_W", NpyArray.ofDoubles(new double[] {1, 2}, 1, 2));
        arrays.put("input", NpyArray.ofDoubles(new double[] {1, 1, 1, 0}, 2, 2));
        arrays.put("target", NpyArray.ofDoubles(new double[] {0.5, 1}, 2, 1));
        arrays.put("at", NpyArray.ofLongs(new long[] {1, 2}, 2));
        // By hand: u = 1.5, W = [0.5, 1.5]; then u = 1.0, W unchanged.
        arrays.put("exp_W", NpyArray.ofDoubles(new double[] {0.5, 1.5, 0.5, 1.5}, 2, 1, 2));
        Npz.write(golden.resolve("arrays.npz"), arrays);
        assertTrue(pal4j("verify", golden).out().contains("PASS"));
        arrays.put("exp_W", NpyArray.ofDoubles(new double[] {0.5, 1.5, 0.5, 1.6}, 2, 1, 2));
        Npz.write(golden.resolve("arrays.npz"), arrays);
        CommandLineProgram.Result wrong = pal4j("verify", golden);
        assertEquals(1, wrong.status());
        assertTrue(wrong.out().contains("first after step 2: W[0, 1] is 1.5, expected 1.6"), wrong.out());
    }

    @Test
    void itsConfigurationIsShownAndReadBack() throws Exception {
        String shown = pal4j("show", file).out();
        assertTrue(shown.contains("eta: 0.05") && shown.contains("# time constant, steps"), shown);
        Path again = temporary.resolve("again.yaml");
        Files.writeString(again, shown);
        assertEquals(Catalog.study(file.toString(), List.of()).base(), Catalog.study(again.toString(), List.of()).base());
    }

    @Test
    void whatIsWrongIsToldAsForAllModels() {
        InputException e = assertThrows(InputException.class,
                () -> Catalog.study(file.toString(), List.of("tau=0.5", "etta=1", "inputs=0"), Optional.empty(), notes -> {}));
        assertEquals(3, e.faults().size(), e.getMessage());
        assertTrue(e.getMessage().contains("tau = 0.5: must be 1 or more; it counts steps"), e.getMessage());
        assertTrue(e.getMessage().contains("key 'etta' is not known; did you mean eta?"), e.getMessage());
        assertTrue(e.getMessage().contains("inputs = 0: must be a whole number from 1 to 1000"), e.getMessage());
        assertEquals(1, pal4j("run", file, "--set", "eta=1e300", "--out", temporary.resolve("gone")).status());
    }

    @Test
    void aStudyOfItIsAStudyLikeAnyOther() {
        Study<?> study = Catalog.study(file.toString(), List.of("seeds=4"));
        assertEquals(List.of(1L, 2L, 3L, 4L), study.seeds());
        assertEquals("perceptron", study.model().name());
    }
}
