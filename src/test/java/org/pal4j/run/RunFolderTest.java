package org.pal4j.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.circuit.Variable;
import org.pal4j.config.Documents;
import org.pal4j.folder.Claim;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.Terms;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.CircuitModel;
import org.pal4j.model.circuit.Tiny;

class RunFolderTest {
    private static final Terms TERMS = CircuitModel.INSTANCE.terms();
    private static final Set<String> ALL = new TreeSet<>(List.of(
            "configuration.yaml", "environment.json", "metrics.csv", "recordings.npz", "result.json", "weights.safetensors"));

    @TempDir
    private Path temporary;

    @Test
    void aFolderIsClaimedOnceUntilItIsGivenBack(@TempDir Path claimed) throws IOException {
        Claim claim = RunFolder.open(claimed).claim();
        InputException fault = assertThrows(InputException.class, () -> RunFolder.open(claimed).claim());
        assertTrue(fault.getMessage().contains("another process computes in this folder"), fault.getMessage());
        claim.close();
        RunFolder.open(claimed).claim().close();
        try (var files = Files.list(claimed)) {
            assertEquals(0, files.count(), "the lock file is gone");
        }
    }

    @Test
    void aFinishedRunLeavesAllFilesAndTheyCanBeRead() throws IOException {
        CircuitExperiment e = Tiny.yinYang();
        RunFolder folder = RunFolder.at(temporary.resolve("deep/er/run"));
        Outcome outcome = record(e, folder).outcome();
        assertEquals(temporary.resolve("deep/er/run"), folder.path());
        assertEquals(ALL, names(folder.path()));

        assertEquals(e, Catalog.experiment(folder.path().resolve("configuration.yaml").toString(), List.of()));
        Map<String, Object> environment = json(folder, "environment.json");
        for (String key : List.of("pal4j", "commit", "jdk", "jvm", "cpu", "cores", "os", "vector_width", "widest_vectors")) {
            assertFalse(((String) environment.get(key)).isBlank(), key);
        }
        Map<String, Object> result = json(folder, "result.json");
        assertEquals("complete", result.get("ending"));
        assertEquals(2, result.get("epochs"));
        assertEquals(560, result.get("steps"));
        assertEquals(outcome.tested("test_accuracy"), result.get("test_accuracy"));
        assertTrue(result.get("seconds") instanceof Double && result.get("microseconds_per_step") instanceof Double);
        assertFalse(result.containsKey("fault"));
    }

    @Test
    void metricsAreATable() throws IOException {
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        Outcome outcome = record(Tiny.yinYang(), folder).outcome();
        List<String[]> rows = csv(folder);
        assertArrayEquals(new String[] {"epoch", "steps", "train_error", "validation_accuracy", "angle_B1", "angle_phi1", "seconds"},
                rows.getFirst());
        assertEquals(4, rows.size());
        for (int k = 0; k < 3; k++) {
            EpochRow metrics = outcome.rows().get(k);
            String[] row = rows.get(k + 1);
            assertEquals(metrics.epoch(), Integer.parseInt(row[0]));
            assertEquals(metrics.steps(), Long.parseLong(row[1]));
            assertEquals(k == 0 ? "" : Double.toString(metrics.measures().column("train_error")), row[2]);
            assertEquals(metrics.measures().column("validation_accuracy"), Double.parseDouble(row[3]));
            assertEquals(metrics.measures().values("angle_B")[0], Double.parseDouble(row[4]));
            assertEquals(metrics.measures().values("angle_phi")[0], Double.parseDouble(row[5]));
            assertTrue(Double.parseDouble(row[6]) >= 0);
        }

        RunFolder aligned = RunFolder.at(temporary.resolve("aligned"));
        record(Tiny.alignment(), aligned);
        assertArrayEquals(new String[] {"epoch", "steps", "train_error", "validation_accuracy", "angle_B1", "angle_B2", "angle_phi1",
            "angle_phi2", "angle_update1", "angle_update2", "angle_update3", "seconds"},
                csv(aligned).getFirst());
        assertEquals("", csv(aligned).getLast()[3], "nothing stands for an accuracy that does not exist");
    }

