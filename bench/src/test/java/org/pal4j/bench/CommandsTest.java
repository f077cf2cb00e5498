package org.pal4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.bench.columns.Row;
import org.pal4j.bench.columns.Rows;
import org.pal4j.bench.score.ResultFile;

/** What cannot be measured is told in one line, before anything is measured, with the status 2. */
class CommandsTest {
    private static final Path TABLE = Path.of("results/2026-11-29-268d844/table.json");

    @TempDir
    private Path folder;

    /** What a command prints, and its exit status in front. */
    private static String run(boolean errors, Object command, String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(kept, true, StandardCharsets.UTF_8);
                PrintStream nothing = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            System.setOut(errors ? nothing : stream);
            System.setErr(errors ? stream : nothing);
            int status = Commands.execute(command, arguments);
            return status + " " + kept.toString(StandardCharsets.UTF_8).strip();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void theShortFormSaysWhatItCannotTake() {
        for (List<String> arguments : List.of(List.of("--onyl", "4-30-3"), List.of("--starts", "x"), List.of("--starts", "0"), List.of("--only"),
                List.of("--only", "nothing of this name"), List.of("--only", "("), List.of("--limit", "0"), List.of("--bound", "-1"),
                List.of("--width", "100"), List.of("--forks", "0"), List.of("--against", "none.json"), List.of("--json", "none/x.json"),
                List.of("--jdk", "noname"), List.of("--starts", "2", "--json", "x.json"), List.of("--starts", "2", "--kernels"))) {
            String said = run(true, new ShortForm(), arguments.toArray(String[]::new));
            assertTrue(said.startsWith("2 pal4j: ") && said.lines().count() == 1, arguments + ": " + said);
        }
        assertTrue(run(true, new ShortForm(), "--onyl", "4-30-3").contains("near it is --only"));
    }

    @Test
    void theColumnsSayWhatTheyCannotTake() {
        for (List<String> arguments : List.of(List.of("--onyl", "step"), List.of("--only", "nothing of this name"), List.of("--only", "("),
                List.of("--width", "scalar"), List.of("--seconds", "0"), List.of("--json", "none/x.json"))) {
            String said = run(true, new Columns(), arguments.toArray(String[]::new));
            assertTrue(said.startsWith("2 pal4j: ") && said.lines().count() == 1, arguments + ": " + said);
        }
    }

    @Test
    void rowsAreChosenByRegularExpressions() {
        List<Pattern> patterns = Commands.patterns(List.of("STEP +4", "product$"));
        assertTrue(Commands.matches(patterns, "step 4-30-3"));
        assertTrue(Commands.matches(patterns, "batch product"));
        assertFalse(Commands.matches(patterns, "batch product 200x784x32"));
        assertTrue(Commands.matches(List.of(), "anything"));
        for (Row row : Rows.all()) {
            assertTrue(Commands.matches(Commands.patterns(List.of(row.name())), row.name()), row.name());
        }
    }

    @Test
    void noJdkIsLeft() throws IOException {
        Path file = folder.resolve("jdks.json");
        String said = run(true, new ShortForm(), "--jdk", "a=" + folder.resolve("none"), "--jdk", "b=,-XX:+NoSuchFlag", "--json", file.toString());
        List<String> rows =
                ResultFile.read("--against", file).rows().stream().map(row -> row.benchmark() + " " + row.jdk() + " " + row.isValid()).toList();
        assertEquals(List.of("start a false", "start b false"), rows);
        assertEquals(2, said.lines().count(), said);
        assertTrue(said.startsWith("1 pal4j: --jdk a: ") && said.contains("pal4j: --jdk b: its JVM refuses to start: "), said);
    }

    @Test
    void predictionsFromRowsThatAreNotValidAreMarked() throws IOException {
        assertTrue(run(false, new Scale(), TABLE.toString()).startsWith("0 "));
        String doubtful = Files.readString(TABLE).replace("\"reasons\" : [ ]", "\"reasons\" : [ {\"kind\": \"loaded\", \"text\": \"x\"} ]");
        String said = run(false, new Scale(), Files.writeString(folder.resolve("table.json"), doubtful).toString());
        assertTrue(said.startsWith("1 ") && said.contains("! step 4-30-3 ensemble is not valid in "), said);
    }
}
