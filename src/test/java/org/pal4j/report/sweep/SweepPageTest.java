package org.pal4j.report.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Detail;
import org.pal4j.report.Folders;
import org.pal4j.report.Report;
import org.pal4j.report.sweep.Direction.Scale;
import org.pal4j.run.MetricsTable;

/** The page of a sweep. */
class SweepPageTest {
    private static final double FIVE_DIGITS = 1e-4;
    /** Three directions; two learning rates of three run away. */
    private static final String[] CUBE = {
        "sweep={product: {eta_fw: [0.1, 0.2, 1e38], taur: [0, 1]}, zip: {algorithm: [PAL, FA], noise_scale: [0.01, 0]}}", "activation=linear",
        "title=Cube"
    };

    @TempDir
    private Path folder;

    private Document page(String... settings) {
        return Folders.page(Report.write(Folders.sweep(folder.resolve("sweep"), settings)));
    }

    /** Rows of summary.csv: no cell of these sweeps has a comma. */
    private static double[] column(Path sweep, String name) throws IOException {
        List<String> lines = Files.readAllLines(sweep.resolve("summary.csv"));
        int at = Arrays.asList(lines.getFirst().split(",")).indexOf(name);
        return lines.stream().skip(1).map(line -> line.split(",", -1)[at]).mapToDouble(cell -> cell.isEmpty() ? Double.NaN : Double.parseDouble(cell))
                .toArray();
    }

    private static void assertSame(double expected, JsonNode number) {
        assertEquals(Double.isNaN(expected), number.isNull());
        if (!Double.isNaN(expected)) {
            assertEquals(expected, number.doubleValue(), FIVE_DIGITS * Math.abs(expected));
        }
    }

    @Test
    void chartsHaveTheNumbersOfTheTables() throws IOException {
        Document page = page(CUBE);
        Path sweep = folder.resolve("sweep");
        for (String[] chart : new String[][] {{"Test accuracy", "test_accuracy"}, {"Training error", "train_error"},
            {"Angle between B and W\u1d40, area 1", "angle_B1"}}) {
            JsonNode points = Folders.chart(page, chart[0]).path("points");
            double factor = chart[1].equals("test_accuracy") ? 100 : 1;
            double[] means = column(sweep, chart[1] + "_mean");
            double[] deviations = column(sweep, chart[1] + "_sd");
            assertEquals(12, points.size());
            for (int i = 0; i < 12; i++) {
                assertSame(factor * means[i], points.get(i).get(0));
                assertSame(factor * deviations[i], points.get(i).get(1));
            }
            assertArrayEquals(column(sweep, "non_finite"), IntStream.range(0, 12).mapToDouble(i -> points.get(i).get(2).asDouble()).toArray());
            // Each dot is a seed.
            assertEquals(2, points.get(0).get(4).size());
            assertSame(factor * means[0], DoubleNode.valueOf(
                    (points.get(0).get(4).get(0).doubleValue() + points.get(0).get(4).get(1).doubleValue()) / 2));
        }
        assertEquals(List.of("Final measures", "Points", "Learning curves", "Configuration", "Not on this page"), page.select("h2").eachText());
        assertEquals("Cube", page.selectFirst(".subtitle").text());
        assertTrue(page.text().contains("A sweep of 12 points with 2 seeds (123456, 123457): eta_fw (0.1, 0.2, 1e38); times taur (0, 1); times "
                + "algorithm, noise_scale together (2 values each)."), page.text());
        assertTrue(page.text().contains("Of 24 runs, 16 are complete, 8 were not finite any more, 0 are missing. Best test accuracy"), page.text());
        assertTrue(page.select(".notice").text().contains("Runs of 4 points ended early"), page.text());
        assertTrue(page.select("details pre").text().contains("sweep: {\"product\""), "the configuration");
        assertTrue(page.select("details pre").text().contains("dtxi:"), "all keys of it");
    }

    @Test
    void learningCurvesAreMeansOverSeeds() {
        Document page = page(CUBE);
        JsonNode groups = Folders.chart(page, "Validation accuracy over epochs").path("groups");
        assertEquals(8, groups.size());
        assertEquals("eta_fw = 0.1, taur = 1, noise_scale = 0", groups.get(3).path("name").asText());
        List<double[]> seeds = Stream.of("123456", "123457")
                .map(seed -> MetricsTable.read(folder.resolve("sweep/p0004/seed-" + seed + "/metrics.csv")).columns().get("validation_accuracy"))
                .toList();
        for (int epoch = 0; epoch <= 2; epoch++) {
            assertEquals(epoch, groups.get(3).path("mean").get(epoch).get(0).asInt());
            assertSame(50 * (seeds.get(0)[epoch] + seeds.get(1)[epoch]), groups.get(3).path("mean").get(epoch).get(1));
        }
    }