    @Test
    void weightsAndRecordingsHoldWhatWasComputed() throws IOException {
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        Tiny.Run run = record(Tiny.alignment("snapshot_every=2", "epochs=3"), folder);
        Safetensors.Content weights = Safetensors.read(folder.path().resolve("weights.safetensors"));
        assertEquals(List.of("W1", "W2", "W3", "B1", "B2", "WI1", "WI2", "BI1", "BI2"), List.copyOf(weights.tensors().keySet()));
        assertEquals(Map.of("steps", "410"), weights.metadata());
        NpyArray w2 = weights.tensors().get("W2");
        assertArrayEquals(new int[] {5, 4}, w2.shape());
        assertArrayEquals(run.circuit().matrix(Variable.W, 1).toArray(), w2.toFloats());
        assertArrayEquals(run.circuit().matrix(Variable.BI, 1).toArray(), weights.tensors().get("BI2").toFloats());

        Map<String, NpyArray> recordings = Npz.read(folder.path().resolve("recordings.npz"));
        assertEquals(
                List.of("epoch", "steps", "train_error", "validation_accuracy", "angle_B", "angle_phi", "angle_update", "snapshot_epoch", "W1", "B1",
                        "W2", "B2",
                        "W3"),
                List.copyOf(recordings.keySet()));
        assertArrayEquals(new long[] {0, 1, 2, 3}, recordings.get("epoch").toLongs());
        assertArrayEquals(new long[] {50, 170, 290, 410}, recordings.get("steps").toLongs());
        assertArrayEquals(new int[] {4, 2}, recordings.get("angle_B").shape());
        assertArrayEquals(new int[] {4, 3}, recordings.get("angle_update").shape());
        assertEquals(run.outcome().rows().get(2).measures().values("angle_B")[1], recordings.get("angle_B").toDoubles()[5]);
        assertArrayEquals(new long[] {0, 2, 3}, recordings.get("snapshot_epoch").toLongs());
        assertArrayEquals(new int[] {3, 5, 4}, recordings.get("W2").shape());
        assertArrayEquals(new int[] {3, 4, 5}, recordings.get("B1").shape());
        float[] last = recordings.get("W2").toFloats();
        assertArrayEquals(w2.toFloats(), Arrays.copyOfRange(last, 40, 60));
    }

    @Test
    void testsAreRecorded() throws IOException {
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        TestResult test = record(Tiny.yinYang(), folder).outcome().test().orElseThrow();
        Map<String, NpyArray> recordings = Npz.read(folder.path().resolve("recordings.npz"));
        assertArrayEquals(new int[] {4, 3}, recordings.get("test_output").shape());
        assertArrayEquals(test.arrays().get("test_class").toLongs(), recordings.get("test_class").toLongs());
        assertArrayEquals(test.arrays().get("test_prediction").toLongs(), recordings.get("test_prediction").toLongs());
    }

    /** Stopped after any presentation, or before the first row. */
    @Test
    void whatWasStoppedOrRanAwayLeavesAllFilesToo() throws IOException {
        int k = 0;
        for (int presentations : List.of(1, 5, 27)) {
            RunFolder folder = RunFolder.at(temporary.resolve("stopped" + k++));
            AtomicInteger left = new AtomicInteger(presentations);
            CircuitExperiment e = Tiny.yinYang();
            folder.begin(e.show(), RunFolder.Inputs.NONE);
            finish(folder, Tiny.run(e, new Tiny.Heard(), () -> left.decrementAndGet() == 0).outcome());
            assertEquals(ALL, names(folder.path()));
            assertEquals("interrupted", json(folder, "result.json").get("ending"));
            int rows = csv(folder).size() - 1;
            assertEquals(presentations == 1 ? 0 : presentations == 5 ? 1 : 3, rows);
            assertEquals(rows, Npz.read(folder.path().resolve("recordings.npz")).get("epoch").size());
            assertEquals(5 * 4, Safetensors.read(folder.path().resolve("weights.safetensors")).tensors().get("W1").size());
        }
        RunFolder folder = RunFolder.at(temporary.resolve("away"));
        Outcome outcome = record(Tiny.yinYang("eta_fw=1e38", "activation=linear"), folder).outcome();
        assertEquals(ALL, names(folder.path()));
        assertEquals("non_finite", json(folder, "result.json").get("ending"));
        assertEquals(outcome.fault().orElseThrow(), json(folder, "result.json").get("fault"));
        assertEquals(1, Npz.read(folder.path().resolve("recordings.npz")).get("epoch").size());
    }

    /** A part that fails, even for want of memory, stops no other part. */
    @Test
    void allPartsRunAndAllFaultsAreSaid() {
        List<String> done = new ArrayList<>();
        List<Runnable> parts = List.of(() -> done.add("first"), () -> {
            throw new OutOfMemoryError("Java heap space");
        }, () -> {
            throw new InputException("the disk is full");
        }, () -> done.add("last"));
        String text = assertThrows(InputException.class, () -> RunFolder.all(parts)).getMessage();
        assertEquals(List.of("first", "last"), done);
        assertTrue(text.contains("more memory than there is (Java heap space)") && text.contains("PAL4J_JAVA_OPTS=-Xmx"), text);
        assertTrue(text.contains("the disk is full"), text);
    }

    @Test
    void progressIsKeptWhileItGoesOn() throws IOException {
        CircuitExperiment e = Tiny.yinYang();
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        folder.begin(e.show(), RunFolder.Inputs.NONE);
        assertEquals(Set.of("configuration.yaml", "environment.json"), names(folder.path()));
        Outcome outcome = Tiny.run(e).outcome();
        folder.progress(outcome.rows().subList(0, 1), outcome.weights(), TERMS);
        assertEquals(Set.of("configuration.yaml", "environment.json", "metrics.csv", "weights.safetensors"), names(folder.path()));
        assertEquals(2, csv(folder).size());
        finish(folder, outcome);
        assertEquals(4, csv(folder).size());
    }

