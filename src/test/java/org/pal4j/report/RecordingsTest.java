package org.pal4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.AllocatedBytes;
import org.pal4j.format.ElementKind;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.NpyStream;

/** Series in a folder recordings, of a run that is done and of one that was killed. */
class RecordingsTest {
    @TempDir
    private Path folder;
    private Path run;

    @BeforeEach
    void record() throws IOException {
        run = Folders.run(folder.resolve("run"));
        Path recordings = Files.createDirectory(run.resolve("recordings"));
        Npy.write(recordings.resolve("step.npy"), NpyArray.ofLongs(new long[] {10, 20, 30}, 3));
        Npy.write(recordings.resolve("epoch.npy"), NpyArray.ofInts(new int[] {0, 0, 1}, 3));
        Npy.write(recordings.resolve("angle_update.npy"), NpyArray.ofDoubles(new double[] {80, 81, 60, Double.NaN, 40, 41}, 3, 2));
        Npy.write(recordings.resolve("mse.npy"), NpyArray.ofDoubles(new double[] {3, Double.NaN, 1}, 3));
        // A row more than there are steps, and a whole matrix in each.
        Npy.write(recordings.resolve("W1.npy"), NpyArray.ofFloats(new float[] {3, 4, 6, 8, 0, 0, 9, 9}, 4, 1, 2));
    }

    @Test
    void everySeriesHasAChart() {
        Document page = Folders.page(Report.write(run));
        assertTrue(page.select("h2").eachText().contains("Recordings"));
        JsonNode angles = Folders.chart(page, "Angle between \u0394W and BP's \u0394W, as recorded").path("groups");
        assertEquals("[[10,80],[20,60],[30,40]]", angles.at("/0/mean").toString());
        // What is not there is left out.
        assertEquals("[[10,81],[30,41]]", angles.at("/1/mean").toString());
        assertEquals("[[10,3],[30,1]]", Folders.chart(page, "Squared error, as recorded").at("/groups/0/mean").toString());
        JsonNode weights = Folders.chart(page, "W1 over steps").path("groups");
        assertEquals("[[10,3.5355],[20,7.0711],[30,0]]", weights.at("/0/mean").toString());
        assertEquals("[[10,4],[20,8],[30,0]]", weights.at("/1/singles/1").toString());
    }

    @Test
    void aRunThatWasKilledHasBytesBehindItsArrays() throws IOException {
        Files.write(run.resolve("recordings/mse.npy"), new byte[12], StandardOpenOption.APPEND);
        Npy.write(run.resolve("recordings/step.npy"), NpyArray.ofLongs(new long[] {10, 20}, 2));
        Document page = Folders.page(Report.write(run));
        assertEquals("[[10,3]]", Folders.chart(page, "Squared error, as recorded").at("/groups/0/mean").toString());
        assertEquals(2, Folders.chart(page, "W1 over steps").at("/groups/0/mean").size());
        Files.delete(run.resolve("recordings/step.npy"));
        assertFalse(Folders.page(Report.write(run)).select("h2").eachText().contains("Recordings"));
    }

    @Test
    void onlySomeArraysAreShown() throws IOException {
        for (int k = 10; k < 45; k++) {
            Npy.write(run.resolve("recordings/u" + k + ".npy"), NpyArray.ofInts(new int[] {k, 0, 1}, 3));
        }
        Document page = Folders.page(Report.write(run));
        assertTrue(page.text().contains("Too much to be shown here: u37, u38, "), page.text());
    }

    /** Only the rows that are shown are read, so a recording of any length has a chart. */
    @Test
    void ofLongRecordingsSomeRowsAreShown() throws IOException {
        int rows = 20_000_000;
        sparse("step", ElementKind.INT64, rows);
        sparse("mse", ElementKind.FLOAT64, rows);
        sparse("B1", ElementKind.FLOAT32, rows, 5, 4);
        long before = AllocatedBytes.ofThisThread();
        Document page = Folders.page(Report.write(run));
        assertTrue(AllocatedBytes.ofThisThread() - before < 400 << 20, AllocatedBytes.ofThisThread() - before + " bytes");
        assertTrue(page.text().contains("Recorded 20,000,000 times. Of these, 20,000 were looked at, evenly spaced."), page.text());
        assertEquals("[[0,0]", Folders.chart(page, "B1 over steps").at("/groups/0/mean").toString().substring(0, 6));
    }

    /** Writes zeros that take no room on the disk. */
    private void sparse(String name, ElementKind kind, int rows, int... row) throws IOException {
        Path file = run.resolve("recordings/" + name + ".npy");
        Files.deleteIfExists(file);
        new NpyStream(file, kind, row);
        String header = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        long bytes = header.length() + (long) rows * Arrays.stream(row).reduce(1, (a, b) -> a * b) * kind.bytes();
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.write(header.replaceFirst("\\(0,(.*), } {7}", "(" + rows + ",$1, }").getBytes(StandardCharsets.ISO_8859_1));
            huge.setLength(bytes);
        }
    }

    @Test
    void whatIsDamagedIsNotedAndTheRestIsShown() throws IOException {
        Files.writeString(run.resolve("recordings/W1.npy"), "hello");
        Document page = Folders.page(Report.write(run));
        assertTrue(page.select(".notice").text().contains("W1.npy is not a NumPy array"), page.text());
        assertTrue(Folders.titles(page).contains("Squared error, as recorded"));
        Files.writeString(run.resolve("recordings/step.npy"), "hello");
        page = Folders.page(Report.write(run));
        assertTrue(page.select(".notice").text().contains("step.npy is not a NumPy array"), page.text());
        assertFalse(page.select("h2").eachText().contains("Recordings"));
        assertTrue(Folders.titles(page).contains("Validation accuracy"));
    }
}