    @Test
    void theTableIsThatOfSummaryCsvAndCanBeTaken() throws IOException {
        Document page = page(CUBE);
        Element table = page.selectFirst("table.sortable");
        assertEquals(List.of("point", "eta_fw", "taur", "algorithm", "noise_scale", "complete", "not finite", "test accuracy"),
                table.select("thead th").eachText().subList(0, 8));
        assertEquals(12, table.select("tbody th[scope=row]").size());
        double[] means = column(folder.resolve("sweep"), "test_accuracy_mean");
        assertEquals(means[1], Double.parseDouble(table.select("tbody tr").get(1).select("td").get(6).attr("data-v")));
        assertTrue(table.select("tbody tr").get(8).text().startsWith("p0009 1e38 0 PAL 0.01 0 2 \u2013"), table.text());
        String link = page.selectFirst("a[download]").attr("href");
        assertEquals("tiny-summary.csv", page.selectFirst("a[download]").attr("download"));
        assertEquals(Files.readString(folder.resolve("sweep/summary.csv")),
                new String(Base64.getDecoder().decode(link.substring("data:text/csv;base64,".length())), StandardCharsets.UTF_8));
    }

    @Test
    void twoKeysAreChosenAndTheOthersAreHeldAtTheBestPoint() {
        Document page = page(CUBE);
        JsonNode chart = Folders.chart(page, "Test accuracy");
        assertEquals(0, chart.path("across").asInt());
        assertEquals(1, chart.path("colour").asInt());
        assertFalse(chart.path("map").asBoolean());
        SweepData data = SweepData.read(folder.resolve("sweep"));
        List<Integer> best = View.places(data.directions(), data.results().best().orElseThrow().number());
        assertEquals(best.toString().replace(" ", ""), chart.path("at").toString());
        assertTrue(page.text().contains("The others are held at those of the best point: noise_scale = " + (best.get(2) == 0 ? "0.01" : "0")),
                page.text());
        String caption = page.selectFirst("figcaption").text();
        assertTrue(caption.contains("nothing is averaged over them") && caption.contains("Crosses mark") && caption.contains("With noise_scale vary "
                + "algorithm."), caption);
        assertEquals(1, page.select("#controls[role=group][aria-label]").size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "product: {eta_bw: [1, 2, 3], noise_scale: [0, 0.1, 0.2]} | 0 | 1 | true",
        "product: {taur: [0, 1], eta_bw: [1, 2, 3]}               | 1 | 0 | false",
        "product: {algorithm: [PAL, FA, BP], eta_bw: [0, 1]}       | 1 | 0 | false",
        "product: {eta_bw: [1, 2, 3], taur: [1]}                   | 0 | -1 | false"
    })
    void whatIsShownAtFirst(String axes, int across, int colour, boolean map) {
        View view = View.of(Direction.of(Catalog.sweep("yinyang", List.of("noise_scale=0", "sweep={" + axes + "}").subList(
                axes.contains("noise_scale") ? 1 : 0, 2), notes -> {})), java.util.Optional.empty()).orElseThrow();
        assertEquals(new View(across, colour, map, List.of(0, 0)), view);
    }

    @Test
    void valuesLieWhereTheyAreSpacedEvenly() {
        assertEquals(Scale.LOG, Direction.scale(new double[] {0.1, 1, 10}));
        assertEquals(Scale.LOG, Direction.scale(new double[] {10, 0.1, 1, 3}));
        assertEquals(Scale.LINEAR, Direction.scale(new double[] {1, 2, 3, 4, 5, 6, 7, 8}));
        assertEquals(Scale.LINEAR, Direction.scale(new double[] {-1, 0, 10}));
        assertEquals(Scale.LINEAR, Direction.scale(new double[] {1, 100}));
        assertEquals(Scale.LINEAR, Direction.scale(new double[] {0, 0, 0}));
        assertEquals(Scale.EVEN, Direction.scale(new double[] {0, 0.01, 0.1}));
        assertEquals(Scale.LINEAR, Direction.scale(new double[] {0, 0.25, 0.5, 0.75, 1}));
    }

