package org.pal4j.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is said between the rows, by a clock of its own. */
final class ProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private long seconds;

    private Progress progress(boolean terminal) {
        return new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(log, true, StandardCharsets.UTF_8), terminal,
                () -> seconds * 1_000_000_000L);
    }

    @Test
    void aTerminalHasOneLineThatGoes() {
        Progress progress = progress(true);
        progress.show("4-30-3");
        progress.print("row");
        String[] parts = out.toString(StandardCharsets.UTF_8).split("\r", -1);
        assertEquals("4-30-3", parts[1].strip());
        assertEquals("", parts[2].strip());
        assertEquals("row", parts[3].strip());
        assertEquals("", log.toString(StandardCharsets.UTF_8));
    }

    @Test
    void elsewhereASilenceOfHalfAMinuteIsBroken() {
        Progress progress = progress(false);
        for (seconds = 1; seconds <= 70; seconds++) {
            progress.show("at " + seconds);
        }
        progress.print("row");
        for (seconds = 71; seconds <= 99; seconds++) {
            progress.show("at " + seconds);
        }
        assertEquals("at 30\nat 60\n", log.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
        assertEquals("row", out.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void placesAreShownSideBySideUntilTheyAreLeft() {
        Progress progress = progress(false);
        progress.show(1, "b");
        seconds = 30;
        progress.show(0, "a");
        progress.leave(1);
        seconds = 60;
        progress.show(2, "c");
        assertEquals("a; b\na; c\n", log.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }
}
