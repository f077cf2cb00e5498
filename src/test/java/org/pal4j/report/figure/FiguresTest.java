package org.pal4j.report.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.InputException;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.FigureFormat;
import org.pal4j.chart.FigureStyle;
import org.pal4j.chart.FigureTheme;
import org.pal4j.report.figure.Figures.Figure;

/** Charts as files for print. */
class FiguresTest {
    private static final double POINTS_PER_MM = 72 / 25.4;

    @TempDir
    private Path folder;

    /** The scripts are read once. */
    private static Drawing drawing;

    @BeforeAll
    static void start() {
        drawing = new Drawing(new Typeface());
    }

    @AfterAll
    static void end() {
        drawing.close();
    }

    private static Chart curve(String title, String name, double... values) {
        ChartData data = ChartData.of("lines").put("title", title);
        data.object("x").put("name", "epoch");
        data.object("y").put("name", "accuracy").put("unit", "%");
        data.object("guide").put("y", 50).put("label", "chance");
        List<Object> groups = data.list("groups");
        List<Object> mean = ChartData.append(groups).put("name", name).list("mean");
        for (int i = 0; i < values.length; i++) {
            ChartData.appendList(mean).addAll(List.of(i, values[i], 2.5));
        }
        ChartData.append(groups).put("name", "other").list("mean").add(List.of(1, 60));
        return new Chart(title, "How it went.", Size.HALF, data);
    }

    private static Chart matrix() {
        ChartData data = ChartData.of("confusion").put("title", "Matrix");
        data.list("classes").addAll(List.of("a", "b"));
        data.list("counts").addAll(List.of(List.of(7, 1), List.of(2, 6)));
        return new Chart("Matrix", "", Size.SQUARE, data);
    }

    private static Chart images() {
        ChartData data = ChartData.of("pairs").put("title", "Pairs").put("count", 1).put("width", 2).put("height", 2).put("above", "AP8A/w==")
                .put("below", "/wD/AA==");
        return new Chart("Pairs", "", Size.WIDE, data);
    }

    private List<Path> write(FigureFormat format, String name, Chart... charts) {
        return write(FigureStyle.of(format), name, charts);
    }

    private List<Path> write(FigureStyle style, String name, Chart... charts) {
        return Figures.write(Arrays.stream(charts).map(chart -> new Figure("", chart)).toList(), style, folder.resolve(name), drawing);
    }

    @Test
    void anSvgHasTextsAndTheValuesOfThePage() throws IOException {
        double[] values = {33, 50, 80, 95};
        List<Path> files = write(FigureFormat.SVG, "svg", curve("Validation accuracy of \u03c6\u2032", "run \u4e2d", values), matrix(), images());
        assertEquals(List.of("validation-accuracy-of-phi.svg", "matrix.svg", "pairs.svg"), files.stream().map(f -> f.getFileName().toString())
                .toList());
        assertEquals(List.of("\u4e2d"), drawing.typeface().missing());
        Document svg = Jsoup.parse(Files.readString(files.getFirst()), Parser.xmlParser());
        Element root = svg.selectFirst("svg");
        assertEquals("85mm", root.attr("width"));
        List<String> texts = svg.select("text").eachText();
        assertTrue(texts.containsAll(List.of("Validation accuracy of \u03c6\u2032", "run ?", "other", "epoch", "accuracy (%)", "chance")),
                texts.toString());
        assertTrue(svg.selectFirst("desc").text().contains("first 33 % at epoch 0, last 95 % at epoch 3, best 95 % at epoch 3"),
                svg.selectFirst("desc").text());
        assertTrue(svg.selectFirst("style").data().concat(svg.selectFirst("style").text()).contains("data:font/ttf;base64,"));
        // Places on paper are a linear function of the values. ECharts rounds them to a tenth of a pixel.
        Element line = svg.select("path[stroke=#0072b2][stroke-width=2.4]").first();
        double[] at = SvgPath.numbers(line.attr("d"));
        assertEquals(2 * values.length, at.length);
        double scale = (at[7] - at[1]) / (values[3] - values[0]);
        assertTrue(scale < 0, "the greater, the higher");
        for (int i = 0; i < values.length; i++) {
            assertEquals(at[0] + i * (at[6] - at[0]) / 3, at[2 * i], 0.11);
            assertEquals(at[1] + scale * (values[i] - values[0]), at[2 * i + 1], 0.11);
        }
        assertEquals("180mm", Jsoup.parse(Files.readString(files.get(2)), Parser.xmlParser()).selectFirst("svg").attr("width"));
        assertTrue(Files.readString(files.get(2)).contains("data:image/png;base64,"));
        Document matrix = Jsoup.parse(Files.readString(files.get(1)), Parser.xmlParser());
        assertTrue(matrix.select("text").eachText().containsAll(List.of("7", "1", "2", "6", "100 %")), matrix.select("text").eachText()
                .toString());
    }