    @Test
    void whatIsMissingIsSaidAndLeftOut() throws IOException {
        Path sweep = Folders.sweep(folder.resolve("sweep"), CUBE);
        Files.delete(sweep.resolve("p0001/seed-123456/result.json"));
        Document page = Folders.page(Report.write(sweep));
        assertTrue(page.select(".notice").text().contains("not finished: 1 run is missing."), page.text());
        JsonNode first = Folders.chart(page, "Training error").path("points").get(0);
        assertEquals(1, first.get(3).asInt());
        assertEquals(1, first.get(4).size());
        assertTrue(first.get(1).isNull(), "one run has no deviation");
        try (Stream<Path> runs = Files.walk(sweep)) {
            for (Path result : runs.filter(file -> file.endsWith("result.json")).toList()) {
                Files.delete(result);
            }
        }
        Document empty = Folders.page(Report.write(sweep));
        assertEquals(List.of("Points", "Configuration", "Not on this page"), empty.select("h2").eachText());
        assertTrue(empty.select(".notice").text().contains("24 runs are missing"), empty.text());
        assertEquals(Map.of("24 runs", "Not finished. ./pal4j sweep --resume " + sweep + " computes what is missing.", "Final measures",
                "No run is complete yet."), Folders.leftOut(empty));
    }

    /** What other pages have, and this one has not, with the reason. */
    @Test
    void whatIsLeftOutHasAReason() throws IOException {
        Map<String, String> why = Folders.leftOut(page(CUBE));
        assertEquals(Map.of("Values of 8 runs", "They were not finite any more, so they count for no mean.",
                "Weights and recordings of single runs", "They are on the pages of runs. For one: ./pal4j report "
                        + folder.resolve("sweep/p0001/seed-123456")),
                why);
        Path sweep = folder.resolve("sweep");
        Files.delete(sweep.resolve("p0001/seed-123456/result.json"));
        Files.writeString(sweep.resolve("p0002/seed-123456/metrics.csv"), "epoch");
        why = Folders.leftOut(Folders.page(Report.write(sweep)));
        assertTrue(why.containsKey("2 runs"), why.toString());
        assertTrue(why.get("What can't be read").contains("p0002/seed-123456"), why.toString());
        Path untested = Folders.sweep(folder.resolve("not tested"), "sweep={product: {eta_fw: [0.1, 0.2]}}", "test_samples=0");
        assertTrue(Folders.leftOut(Folders.page(Report.write(untested))).get("Weights and recordings of single runs")
                .endsWith("./pal4j report '" + untested + "/p0001/seed-123456'"), "one word of a shell");
        assertEquals("There were no test samples.", Folders.leftOut(Folders.page(Report.write(untested))).get("Measures of a test"));
    }

    /** Of two seeds, one is complete: there are no means and no deviations. */
    @Test
    void captionsTellWhatThereIs() throws IOException {
        Path sweep = Folders.sweep(folder.resolve("sweep"), "sweep={product: {eta_fw: [0.1, 0.2]}}");
        Document page = Folders.page(Report.write(sweep));
        assertTrue(page.text().contains("bands and bars are one standard deviation") && page.text().contains("each the mean over its seeds."),
                page.text());
        Files.delete(sweep.resolve("p0001/seed-123456/result.json"));
        Files.delete(sweep.resolve("p0002/seed-123457/result.json"));
        page = Folders.page(Report.write(sweep));
        assertTrue(page.text().contains(" Each point has one seed so far."), page.text());
        assertFalse(page.text().contains("standard deviation to each side") || page.text().contains("each the mean over its seeds"), page.text());
    }

    @Test
    void damagedFilesAreNotedAndTheRestIsShown() throws IOException {
        Path sweep = Folders.sweep(folder.resolve("sweep"), CUBE);
        int charts = Folders.titles(Folders.page(Report.write(sweep))).size();
        Path metrics = sweep.resolve("p0002/seed-123457/metrics.csv");
        String whole = Files.readString(metrics);
        for (String[] damaged : new String[][] {
            {whole.replaceFirst("(?m)^(2,\\d+,)[^,]*", "$1x"), "p0002/seed-123457: train_error = x is not a number"},
            {whole.replaceFirst("train_error", ""), "p0002/seed-123457: has"},
        }) {
            Files.writeString(metrics, damaged[0]);
            List<String> notes = new ArrayList<>();
            Document page = Folders.page(Report.write(List.of(sweep), sweep.resolve("report.html"), notes::add));
            assertTrue(page.select(".notice").text().contains("A run can't be read, and is left out: " + damaged[1]), page.text());
            assertTrue(page.select(".notice").text().contains("1 run is missing"), page.text());
            assertEquals(charts, Folders.titles(page).size());
            assertEquals(1, notes.size(), notes.toString());
        }
    }

