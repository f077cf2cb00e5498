package org.pal4j.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.score.Reason;
import org.pal4j.bench.score.Roofline;
import org.pal4j.bench.score.Row;
import org.pal4j.bench.score.Site;

/** A page of made-up rows. */
final class RooflinePageTest {
    private static final List<Jdk> JDKS = List.of(new Jdk("25", Path.of("/opt/25"), List.of()), new Jdk("27", Path.of("/opt/27"), List.of("-Xmx1g")));
    private static final Map<String, String> ENVIRONMENT =
            Map.of("cpu", "A <processor>", "os", "Linux", "commit", "abc", "pal4j", "0.1.0", "cores", "2");
    private static final double[][] KERNELS = {{0.5, 20, 0.2}, {0.45, 60, 0.4}, {0.4, 35, 0.8}, {0.5, 110, 0.9}, {0.75, 150, 0.8},
        {Double.POSITIVE_INFINITY, 240, 0.85}, {Double.POSITIVE_INFINITY, 150, 0.5}};

    @TempDir
    private Path folder;

    private static Roofline roofline() {
        Roofline roofline = new Roofline();
        roofline.operations(283e3, 1);
        roofline.readAndWrite(24 << 10, 2 * (24 << 10) / 534e3);
        roofline.readAndWrite(512 << 10, 2 * (512 << 10) / 362e3);
        roofline.readAndWrite(8 << 20, 2 * (8 << 20) / 248e3);
        roofline.readAndWrite(256 << 20, 2 * (double) (256 << 20) / 43e3);
        return roofline;
    }

    private static List<Row> rows(boolean boxing) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < KERNELS.length; i++) {
            double[] kernel = KERNELS[i];
            for (Jdk jdk : JDKS) {
                boolean bad = boxing && i == 0 && jdk.name().equals("27");
                double slower = jdk.name().equals("27") ? 1.4 : 1;
                rows.add(
                        new Row("step", "network " + i, "clamped", "512", 1, jdk.name(), jdk.name() + ".0.1+9", slower, kernel[2] / slower, kernel[0],
                                kernel[1] / slower, bad ? 1440 : 0, List.of(slower, slower * 1.01),
                                jdk.name().equals("27") ? List.of(slower / 1.01, slower * 1.01) : List.of(),
                                bad ? List.of(new Site("Neurons.respondLogistic", "AbstractVector.convert0", 1440)) : List.of(),
                                bad ? List.of(new Reason(Reason.Kind.BOXES, "boxes <1,440 B>")) : List.of()));
            }
        }
        return rows;
    }

    @Test
    void aPageHasTheRowsTheMarksAndTheCommand() throws IOException {
        Path file = folder.resolve("page.html");
        RooflinePage.write(file, rows(true), roofline(), ENVIRONMENT, JDKS, "./pal4j bench --jdk '27=/opt/27,-Xmx1g'");
        String page = Files.readString(file);
        for (String part : List.of("A &lt;processor&gt;", "boxes &lt;1,440 B&gt;", "known as JDK-8392004", "./pal4j bench --jdk", "1.400 [",
                "role=\"img\" aria-label=\"Roofline of 14 rows", "\"kind\":\"roofline\"", "one colour for each JDK", "283 GFLOP/s")) {
            assertTrue(page.contains(part), part);
        }
        assertFalse(page.contains("boxes <1,440"));
        assertEquals(List.of("page.html"), List.of(folder.toFile().list()));
    }

    @Test
    void allIsValid() {
        String page = RooflinePage.of(rows(false), roofline(), ENVIRONMENT, JDKS, "./pal4j bench");
        assertTrue(page.contains("Nothing: all rows are steady"));
        assertFalse(page.contains("What allocates"));
    }

    @Test
    void aJdkThatDoesNotStartIsNamed() {
        List<Row> rows = rows(false);
        rows.add(Row.leftOut("29", "left out: /opt/29 has no bin/java"));
        String page = RooflinePage.of(rows, roofline(), ENVIRONMENT, JDKS, "./pal4j bench");
        assertTrue(page.contains("start, 29: left out: /opt/29 has no bin/java"), page);
        assertFalse(page.contains("Nothing: all rows are steady"));
        assertTrue(RooflinePage.of(List.of(rows.getLast()), new Roofline(), ENVIRONMENT, List.of(), "./pal4j bench").contains("has no bin/java"));
    }

    @Test
    void withoutARooflineThereIsNoPicture() {
        assertFalse(RooflinePage.of(rows(false), new Roofline(), ENVIRONMENT, JDKS, "./pal4j bench").contains("\"kind\":\"roofline\""));
    }
}