    @Test
    void aPdfHasItsFontAndItsSize() throws IOException {
        Path file = write(FigureFormat.PDF, "pdf", curve("Accuracy", "run", 10, 20, 95)).getFirst();
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            assertEquals(1, document.getNumberOfPages());
            assertEquals(85 * POINTS_PER_MM, document.getPage(0).getMediaBox().getWidth(), 0.01);
            assertEquals("Accuracy", document.getDocumentInformation().getTitle());
            int fonts = 0;
            for (COSName name : document.getPage(0).getResources().getFontNames()) {
                PDFont font = document.getPage(0).getResources().getFont(name);
                assertTrue(font.isEmbedded(), font.getName());
                assertTrue(font.getName().endsWith("+LiberationSans"), font.getName());
                fonts++;
            }
            assertEquals(1, fonts);
            String text = new PDFTextStripper().getText(document).replaceAll("\\s", "");
            for (String word : List.of("Accuracy", "run", "other", "epoch", "accuracy(%)", "chance")) {
                assertTrue(text.contains(word), text);
            }
        }
    }

    @Test
    void aPngHasThePixelsOfItsSize() throws IOException {
        Path file = write(FigureFormat.PNG, "png", curve("Accuracy", "run", 10, 20, 95)).getFirst();
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(Math.round(85 / 25.4 * PngFile.DPI), image.getWidth());
        int blue = 0;
        int dark = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int color = image.getRGB(x, y) & 0xffffff;
                blue += color == 0x0072b2 ? 1 : 0;
                dark += color == 0x1f2328 ? 1 : 0;
            }
        }
        assertTrue(blue > 5_000, "the line: " + blue);
        assertTrue(dark > 1_000, "the letters: " + dark);
        // 600 dots per inch in the file, in dots per metre.
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("pHYs");
        assertEquals(23622, java.nio.ByteBuffer.wrap(bytes).getInt(at + 4));
    }

    @Test
    void bytesDependOnTheChartsAlone() throws IOException {
        for (FigureFormat format : List.of(FigureFormat.SVG, FigureFormat.PDF)) {
            Chart[] charts = {curve("Accuracy", "run", 10, 20, 95), matrix(), images()};
            for (FigureTheme theme : FigureTheme.values()) {
                FigureStyle style = new FigureStyle(format, theme, OptionalDouble.empty());
                List<Path> first = write(style, "first", charts);
                List<Path> second = write(style, "second", charts);
                for (int i = 0; i < first.size(); i++) {
                    assertArrayEquals(Files.readAllBytes(first.get(i)), Files.readAllBytes(second.get(i)), first.get(i).toString());
                }
            }
        }
    }

    /** Those of the page's dark theme in charts.js, up to the edges, beside the light figures. */
    @Test
    void darkFiguresHaveTheDarkColoursOfThePage() throws IOException {
        Chart chart = curve("Accuracy", "run", 10, 20, 95);
        Path light = write(FigureFormat.PNG, "both", chart).getFirst();
        Path dark = write(new FigureStyle(FigureFormat.PNG, FigureTheme.DARK, OptionalDouble.empty()), "both", chart).getFirst();
        assertEquals("accuracy.png", light.getFileName().toString());
        assertEquals("accuracy-dark.png", dark.getFileName().toString());
        assertEdges(0xffffff, ImageIO.read(light.toFile()));
        assertEdges(0x0f1418, ImageIO.read(dark.toFile()));
        String svg = Files.readString(write(new FigureStyle(FigureFormat.SVG, FigureTheme.DARK, OptionalDouble.empty()), "both", chart).getFirst());
        assertTrue(svg.contains("<rect width=\"100%\" height=\"100%\" fill=\"#0f1418\"/>"), svg);
        assertTrue(svg.contains("stroke=\"#4ba3e3\"") && svg.contains("fill=\"#e6edf3\""), svg);
        for (String lightColour : List.of("#ffffff", "#1f2328", "#0072b2", "#57606a")) {
            assertFalse(svg.contains(lightColour), lightColour);
        }
    }

    private static void assertEdges(int colour, BufferedImage image) {
        for (int x : new int[] {0, image.getWidth() - 1}) {
            for (int y : new int[] {0, image.getHeight() - 1}) {
                assertEquals(colour, image.getRGB(x, y) & 0xffffff, x + ", " + y);
            }
        }
    }

    @Test
    void onlyFiguresAreReplaced() throws IOException {
        Chart chart = matrix();
        for (FigureFormat format : FigureFormat.values()) {
            assertEquals(write(format, "own", chart), write(format, "own", chart));
        }
        Path own = folder.resolve("own/matrix.pdf");
        byte[] bytes = Files.readAllBytes(own);
        assertEquals(own, write(FigureFormat.PDF, "own", chart).getFirst());
        assertArrayEquals(bytes, Files.readAllBytes(own));
        Files.writeString(own, "mine");
        InputException refused = assertThrows(InputException.class, () -> write(FigureFormat.PDF, "own", curve("Accuracy", "r", 1, 2), chart));
        assertEquals(own + ": exists already and is no figure of PAL4J, so it is not overwritten; give another folder with --out",
                refused.getMessage());
        assertEquals("mine", Files.readString(own));
        assertFalse(Files.exists(own.resolveSibling("accuracy.pdf")), "nothing is written if one can't be");
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertEquals(file + ": is a file; figures go into a folder, so give another name with --out",
                assertThrows(InputException.class, () -> write(FigureFormat.PDF, "file", chart)).getMessage());
    }

    @Test
    void chartsOfOneTitleHaveFilesOfTheirOwn() {
        List<Path> files = Figures.write(List.of(new Figure("run 1", matrix()), new Figure("run 1", matrix()), new Figure("run 2", matrix())),
                new FigureStyle(FigureFormat.SVG, FigureTheme.LIGHT, OptionalDouble.of(120)), folder, drawing);
        assertEquals(List.of("run-1-matrix.svg", "run-1-matrix-2.svg", "run-2-matrix.svg"), files.stream().map(f -> f.getFileName().toString())
                .toList());
    }
}