    @Test
    void nothingFromOutsideBecomesMarkup() throws IOException {
        String evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\\\"'<!--";
        Path sweep = Folders.sweep(folder.resolve("a<b>&"), "title=\"" + evil + "\"", "sweep={product: {eta_fw: [0.1, 0.2]}}");
        // What a run measures is named in its files.
        for (String seed : List.of("123456", "123457")) {
            Path metrics = sweep.resolve("p0001/seed-" + seed + "/metrics.csv");
            List<String> lines = new ArrayList<>(Files.readAllLines(metrics));
            lines.replaceAll(line -> line + (line.startsWith("epoch") ? ",<img src=y>" : ",1"));
            Files.write(metrics, lines);
        }
        Document page = Folders.page(Report.write(sweep));
        assertEquals(3, page.select("script").size());
        assertEquals(0, page.select("img, b").size());
        assertEquals(evil.replace("\\\"", "\""), page.selectFirst(".subtitle").wholeText());
        assertTrue(Folders.titles(page).contains("<img src=y>"), Folders.titles(page).toString());
        assertFalse(page.selectFirst("script#data").data().contains("<"));
        page.select("figure").forEach(figure -> assertTrue(figure.selectFirst("figcaption").text().length() > 20
                && figure.select(".chart[role=img][aria-label]").size() == 1, figure.outerHtml()));
    }

    @Test
    void whatDoesNotFitIsLeftToTheFile() {
        Path sweep = Folders.sweep(folder.resolve("sweep"), CUBE);
        SweepData data = SweepData.read(sweep);
        String html = Table.of(data, new Detail(200, 8, 4, 8));
        assertTrue(html.contains("The first 4 of 12 points, mean \u00b1 standard deviation over complete runs; all are in summary.csv"), html);
        // As many charts as there are means for, and no single seeds.
        List<Chart> charts = Grids.of(data, new Detail(1, 8, 4, 8));
        assertEquals(2, charts.size());
        assertEquals(4, ((List<?>) ((List<?>) charts.getFirst().data().values().get("points")).getFirst()).size());
        assertFalse(charts.getFirst().caption().contains("dots single seeds"));
        assertTrue(Grids.words(data, charts).contains("2 of " + data.measures().size() + " measures have a chart"));
        String message = assertThrows(InputException.class, () -> SweepPage.read(sweep).html(1_000_000)).getMessage();
        assertTrue(message.contains("1000000 is the limit; sweep fewer points"), message);
    }

    @Test
    void manyPointsShareTheLearningCurves() {
        Document page = page("sweep={product: {eta_fw: {from: 0.1, to: 1, points: 50}}}", "seeds=[1]", "epochs=1");
        JsonNode groups = Folders.chart(page, "Training error over epochs").path("groups");
        assertEquals(Curves.MAX_LINES, groups.size());
        assertEquals(0, groups.get(0).path("shade").asDouble());
        assertEquals(1, groups.get(Curves.MAX_LINES - 1).path("shade").asDouble());
        assertTrue(page.text().contains("40 of the 50 points with complete runs, evenly chosen."), page.text());
        assertTrue(Folders.leftOut(page).get("Learning curves of 10 points").startsWith("A chart has at most 40 lines"), page.text());
    }

    @Test
    void aSweepIsNoPartOfAComparison() {
        Path sweep = Folders.sweep(folder.resolve("sweep"), "sweep={product: {eta_fw: [0.1]}}");
        Path run = Folders.run(folder.resolve("run"));
        String message = assertThrows(InputException.class, () -> Report.write(List.of(run, sweep), folder.resolve("c.html"))).getMessage();
        assertTrue(message.contains("is the folder of a sweep, which has a page of its own: ./pal4j report " + sweep), message);
        // One point is a sweep, too: there is nothing to draw it against.
        assertEquals(List.of("Points", "Learning curves", "Configuration", "Not on this page"),
                Folders.page(Report.write(sweep)).select("h2").eachText());
        assertEquals("No key has more than one value.", Folders.leftOut(Folders.page(Report.write(sweep))).get("Charts of final measures"));
    }
}