    @Test
    void whatExistsIsRefusedAndUnchanged() throws IOException {
        Path full = Files.createDirectory(temporary.resolve("full"));
        Files.writeString(full.resolve("metrics.csv"), "mine");
        assertRefused(full, "exists already; nothing was changed");
        assertEquals(Set.of("metrics.csv"), names(full));
        assertEquals("mine", Files.readString(full.resolve("metrics.csv")));

        Path file = Files.writeString(temporary.resolve("file"), "mine");
        assertRefused(file, "exists already");
        assertRefused(file.resolve("below/it"), "can't be made");
        assertEquals("mine", Files.readString(file));

        assertRefused(Path.of(""), "--out is empty");
        // Whatever was made on the way to a name that is too long is gone again.
        assertRefused(temporary.resolve("made/for").resolve("x".repeat(300)), "can't be made");
        assertFalse(Files.exists(temporary.resolve("made")));
        // An empty folder is as good as none.
        RunFolder.at(Files.createDirectory(temporary.resolve("empty"))).begin(Tiny.yinYang().show(), RunFolder.Inputs.NONE);
        assertEquals(2, names(temporary.resolve("empty")).size());
    }

    private static void assertRefused(Path path, String part) {
        InputException e = assertThrows(InputException.class, () -> RunFolder.at(path));
        assertTrue(e.getMessage().contains(part) && e.getMessage().contains("--out"), e.getMessage());
    }

    /** A folder in the place of a file is an obstacle that even root can't write over. */
    @Test
    void aRunThatCantBeginLeavesNothingOfItsOwn() throws IOException {
        RunFolder folder = RunFolder.at(temporary.resolve("a/b"));
        Files.createDirectory(folder.path().resolve("environment.json"));
        InputException e = assertThrows(InputException.class, () -> folder.begin(Tiny.yinYang().show(), RunFolder.Inputs.NONE));
        assertTrue(e.getMessage().contains("environment.json: can't be written"), e.getMessage());
        assertEquals(Set.of("environment.json"), names(folder.path()), "what is not ours stays");
        Files.delete(temporary.resolve("a/b/environment.json"));

        Claim claim = Claim.of(temporary.resolve("c/d"));
        RunFolder claimed = RunFolder.at(temporary.resolve("c/d"));
        assertEquals(Set.of(".lock"), names(claimed.path()));
        claim.close();
        assertFalse(Files.exists(temporary.resolve("c")), () -> "left behind");
    }

    @Test
    void whatCantBeWrittenDoesNotKeepTheRestFromIt() throws IOException {
        CircuitExperiment e = Tiny.yinYang();
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        folder.begin(e.show(), RunFolder.Inputs.NONE);
        Files.createDirectory(folder.path().resolve("metrics.csv"));
        InputException fault = assertThrows(InputException.class, () -> finish(folder, Tiny.run(e).outcome()));
        assertTrue(fault.getMessage().contains("metrics.csv: can't be written"), fault.getMessage());
        assertEquals(ALL, names(folder.path()));
        assertEquals("complete", json(folder, "result.json").get("ending"));
    }

    @Test
    void foldersAreNumbered() throws IOException {
        Path runs = temporary.resolve("runs");
        assertEquals(runs.resolve("tiny-1"), RunFolder.numbered(runs, "tiny").path());
        assertEquals(runs.resolve("tiny-2"), RunFolder.numbered(runs, "tiny").path());
        assertEquals(runs.resolve("other-1"), RunFolder.numbered(runs, "other").path());
        Files.delete(runs.resolve("tiny-1"));
        assertEquals(runs.resolve("tiny-1"), RunFolder.numbered(runs, "tiny").path());
        Path file = Files.writeString(temporary.resolve("file"), "");
        assertThrows(InputException.class, () -> RunFolder.numbered(file, "tiny"));
    }

    private static Tiny.Run record(CircuitExperiment e, RunFolder folder) {
        folder.begin(e.show(), RunFolder.Inputs.NONE);
        Tiny.Run run = Tiny.run(e);
        finish(folder, run.outcome());
        return run;
    }

    /** Writes whatever can be written, as a study does. */
    private static void finish(RunFolder folder, Outcome outcome) {
        RunFolder.all(folder.finish(outcome, TERMS));
    }

    private static List<String[]> csv(RunFolder folder) throws IOException {
        return Files.readAllLines(folder.path().resolve("metrics.csv")).stream().map(line -> line.split(",", -1)).toList();
    }

    private static Map<String, Object> json(RunFolder folder, String name) {
        return Documents.json(folder.path().resolve(name));
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
