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
import org.pal4j.InputException;
import org.pal4j.format.Npy;
import org.pal4j.model.Batch;
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
        Batch batch = batch(Tiny.alignment("record=[W]", "record_every=1"));
        Recorder recorder = new Recorder(temporary, batch.series(0), OptionalLong.empty());
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
        Batch batch = batch(Tiny.alignment("record=[noise]", "record_every=1"));
        Recorder recorder = new Recorder(temporary, batch.series(0), OptionalLong.empty());
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
