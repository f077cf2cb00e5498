package org.pal4j.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.pal4j.circuit.Variable;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Safetensors;

class RunFolderTest {
    private static final Set<String> ALL = new TreeSet<>(List.of(
            "configuration.yaml", "environment.json", "metrics.csv", "recordings.npz", "result.json", "weights.safetensors"));

    @TempDir
    private Path temporary;

    @Test
    void aFinishedRunLeavesAllFilesAndTheyCanBeRead() throws IOException {
        Experiment e = Tiny.yinYang();
        RunFolder folder = RunFolder.at(temporary.resolve("deep/er/run"));
        Outcome outcome = record(e, folder);
        assertEquals(temporary.resolve("deep/er/run"), folder.path());
        assertEquals(ALL, names(folder.path()));

        assertEquals(e, Catalog.find(folder.path().resolve("configuration.yaml").toString(), List.of()));
        JsonNode environment = json(folder, "environment.json");
        for (String key : List.of("pal4j", "commit", "jdk", "jvm", "cpu", "cores", "os", "vector_width", "widest_vectors")) {
            assertFalse(environment.path(key).asText().isBlank(), key);
        }
        JsonNode result = json(folder, "result.json");
        assertEquals("complete", result.get("ending").asText());
        assertEquals(2, result.get("epochs").asInt());
        assertEquals(560, result.get("steps").asLong());
        assertEquals(outcome.test().orElseThrow().accuracy(), result.get("test_accuracy").asDouble());
        assertTrue(result.get("seconds").isDouble() && result.get("microseconds_per_step").isDouble());
        assertFalse(result.has("fault"));
    }

    @Test
    void metricsAreATable() throws IOException {
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        Outcome outcome = record(Tiny.yinYang(), folder);
        List<String[]> rows = csv(folder);
        assertArrayEquals(new String[] {"epoch", "steps", "train_error", "validation_accuracy", "angle_B1", "angle_phi1", "seconds"}, rows.getFirst());
        assertEquals(4, rows.size());
        for (int k = 0; k < 3; k++) {
            EpochMetrics metrics = outcome.metrics().get(k);
            String[] row = rows.get(k + 1);
            assertEquals(metrics.epoch(), Integer.parseInt(row[0]));
            assertEquals(metrics.steps(), Long.parseLong(row[1]));
            assertEquals(k == 0 ? "" : Double.toString(metrics.trainError()), row[2]);
            assertEquals(metrics.validationAccuracy(), Double.parseDouble(row[3]));
            assertEquals(metrics.angles()[0], Double.parseDouble(row[4]));
            assertEquals(metrics.convergedAngles()[0], Double.parseDouble(row[5]));
            assertTrue(Double.parseDouble(row[6]) >= 0);
        }

        RunFolder aligned = RunFolder.at(temporary.resolve("aligned"));
        record(Tiny.alignment(), aligned);
        assertArrayEquals(new String[] {"epoch", "steps", "train_error", "validation_accuracy", "angle_B1", "angle_B2", "angle_phi1",
            "angle_phi2", "seconds"},
                csv(aligned).getFirst());
        assertEquals("", csv(aligned).getLast()[3], "nothing stands for an accuracy that does not exist");
    }

    @Test
    void weightsAndRecordingsHoldWhatWasComputed() throws IOException {
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        Outcome outcome = record(Tiny.alignment("snapshot_every=2", "epochs=3"), folder);
        Safetensors.Content weights = Safetensors.read(folder.path().resolve("weights.safetensors"));
        assertEquals(List.of("W1", "W2", "W3", "B1", "B2", "WI1", "WI2", "BI1", "BI2"), List.copyOf(weights.tensors().keySet()));
        assertEquals(Map.of("steps", "410"), weights.metadata());
        NpyArray w2 = weights.tensors().get("W2");
        assertArrayEquals(new int[] {5, 4}, w2.shape());
        assertArrayEquals(outcome.circuit().matrix(Variable.W, 1).toArray(), w2.toFloats());
        assertArrayEquals(outcome.circuit().matrix(Variable.BI, 1).toArray(), weights.tensors().get("BI2").toFloats());

        Map<String, NpyArray> recordings = Npz.read(folder.path().resolve("recordings.npz"));
        assertEquals(List.of("epoch", "steps", "train_error", "validation_accuracy", "angle_B", "angle_phi", "snapshot_epoch", "W1", "B1", "W2", "B2", "W3"),
                List.copyOf(recordings.keySet()));
        assertArrayEquals(new long[] {0, 1, 2, 3}, recordings.get("epoch").toLongs());
        assertArrayEquals(new long[] {50, 170, 290, 410}, recordings.get("steps").toLongs());
        assertArrayEquals(new int[] {4, 2}, recordings.get("angle_B").shape());
        assertEquals(outcome.metrics().get(2).angles()[1], recordings.get("angle_B").toDoubles()[5]);
        assertArrayEquals(new long[] {0, 2, 3}, recordings.get("snapshot_epoch").toLongs());
        assertArrayEquals(new int[] {3, 5, 4}, recordings.get("W2").shape());
        assertArrayEquals(new int[] {3, 4, 5}, recordings.get("B1").shape());
        float[] last = recordings.get("W2").toFloats();
        assertArrayEquals(w2.toFloats(), Arrays.copyOfRange(last, 40, 60));
    }

