package org.pal4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.AllocatedBytes;
import org.pal4j.InputException;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Safetensors;

/** Folders that lack something, are damaged, or are no run at all; and files that must not be lost. */
class ReportFaultsTest {
    @TempDir
    private Path folder;

    private static void assertRefused(Runnable action, String... parts) {
        String message = assertThrows(InputException.class, action::run).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), part + " is not in: " + message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"environment.json", "metrics.csv", "result.json", "recordings.npz", "weights.safetensors"})
    void whatIsMissingIsLeftOut(String missing) throws IOException {
        Path run = Folders.run(folder.resolve("run"));
        Files.delete(run.resolve(missing));
        Document page = Folders.page(Report.write(run));
        List<String> titles = Folders.titles(page);
        assertEquals(!missing.equals("metrics.csv"), titles.contains("Validation accuracy"));
        assertEquals(!missing.equals("recordings.npz"), titles.contains("Confusion matrix"));
        assertEquals(!missing.equals("recordings.npz"), titles.contains("Weights W1 over time"));
        assertEquals(!missing.equals("weights.safetensors"), titles.contains("Decision regions"));
        assertEquals(!missing.equals("environment.json"), page.text().contains("What it ran on"));
        assertEquals(missing.equals("result.json"), page.text().contains("not finished"));
    }

    @Test
    void aRunThatWasKilledSaysSo() throws IOException {
        Path run = Folders.run(folder.resolve("run"));
        Files.delete(run.resolve("result.json"));
        Files.delete(run.resolve("recordings.npz"));
        Files.writeString(run.resolve("metrics.csv"), "epoch,steps,train_error,validation_accuracy,angle_B1,seconds\n"
                + "0,70,,0.5,90,0.1\n1,200,0.2,0.6,80,0.2\n");
        Document page = Folders.page(Report.write(run));
        assertTrue(page.select(".notice").text().contains("not finished: it has no result.json"), page.text());
        assertTrue(page.select(".notice").text().contains("after epoch 1 of 3."), page.text());
        for (String file : List.of("metrics.csv", "weights.safetensors", "environment.json")) {
            Files.delete(run.resolve(file));
        }
        assertTrue(Folders.page(Report.write(run)).select(".notice").text().contains("before anything was measured."));
    }

    /** A run that was killed while it ran away has not said so. */
    @Test
    void weightsThatAreNotFiniteAreNotShown() throws IOException {
        Path run = Folders.run(folder.resolve("run"));
        Path file = run.resolve("weights.safetensors");
        Map<String, NpyArray> tensors = new LinkedHashMap<>(Safetensors.read(file).tensors());
        float[] w2 = tensors.get("W2").toFloats();
        w2[3] = Float.NaN;
        tensors.put("W2", NpyArray.ofFloats(w2, 3, 5));
        Safetensors.write(file, tensors, Map.of());
        List<String> titles = Folders.titles(Folders.page(Report.write(run)));
        assertFalse(titles.contains("Decision regions") || titles.contains("B1 and W2\u1d40"), titles.toString());
        assertTrue(titles.contains("Confusion matrix"), titles.toString());
    }

    @Test
    void aStudyThatWasKilledShowsItsReplicas() throws IOException {
        Path study = Folders.study(folder.resolve("study"), "seeds=[1, 2]");
        for (String file : List.of("metrics.csv", "result.json", "seed-1/result.json", "seed-2/result.json", "seed-2/metrics.csv")) {
            Files.delete(study.resolve(file));
        }
        Document page = Folders.page(Report.write(study));
        assertEquals(1, Folders.chart(page, "Training error").at("/groups/0/singles").size());
        assertTrue(page.select("tr:contains(seed-2)").text().contains("not finished"), page.text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "metrics.csv | 'epoch,angle_B1\n0,1\n1,x\n' | metrics.csv, line 3: angle_B1 = 'x' is not a number",
        "metrics.csv | 'epoch,angle_B1\n0,1\n1\n' | line 3: has 1 cells, and the header has 2",
        "metrics.csv | 'epoch,epoch\n0,1\n' | line 1: must name columns",
        "metrics.csv | 'epoch,\n0,1\n' | line 1: must name columns",
        "metrics.csv | 'hello\n' | line 1: must name columns",
        "metrics.csv | '' | it is empty",
        "recordings.npz | 'PK' | recordings.npz",
        "weights.safetensors | 'hello' | weights.safetensors",
        "result.json | '{\n  \"ending\":' | result.json, line 2, column",
        "result.json | '3' | result.json: must hold a JSON object",
        "environment.json | '[' | environment.json, line 1, column"
    })
    void whatIsDamagedIsNotedAndTheRestIsShown(String file, String content, String said) throws IOException {
        Path run = Folders.run(folder.resolve("run"));
        Files.writeString(run.resolve(file), content);
        assertNoted(run, said);
    }

    /** The page has a note, which the terminal gets too, and still shows what can be read. */
    private static Document assertNoted(Path run, String said) {
        List<String> notes = new ArrayList<>();
        Document page = Folders.page(Report.write(List.of(run), run.resolve("report.html"), notes::add));
        assertTrue(page.select(".notice").text().contains(said), said + " is not in: " + page.select(".notice").text());
        assertTrue(notes.stream().anyMatch(note -> note.contains(said)), notes.toString());
        assertTrue(Folders.titles(page).size() >= 3, Folders.titles(page).toString());
        return page;
    }

    @Test
    void aTruncatedArchiveIsNoted() throws IOException {
        Path run = Folders.run(folder.resolve("run"));
        byte[] bytes = Files.readAllBytes(run.resolve("recordings.npz"));
        Files.write(run.resolve("recordings.npz"), Arrays.copyOf(bytes, bytes.length / 2));
        assertNoted(run, "truncated");
    }

    /** The JSON library does not say where this is. */
    @Test
    void aNumberOfAThousandDigitsIsNoted() throws IOException {
        Path run = Folders.run(folder.resolve("run"));
        Files.writeString(run.resolve("result.json"), "{\"seconds\": " + "1".repeat(1001) + "}");
        assertNoted(run, "a number has 1001 digits, and 1000 is the limit");
        Files.writeString(run.resolve("result.json"), "{\"a\": " + "[".repeat(1001));
        assertNoted(run, "nested more than 1000 levels deep");
    }

    /** A pipe would be waited for, and a device never ends. */
    @ParameterizedTest
    @ValueSource(strings = {"environment.json", "metrics.csv", "result.json", "recordings.npz", "weights.safetensors", "recordings/step.npy",
        "recordings/mse.npy", "configuration.yaml"})
    void onlyRegularFilesAreOpened(String name) throws IOException, InterruptedException {
        Path run = Folders.run(folder.resolve("run"));
        Path recordings = Files.createDirectory(run.resolve("recordings"));
        Npy.write(recordings.resolve("step.npy"), NpyArray.ofLongs(new long[] {10, 20, 30}, 3));
        Path file = run.resolve(name);
        for (boolean pipe : new boolean[] {true, false}) {
            Files.deleteIfExists(file);
            if (pipe) {
                assumeTrue(new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0);
            } else {
                assumeTrue(Files.exists(Path.of("/dev/zero")));
                Files.createSymbolicLink(file, Path.of("/dev/zero"));
            }
            assertTimeoutPreemptively(Duration.ofMinutes(2), () -> assertNoted(run, "is a device or a pipe"));
        }
    }

    /** Some kilobytes that would be gigabytes. */
    @Test
    void smallFilesTakeLittleMemory() throws IOException {
        Path run = Folders.run(folder.resolve("run"));
        long before = AllocatedBytes.ofThisThread();
        Folders.page(Report.write(run));
        long usual = AllocatedBytes.ofThisThread() - before;
        // As many lines as columns, and nothing in them.
        Files.writeString(run.resolve("metrics.csv"), "epoch" + IntStream.range(0, 4000).mapToObj(k -> ",c" + k).collect(Collectors.joining())
                + "\n".repeat(250_000));
        before = AllocatedBytes.ofThisThread();
        assertNoted(run, "line 2: has 1 cells, and the header has 4001");
        assertTrue(AllocatedBytes.ofThisThread() - before < 2 * usual + (64 << 20), AllocatedBytes.ofThisThread() - before + " bytes");
        Files.writeString(run.resolve("metrics.csv"), "epoch" + IntStream.range(0, 50_000).mapToObj(k -> ",c" + k).collect(Collectors.joining()));
        assertNoted(run, "has more than 4096 columns");
        // Zeros, which pack to a thousandth.
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(run.resolve("recordings.npz")))) {
            for (String name : List.of("test_class", "test_prediction", "snapshot_epoch", "W1")) {
                zip.putNextEntry(new ZipEntry(name + ".npy"));
                String shape = "{'descr': '|i1', 'fortran_order': False, 'shape': (7000000,), }";
                zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
                zip.write((shape + " ".repeat(117 - shape.length()) + "\n").getBytes(StandardCharsets.ISO_8859_1));
                zip.write(new byte[7_000_000]);
            }
        }
        before = AllocatedBytes.ofThisThread();
        assertNoted(run, "has the classes of 7000000 test samples, and a page takes at most 4194304");
        assertTrue(AllocatedBytes.ofThisThread() - before < 2 * usual + (64 << 20), AllocatedBytes.ofThisThread() - before + " bytes");
    }

    @Test
    void manyMeasuresAreShownInPart() throws IOException {
        Path run = Folders.run(folder.resolve("run"));
        Files.writeString(run.resolve("metrics.csv"), "epoch" + IntStream.range(0, 4000).mapToObj(k -> ",c" + k).collect(Collectors.joining()) + "\n0"
                + ",1".repeat(4000) + "\n1" + ",2".repeat(4000) + "\n");
        assertEquals(200, Folders.titles(Folders.page(Report.write(run))).stream().filter(title -> title.matches("C\\d+")).count());
    }

    @Test
    void whatIsNoRunIsRefusedAllAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path run = Folders.run(folder.resolve("run"));
        assertRefused(() -> Report.write(empty), "empty: is not the folder of a run, as it has no configuration.yaml");
        assertRefused(() -> Report.write(folder.resolve("gone")), "gone: there is no such folder; give the folder of a run");
        Path target = folder.resolve("out.html");
        assertRefused(() -> Report.write(List.of(file, run, empty, run.resolve("../run")), target), "3 faults", "file: is a file", "empty: is not",
                "run: is given twice");
        assertFalse(Files.exists(target));
        try (var files = Files.list(empty)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aFileThatIsNoReportIsNeverOverwritten() throws IOException {
        Path run = Folders.run(folder.resolve("run"));
        Path mine = Files.writeString(folder.resolve("mine.html"), "<html>mine</html>");
        assertRefused(() -> Report.write(List.of(run), mine), "mine.html: exists already and is no report", "--out");
        assertEquals("<html>mine</html>", Files.readString(mine));
        assertRefused(() -> Report.write(List.of(run), folder), "is a folder");
        assertRefused(() -> Report.write(List.of(run), folder.resolve("no/such/x.html")), "x.html: can't be written");
        // A report is.
        Path target = folder.resolve("out.html");
        Report.write(List.of(run), target);
        Report.write(List.of(run), target);
    }

    @Test
    void aConfigurationOfAnotherVersionHidesNoCurves() throws IOException {
        Path study = Folders.study(folder.resolve("study"), "seeds=2");
        Path configuration = study.resolve("configuration.yaml");
        Files.writeString(configuration, Files.readString(configuration) + "\nnew_key: 3\n");
        Document page = Folders.page(Report.write(study));
        assertTrue(page.select(".notice").text().contains("can't read the configuration"), page.text());
        assertTrue(page.select(".notice").text().contains("new_key"), page.text());
        assertEquals(2, Folders.chart(page, "Training error").at("/groups/0/singles").size());
    }

    /** A configuration of another kind of network has a fault for each of its keys, and nobody reads them all. */
    @Test
    void aNoteNamesTheFirstFaults() throws IOException {
        Path run = Folders.run(folder.resolve("run"));
        Path configuration = run.resolve("configuration.yaml");
        Files.writeString(configuration, Files.readString(configuration) + "k1: 1\nk2: 1\nk3: 1\nk4: 1\nk5: 1\nk6: 1\nk7: 1\n");
        String notice = Folders.page(Report.write(run)).select(".notice").text();
        assertTrue(notice.contains("key 'k5' is not known") && !notice.contains("k6") && notice.contains("; and 2 more"), notice);
    }
}
