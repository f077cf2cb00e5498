package org.pal4j.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.Cancellation;
import org.pal4j.InputException;
import org.pal4j.format.ElementKind;
import org.pal4j.format.Npy;
import org.pal4j.model.Batch;
import org.pal4j.model.Series;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.circuit.CircuitModel;
import org.pal4j.model.circuit.Tiny;

/** What is recorded grows on the disk, and whatever lies there can be read. */
class RecorderTest {
    @TempDir
    private Path temporary;

    private static Batch batch(CircuitExperiment e) {
        return CircuitModel.INSTANCE.samples(e, Tiny.NO_DATA).start(List.of(e), 1);
    }

    /** A run that is killed leaves arrays that can be read: rows that are not counted yet lie behind them. */
    @Test
    void whateverWasFlushedCanBeRead() throws IOException {
        Batch batch = batch(Tiny.alignment());
        Recorder recorder = new Recorder(temporary, batch.series(0, List.of("W")), OptionalLong.empty());
        for (int step = 0; step < 1000; step++) {
            recorder.record(0, batch.step());
            if (step == 600) {
                recorder.flush();
            }
        }
        Path file = temporary.resolve("recordings/W2.npy");
        byte[] bytes = Files.readAllBytes(file);
        String header = new String(bytes, 0, 128, StandardCharsets.ISO_8859_1);
        assertTrue(header.contains("'shape': (601, 5, 4)"), header);
        assertTrue(bytes.length >= 128 + 601 * 80);
        Files.write(file, Arrays.copyOf(bytes, 128 + 601 * 80));
        assertArrayEquals(new int[] {601, 5, 4}, Npy.read(file).shape());
    }

    /** Nothing grows in memory: of 4 MB of rows, a recorder keeps no more than its buffers of 16 KB. */
    @Test
    void whatIsInMemoryDoesNotGrow() throws IOException {
        Batch batch = batch(Tiny.alignment());
        Recorder recorder = new Recorder(temporary, batch.series(0, List.of("noise")), OptionalLong.empty());
        Path file = temporary.resolve("recordings/noise2.npy");
        for (long step = 1; step <= 200_000; step++) {
            recorder.record(0, step);
            if (step % 10_000 == 0) {
                assertTrue(Files.size(file) > 20 * step - (1 << 14), "rows are on the disk before anybody asks");
            }
        }
        recorder.flush();
        assertArrayEquals(new int[] {200_000, 5}, Npy.read(file).shape());
    }

    /** A run that is killed within an epoch keeps its rows: the files say how many they have from time to time, whoever asks. */
    @Test
    void theFilesSayHowManyRowsTheyHaveWithoutAFlush() throws IOException {
        double[] row = {1, 2};
        Series series = new Series("pair", ElementKind.FLOAT64, new int[] {2}, () -> row);
        Recorder recorder = new Recorder(temporary, List.of(series), OptionalLong.empty(), 0, 0);
        for (int rows = 1; rows <= 3; rows++) {
            recorder.record(0, rows);
            for (String name : List.of("pair", "step", "epoch")) {
                assertEquals(rows, Npy.read(temporary.resolve("recordings/" + name + ".npy")).shape()[0], name);
            }
        }
    }

    /** A row that is cancelled while it is computed is in no series, or in all of them. */
    @Test
    void aCancelledRowIsInNoSeries() throws IOException {
        Series small = new Series("small", ElementKind.FLOAT64, new int[0], () -> new double[] {1});
        Series large = new Series("large", ElementKind.FLOAT32, new int[] {10_000}, () -> {
            Cancellation.check();
            return new double[10_000];
        });
        Series slow = new Series("slow", ElementKind.FLOAT64, new int[0], () -> {
            Cancellation.check();
            return new double[] {2};
        });
        Recorder recorder = new Recorder(temporary, List.of(small, large, slow), OptionalLong.empty());
        assertThrows(Cancellation.Cancelled.class, () -> Cancellation.within(() -> true, () -> {
            recorder.record(0, 1);
            return 0;
        }));
        recorder.record(0, 2);
        recorder.flush();
        for (String name : List.of("small", "large", "slow", "step", "epoch")) {
            assertEquals(1, Npy.read(temporary.resolve("recordings/" + name + ".npy")).shape()[0], name);
        }
        // Large rows are computed while others are written already, so they are not asked.
        Path other = Files.createDirectory(temporary.resolve("other"));
        Recorder shielded = new Recorder(other, List.of(small, large), OptionalLong.empty());
        Cancellation.within(() -> true, () -> {
            shielded.record(0, 1);
            return 0;
        });
        shielded.flush();
        assertEquals(1, Npy.read(other.resolve("recordings/large.npy")).shape()[0]);
    }

    /** Recordings of a run that begins anew are replaced by name. What else is in the folder stays, and so does what a link leads to. */
    @Test
    void aNewBeginningReplacesOnlyItsOwnFiles() throws IOException {
        Series series = new Series("own", ElementKind.FLOAT64, new int[0], () -> new double[] {1});
        Recorder first = new Recorder(temporary, List.of(series), OptionalLong.empty());
        first.record(0, 1);
        first.flush();
        Path theirs = Files.writeString(temporary.resolve("recordings/notes.txt"), "mine");
        new Recorder(temporary, List.of(series), OptionalLong.empty()).flush();
        assertEquals(0, Npy.read(temporary.resolve("recordings/own.npy")).shape()[0]);
        assertEquals("mine", Files.readString(theirs));

        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Path same = Files.writeString(elsewhere.resolve("own.npy"), "mine");
        Path run = Files.createDirectory(temporary.resolve("run"));
        Files.createSymbolicLink(run.resolve("recordings"), elsewhere);
        assertThrows(InputException.class, () -> new Recorder(run, List.of(series), OptionalLong.empty()));
        assertEquals("mine", Files.readString(same));
        Files.delete(temporary.resolve("recordings/own.npy"));
        Files.createSymbolicLink(temporary.resolve("recordings/own.npy"), same);
        assertThrows(InputException.class, () -> new Recorder(temporary, List.of(series), OptionalLong.empty()));
        assertEquals("mine", Files.readString(same));
    }

    @Test
    void aDiskThatCantBeWrittenEndsRecordingAndNotTheRun() throws IOException {
        CircuitExperiment e = Tiny.alignment("record=[B]", "record_every=10");
        RunFolder folder = RunFolder.at(temporary.resolve("run"));
        folder.begin(e.show(), RunFolder.Inputs.NONE);
        Course course = new Course(batch(e), e, new Tiny.Heard());
        course.recordInto(0, folder);
        // What was a file is a folder now: nobody can write into it, not even root.
        Path file = folder.path().resolve("recordings/B2.npy");
        Files.delete(file);
        Files.createDirectory(file);
        while (course.carryOn(() -> false)) {
            // The next part.
        }
        Outcome outcome = course.outcomes().getFirst();
        assertEquals(Ending.COMPLETE, outcome.ending());
        String text = assertThrows(InputException.class, () -> RunFolder.all(folder.finish(outcome, e.model().terms()))).getMessage();
        assertTrue(text.contains("recordings: can't be written") && text.contains("recording has ended, and the first 0 rows"), text);
        assertTrue(Files.exists(folder.path().resolve("result.json")));
    }
}