    @Test
    void testsAreRecorded() throws IOException {
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        TestResult test = record(Tiny.yinYang(), folder).test().orElseThrow();
        Map<String, NpyArray> recordings = Npz.read(folder.path().resolve("recordings.npz"));
        assertArrayEquals(new int[] {4, 3}, recordings.get("test_output").shape());
        assertArrayEquals(Arrays.stream(test.expected()).asLongStream().toArray(), recordings.get("test_class").toLongs());
        assertArrayEquals(Arrays.stream(test.predicted()).asLongStream().toArray(), recordings.get("test_prediction").toLongs());
    }

    /** Stopped after any presentation, or before the first row. */
    @Test
    void whatWasStoppedOrRanAwayLeavesAllFilesToo() throws IOException {
        int k = 0;
        for (int presentations : List.of(1, 5, 27)) {
            RunFolder folder = RunFolder.at(temporary.resolve("stopped" + k++));
            AtomicInteger left = new AtomicInteger(presentations);
            Experiment e = Tiny.yinYang();
            folder.begin(e);
            folder.finish(e, new Runner(e, 2, new Tiny.Heard(), () -> left.decrementAndGet() == 0).run());
            assertEquals(ALL, names(folder.path()));
            assertEquals("interrupted", json(folder, "result.json").get("ending").asText());
            int rows = csv(folder).size() - 1;
            assertEquals(presentations == 1 ? 0 : presentations == 5 ? 1 : 3, rows);
            assertEquals(rows, Npz.read(folder.path().resolve("recordings.npz")).get("epoch").size());
            assertEquals(5 * 4, Safetensors.read(folder.path().resolve("weights.safetensors")).tensors().get("W1").size());
        }
        RunFolder folder = RunFolder.at(temporary.resolve("away"));
        Outcome outcome = record(Tiny.yinYang("eta_fw=1e38", "activation=linear"), folder);
        assertEquals(ALL, names(folder.path()));
        assertEquals("non_finite", json(folder, "result.json").get("ending").asText());
        assertEquals(outcome.fault().orElseThrow(), json(folder, "result.json").get("fault").asText());
        assertEquals(1, Npz.read(folder.path().resolve("recordings.npz")).get("epoch").size());
    }

    @Test
    void progressIsKeptWhileItGoesOn() throws IOException {
        Experiment e = Tiny.yinYang();
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        folder.begin(e);
        assertEquals(Set.of("configuration.yaml", "environment.json"), names(folder.path()));
        Outcome outcome = Tiny.run(e);
        folder.progress(outcome.metrics().subList(0, 1), outcome.circuit());
        assertEquals(Set.of("configuration.yaml", "environment.json", "metrics.csv", "weights.safetensors"), names(folder.path()));
        assertEquals(2, csv(folder).size());
        folder.finish(e, outcome);
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
        RunFolder.at(Files.createDirectory(temporary.resolve("empty"))).begin(Tiny.yinYang());
        assertEquals(2, names(temporary.resolve("empty")).size());
    }

    private static void assertRefused(Path path, String part) {
        InputException e = assertThrows(InputException.class, () -> RunFolder.at(path));
        assertTrue(e.getMessage().contains(part) && e.getMessage().contains("--out"), e.getMessage());
    }

    /** A folder in the place of a file is an obstacle that even root can't write over. */
    @Test
    void aRunThatCantBeginLeavesNoFolder() throws IOException {
        RunFolder folder = RunFolder.at(temporary.resolve("a/b"));
        Files.createDirectory(folder.path().resolve("environment.json"));
        InputException e = assertThrows(InputException.class, () -> folder.begin(Tiny.yinYang()));
        assertTrue(e.getMessage().contains("environment.json: can't be written"), e.getMessage());
        assertFalse(Files.exists(temporary.resolve("a")), () -> "left behind");
    }

    @Test
    void whatCantBeWrittenDoesNotKeepTheRestFromIt() throws IOException {
        Experiment e = Tiny.yinYang();
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        folder.begin(e);
        Files.createDirectory(folder.path().resolve("metrics.csv"));
        InputException fault = assertThrows(InputException.class, () -> folder.finish(e, Tiny.run(e)));
        assertTrue(fault.getMessage().contains("metrics.csv: can't be written"), fault.getMessage());
        assertEquals(ALL, names(folder.path()));
        assertEquals("complete", json(folder, "result.json").get("ending").asText());
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

    private static Outcome record(Experiment e, RunFolder folder) {
        folder.begin(e);
        Outcome outcome = Tiny.run(e);
        folder.finish(e, outcome);
        return outcome;
    }

    private static List<String[]> csv(RunFolder folder) throws IOException {
        return Files.readAllLines(folder.path().resolve("metrics.csv")).stream().map(line -> line.split(",", -1)).toList();
    }

    private static JsonNode json(RunFolder folder, String name) throws IOException {
        return new ObjectMapper().readTree(folder.path().resolve(name).toFile());
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
