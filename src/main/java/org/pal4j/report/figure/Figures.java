package org.pal4j.report.figure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.pal4j.InputException;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.FigureStyle;
import org.pal4j.folder.OwnFiles;
import org.pal4j.format.Reason;
import org.pal4j.format.WholeFile;
import org.pal4j.report.page.AltText;

/** Writes charts as files for print. */
public final class Figures {
    /**
     * A chart that becomes a file.
     *
     * @param prefix what its name begins with, if charts of several runs have the same titles; else empty
     */
    public record Figure(String prefix, Chart chart) {}

    /** What each file contains, by which it is known as a figure that may be overwritten. */
    static final String MARK = "PAL4J figure";
    /** Pixels around a drawing: its title and legend begin at its edge. */
    private static final int MARGIN = 4;
    /** The least width in millimetres at which a chart has room for its axes. */
    public static final double MIN_MM = 40;
    /** The largest width in millimetres: a poster. */
    public static final double MAX_MM = 420;
    /** The width of a column of a journal in millimetres. */
    public static final double COLUMN_MM = 85;
    /** The width of two columns of a journal in millimetres. */
    public static final double PAGE_MM = 180;

    /** Letters of 12 pixels on a page have 8 points in a figure. */
    private static final double MM_PER_PIXEL = 25.4 / 72 * 8 / 12;
    private static final int MAX_NAME = 80;

    private Figures() {}

    /**
     * Writes each chart as a file, named by its title. The bytes depend on the charts alone.
     *
     * @param figures  the charts
     * @param style    what the files are like
     * @param folder   where they go; made if it is missing
     * @param notes    receives a sentence for what a figure can't show
     * @return the files, in the order of the charts
     * @throws InputException if a file can't be written, or would replace a file that is no figure of PAL4J
     */
    public static List<Path> write(List<Figure> figures, FigureStyle style, Path folder, Consumer<String> notes) {
        try (Drawing drawing = new Drawing(new Typeface())) {
            List<Path> files = write(figures, style, folder, drawing);
            List<String> missing = drawing.typeface().missing();
            if (!missing.isEmpty()) {
                notes.accept("the font of figures, " + Typeface.NAME + ", does not have " + String.join(" ", missing)
                        + ", for which there is a question mark");
            }
            return files;
        }
    }

    /** Writes files with scripts that were read before. */
    static List<Path> write(List<Figure> figures, FigureStyle style, Path folder, Drawing drawing) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InputException(folder + ": is a file; figures go into a folder, so give another name with --out");
        }
        List<Path> files = names(figures, style).stream().map(folder::resolve).toList();
        files.forEach(Figures::requireReplaceable);
        try {
            OwnFiles.makeFolder(folder);
            for (int i = 0; i < files.size(); i++) {
                Chart chart = figures.get(i).chart();
                double width = style.widthMm().orElse(chart.size() == Size.WIDE || chart.size() == Size.TALL ? PAGE_MM : COLUMN_MM);
                byte[] bytes = bytes(chart, style, width, drawing);
                WholeFile.write(files.get(i), out -> out.write(bytes));
            }
        } catch (IOException e) {
            throw new InputException(folder + ": can't be written (" + Reason.of(e) + ")", e);
        }
        return files;
    }

    private static byte[] bytes(Chart chart, FigureStyle style, double widthMm, Drawing drawing) throws IOException {
        Typeface typeface = drawing.typeface();
        int width = (int) Math.round(widthMm / MM_PER_PIXEL) - 2 * MARGIN;
        Scene scene = SvgReader.read(drawing.svg(chart, width, height(chart, width), style.theme()), MARGIN, typeface);
        return switch (style.format()) {
            case SVG -> SvgFile.of(scene, widthMm, chart.title(), AltText.of(chart), typeface);
            case PDF -> PdfFile.of(scene, widthMm, chart.title());
            case PNG -> PngFile.of(scene, widthMm, typeface);
        };
    }

    private static int height(Chart chart, int width) {
        return switch (chart.size()) {
            case HALF, SMALL -> Math.min(340, Math.max(230, width * 4 / 5));
            case SQUARE -> Math.min(520, width + 70);
            case WIDE -> 380;
            case TALL -> 640;
        };
    }

    /** Returns a name for each chart: its title in letters that all file systems take, and a number if others have the same title. */
    private static List<String> names(List<Figure> figures, FigureStyle style) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (Figure figure : figures) {
            String plain = (figure.prefix() + " " + figure.chart().title()).replace("\u1d40", "T").replace("\u03c6\u2032", "phi")
                    .replace("\u0394", "d").toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
            String name = plain.isEmpty() ? "chart" : plain.substring(0, Math.min(MAX_NAME, plain.length()));
            int number = seen.merge(name, 1, Integer::sum);
            names.add(name + (number > 1 ? "-" + number : "") + style.theme().suffix() + style.format().ending());
        }
        return names;
    }

    /** Requires that a file is missing or an earlier figure, to protect other files. */
    private static void requireReplaceable(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(MARK)) {
                return;
            }
        } catch (IOException e) {
            throw new InputException(file + ": exists and can't be read (" + Reason.of(e) + "); give another folder with --out", e);
        }
        throw new InputException(file + ": exists already and is no figure of PAL4J, so it is not overwritten; give another folder with --out");
    }
}
