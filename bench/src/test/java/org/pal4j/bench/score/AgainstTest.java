package org.pal4j.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;

/** Tables in files, and later ones beside them. */
final class AgainstTest {
    @TempDir
    private Path folder;

    private static Row invalid(Row row) {
        return new Row(row.benchmark(), row.network(), row.mode(), row.width(), row.threads(), row.jdk(), row.java(), row.microseconds(), Double.NaN,
                Double.POSITIVE_INFINITY, Double.NaN, 64, row.forks(), row.ratios(), List.of(new Site("Noise.words", "IntVector.add", 64)),
                List.of(new Reason(Reason.Kind.BOXES, "boxes")));
    }

    @Test
    void aStepThatTakesLongerThanTheBoundAllowsIsNamed() {
        List<Row> before = List.of(Scores.row("25", 1.0));
        assertFalse(Against.of(List.of(Scores.row("25", 1.1)), before, 10.01).getFirst().beyond());
        Against beyond = Against.of(List.of(Scores.row("25", 1.11)), before, 10).getFirst();
        assertTrue(beyond.beyond());
        assertTrue(beyond.line().endsWith("1.110  slower"), beyond.line());
    }

    @Test
    void aJdkIsComparedWithTheOneOfItsName() {
        List<Row> before = List.of(Scores.row("25", 1.0), Scores.row("27", 2.0));
        assertEquals(2, Against.of(List.of(Scores.row("27", 2.0)), before, 10).getFirst().before().microseconds());
        assertEquals(List.of(), Against.of(List.of(Scores.row("28", 2.0)), before, 10));
        assertEquals(1, Against.of(List.of(Scores.row("28", 2.0)), before.subList(0, 1), 10).size());
    }

    @Test
    void whatIsNotValidIsNotCompared() {
        List<Row> good = List.of(Scores.row("25", 1.0));
        List<Row> bad = List.of(invalid(Scores.row("25", 1.0)));
        assertEquals(List.of(), Against.of(good, bad, 10));
        assertEquals(List.of(), Against.of(bad, good, 10));
    }

    @Test
    void aFileGivesTheRowsAgain() {
        List<Row> rows = List.of(Scores.row("25", 1.0, 1.2), invalid(Scores.row("27", 2.0)), Row.leftOut("29", "left out: none"));
        Path file = folder.resolve("table.json");
        ResultFile.write(file, rows, Map.of("cpu", "x", "commit", "y"));
        List<Row> read = ResultFile.read("--against", file).rows();
        assertEquals("x", ResultFile.read("--against", file).cpu());
        assertEquals(rows.getFirst(), read.getFirst());
        assertEquals(rows.size(), read.size());
        for (int i = 1; i < rows.size(); i++) {
            assertEquals(rows.get(i).sites(), read.get(i).sites());
            assertEquals(rows.get(i).reasons(), read.get(i).reasons());
        }
    }

    @Test
    void theFormerFormIsRead() throws IOException {
        Path file = Files.writeString(folder.resolve("old.json"), """
                [ { "benchmark" : "step", "network" : "4-30-3", "mode" : "clamped", "width" : "512", "threads" : 1, "us_per_step" : 0.25,
                    "roofline_fraction" : 0.1 } ]""");
        assertEquals(List.of(0.25), ResultFile.read("--against", file).rows().getFirst().forks());
        assertTrue(ResultFile.read("--against", file).rows().getFirst().isValid());
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "us a step");
        Path object = Files.writeString(folder.resolve("a.json"), "{\"benchmark\": \"step\"}");
        Path empty = Files.writeString(folder.resolve("b.json"), "[]");
        for (Path file : List.of(text, object, empty, folder.resolve("none"), folder)) {
            refusal(file);
        }
        assertTrue(refusal(text).contains(": is no JSON from line 1, column 1 on; "), refusal(text));
        assertTrue(refusal(folder.resolve("none")).contains(": there is no such file; "), refusal(folder.resolve("none")));
    }

    private static String refusal(Path file) {
        String message = assertThrows(InputException.class, () -> ResultFile.read("--against", file)).getMessage();
        assertTrue(message.startsWith("--against " + file) && message.endsWith("; give a file that --json wrote") && message.lines().count() == 1,
                message);
        return message;
    }

    @Test
    void timesAreNumbersAboveZero() throws IOException {
        String row = "{\"benchmark\": \"step\", \"network\": \"4-30-3\", \"us_per_step\": ";
        for (String time : List.of("\"fast\"}", "-1}", "0}", "[]}", "1, \"forks\": [1, \"x\"]}", "1, \"forks\": [0]}", "1, \"ratios\": [-1]}")) {
            String message = refusal(Files.writeString(folder.resolve("times.json"), "[" + row + "null}, " + row + time + "]"));
            assertTrue(message.contains(": row 2 has a time that is no number above 0; "), message);
        }
    }

    @Test
    void allTablesThatAreKeptCanBeRead() throws IOException {
        try (Stream<Path> files = Files.find(Path.of("results"), 2, (file, attributes) -> file.endsWith("table.json"))) {
            List<Path> tables = files.toList();
            assertTrue(tables.size() >= 3, tables::toString);
            tables.forEach(table -> assertTrue(ResultFile.read("--against", table).rows().size() > 10, table::toString));
        }
    }

    @Test
    void roofsAreOfTheMachineAndNotCompared() {
        List<Row> roofs = List.of(Scores.roof("25", 1.0));
        assertEquals(List.of(), Against.of(roofs, roofs, 10));
    }
}
