package org.pal4j.report.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.catalog.Catalog;
import org.pal4j.chart.FigureFormat;
import org.pal4j.chart.FigureStyle;
import org.pal4j.chart.FigureTheme;
import org.pal4j.data.DataFolder;
import org.pal4j.report.Folders;
import org.pal4j.report.Report;
import org.pal4j.report.sweep.Direction.Scale;
import org.pal4j.sweep.Sweep;

/** Numbers of neurons as an axis, and what the page of a sweep makes of them. */
class NeuronsTest {
    private static final String VARIANTS = "variants: {FA: {algorithm: FA, noise_scale: 0, eta_bw: 0}, PAL: {}}";
    private static final String WIDTHS = "layers: [[4, 9, 3], [4, 3, 3], [4, 5, 3]]";

    @TempDir
    private Path folder;

    // --- the axis ----------------------------------------------------------------------------------------------------

    private static Direction layers(Sweep sweep) {
        return Direction.of(sweep).stream().filter(direction -> direction.name().equals("layers")).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fewer-neurons        | hidden neurons            | 3 5 8 12 20 30 60 120 | LOG    | true
            fewer-neurons-deep   | hidden neurons            | 10 20 40 60           | LOG    | true
            fewer-neurons-deeper | hidden neurons            | 15 30 60 90           | LOG    | true
            fewer-neurons-mnist  | hidden neurons            | 10 20 50 100 200      | LOG    | true
            autoencoder-latent   | neurons of hidden layer 2 | 2 4 8 16 32           | LOG    | true
            depth                | hidden areas              | 1 2 3 4 5 6           | LINEAR | false
            what-learns-deep     | hidden areas              | 2 3                   | LINEAR | false
            """)
    void layersAreAnAxisOfNumbers(String name, String axis, String numbers, Scale scale, boolean neurons) {
        Direction layers = layers(Catalog.sweep(name, List.of(), notes -> {}));
        assertEquals(axis, layers.axis());
        assertArrayEquals(List.of(numbers.split(" ")).stream().mapToDouble(Double::parseDouble).toArray(), layers.numbers().orElseThrow());
        assertEquals(scale, layers.scale());
        assertEquals(neurons, layers.neurons());
    }

    /** As text, 4-120-3 would come before 4-30-3. */
    @Test
    void networksAreSortedByTheirNeurons() {
        Direction layers = layers(Catalog.sweep("yinyang", List.of("sweep={product: {layers: [[4, 30, 3], [4, 120, 3], [4, 5, 3]]}}"), notes -> {}));
        assertEquals(List.of(2, 0, 1), layers.sorted());
        assertEquals(List.of("4-30-3", "4-120-3", "4-5-3"), layers.places());
        assertEquals("layers = 4-5-3", layers.label(2));
    }

    @Test
    void networksOfEquallyManyNeuronsAreNames() {
        Direction layers = layers(Catalog.sweep("yinyang", List.of("eta_fw=1", "sweep={product: {layers: [[4, 6, 3], [4, 3, 3, 3], [4, 4, 2, 3]]}}"),
                notes -> {}));
        assertEquals(Optional.empty(), layers.numbers().map(List::of));
        assertEquals(List.of("[4,6,3]", "[4,3,3,3]", "[4,4,2,3]"), layers.places());
        // A network without hidden areas is no place on such an axis.
        assertFalse(layers(Catalog.sweep("yinyang", List.of("eta_fw=1", "sweep={product: {layers: [[4, 3], [4, 5, 3]]}}"), notes -> {})).neurons());
    }

    @Test
    void variantsAreNamesOfTheirOwn() {
        Direction variants = Direction.of(Catalog.sweep("yinyang", List.of("sweep={" + VARIANTS + "}"), notes -> {})).getFirst();
        assertEquals(Scale.NAMES, variants.scale());
        assertEquals("PAL", variants.label(1));
    }

    /** More names than colours stay along the axis; long ones go upwards in a map. */
    @Test
    void manyNamesHaveRoom() {
        assertEquals(new View(1, 0, false, List.of(0, 0)), View.of(Direction.of(Catalog.sweep("what-learns-deep", List.of(), notes -> {})),
                Optional.empty()).orElseThrow());
        assertEquals(new View(1, 0, true, List.of(0, 0)), View.of(Direction.of(Catalog.sweep("autoencoder-rates", List.of(), notes -> {})),
                Optional.empty()).orElseThrow());
    }

    // --- the neurons that are needed ---------------------------------------------------------------------------------

    private static final NeededNeurons CURVE = new NeededNeurons(new double[] {4, 8, 16, 64, 128}, new double[] {0.5, 0.6, Double.NaN, 0.8, 0.7});

    @ParameterizedTest
    @CsvSource({
        "0.4, 4 or fewer", "0.5, 4 or fewer", "0.55, 5.7", "0.6, 8", "0.7, 23", "0.8, 64", "0.81, not reached with 128"
    })
    void neededNeuronsAreInterpolatedAlongLogarithms(double value, String words) {
        assertEquals(words, CURVE.words(value));
    }

    @Test
    void interpolationIsExact() {
        // Between 8 and 64 neurons, as 16 has no mean: half-way in accuracy is half-way in logarithms.
        assertEquals(Math.sqrt(8 * 64), CURVE.needed(0.7).orElseThrow(), 1e-9);
        assertEquals(64, CURVE.needed(0.8).orElseThrow(), 0);
        assertEquals(OptionalDouble.empty(), CURVE.needed(0.9));
        assertEquals(0.55, NeededNeurons.average(CURVE, List.of(CURVE, new NeededNeurons(new double[] {4, 8}, new double[] {1, 1}))), 1e-12);
    }

    // --- the page ----------------------------------------------------------------------------------------------------

    private Path sweep(String axes, String... settings) {
        List<String> all = new ArrayList<>(List.of("name=tiny", "Tpres=0.1", "train_samples=9", "validation_samples=6", "test_samples=12", "epochs=2",
                "snapshot_every=0", "seeds=2", "sweep={" + axes + "}"));
        all.addAll(List.of(settings));
        Path sweep = folder.resolve("sweep" + axes.hashCode());
        return Folders.sweep(sweep, Catalog.sweep("yinyang", all, notes -> {}), DataFolder.of(Optional.empty()));
    }

    @Test
    void accuracyAgainstNeuronsIsAChartWithACurveForEachVariant() {
        Document page = Folders.page(Report.write(sweep("product: {" + WIDTHS + ", taur: [1, 0]}, " + VARIANTS)));
        assertTrue(page.select("h2").eachText().contains("Accuracy against neurons"), page.select("h2").eachText().toString());
        JsonNode chart = Folders.chart(page, "Test accuracy against hidden neurons");
        assertTrue(chart.path("fixed").asBoolean());
        assertEquals(0, chart.path("across").asInt());
        assertEquals(2, chart.path("colour").asInt(), "names before numbers");
        assertFalse(chart.path("map").asBoolean());
        assertEquals("log", chart.path("directions").get(0).path("scale").asText());
        assertEquals("hidden neurons", chart.path("directions").get(0).path("axis").asText());
        assertTrue(chart.path("directions").get(2).path("bare").asBoolean());
        assertEquals(12, chart.path("points").size());
        assertEquals(Folders.chart(page, "Test accuracy").path("points"), chart.path("points"));
        Element figure =
                page.select("figure").stream().filter(one -> one.text().contains("Held at the best point: taur = ")).findFirst().orElseThrow();
        String told = figure.selectFirst(".chart").attr("aria-label");
        assertTrue(
                told.matches("(?s)Test accuracy against hidden neurons\\. .* FA: first [\\d.]+ % at 3, last [\\d.]+ % at 9, best .* PAL: first .*"),
                told);
    }

    @Test
    void theTablesHaveWhatEachVariantNeedsForTheMeansOfAnother() {
        Path sweep = sweep("product: {" + WIDTHS + "}, " + VARIANTS);
        Document page = Folders.page(Report.write(sweep));
        assertTrue(page.select("h3").eachText().contains("How many neurons are needed"));
        SweepData data = SweepData.read(sweep);
        double[][] means = new double[2][];
        for (int variant = 0; variant < 2; variant++) {
            int own = variant;
            // In the order of the file, the widths are 9, 3, 5.
            means[variant] = IntStream.of(1, 2, 0).mapToDouble(at -> data.statistic(data.sweep().points().get(2 * at + own),
                    data.measures().getFirst()).mean()).toArray();
        }
        double[] widths = {3, 5, 9};
        int best = IntStream.of(0, 1).boxed().max((a, b) -> Double.compare(IntStream.range(0, 3).mapToDouble(i -> means[a][i]).sum(),
                IntStream.range(0, 3).mapToDouble(i -> means[b][i]).sum())).orElseThrow();
        List<Element> tables = page.select(".needed table");
        assertEquals(2, tables.size());
        for (int k = 0; k < 2; k++) {
            int reference = k == 0 ? best : 1 - best;
            String name = List.of("FA", "PAL").get(reference);
            String other = List.of("FA", "PAL").get(1 - reference);
            assertEquals(List.of("hidden neurons, " + name, "test accuracy, " + name, "needed with " + other),
                    tables.get(k).select("thead th").eachText());
            for (int i = 0; i < 3; i++) {
                Element row = tables.get(k).select("tbody tr").get(i);
                assertEquals(Integer.toString((int) widths[i]), row.selectFirst("th").text());
                assertEquals(List.of(String.format(Locale.ROOT, "%.1f %%", 100 * means[reference][i]),
                        new NeededNeurons(widths, means[1 - reference]).words(means[reference][i])), row.select("td").eachText());
            }
        }
        assertEquals(1, page.select(".needed details").size(), "the best one is open");
        assertTrue(page.text().contains("that of " + List.of("FA", "PAL").get(best) + " is the highest on average"), page.text());
    }

    @Test
    void oneCurveNeedsNoTable() {
        Document page = Folders.page(Report.write(sweep("product: {" + WIDTHS + "}")));
        assertEquals(-1, Folders.chart(page, "Test accuracy against hidden neurons").path("colour").asInt());
        assertEquals(0, page.select(".needed").size());
    }

    @Test
    void withoutAnAccuracyThereIsAReason() {
        Path sweep = sweep("product: {" + WIDTHS + "}", "task=uniform", "validation_samples=0", "test_samples=0");
        Document page = Folders.page(Report.write(sweep));
        assertFalse(page.select("h2").eachText().contains("Accuracy against neurons"));
        assertEquals("No accuracy was measured.", Folders.leftOut(page).get("Accuracy against neurons"));
    }

    @Test
    void pagesOfOtherSweepsDoNotSpeakOfNeurons() {
        Map<String, String> why = Folders.leftOut(Folders.page(Report.write(sweep("product: {layers: [[4, 5, 3]], taur: [0, 1]}"))));
        assertFalse(why.containsKey("Accuracy against neurons"), why.toString());
    }

    @Test
    void theChartIsAFigureForPrint() throws Exception {
        Path sweep = sweep("product: {" + WIDTHS + "}, " + VARIANTS);
        List<Path> files = Report.figures(List.of(sweep), new FigureStyle(FigureFormat.SVG, FigureTheme.LIGHT, OptionalDouble.empty()),
                folder.resolve("figures"), notes -> {});
        Path figure = files.stream().filter(file -> file.endsWith("test-accuracy-against-hidden-neurons.svg")).findFirst().orElseThrow();
        String svg = Files.readString(figure);
        assertTrue(svg.contains("PAL: first ") && svg.contains("hidden neurons"), svg.substring(0, 1000));
    }
}
