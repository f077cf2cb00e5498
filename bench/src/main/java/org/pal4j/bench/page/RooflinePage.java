package org.pal4j.bench.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.score.Roofline;
import org.pal4j.bench.score.Row;
import org.pal4j.bench.score.Table;
import org.pal4j.chart.Chart;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Numbers;
import org.pal4j.format.WholeFile;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.Page;
import org.pal4j.report.page.Section;

/**
 * The table as a page that is complete in itself: what is not valid, the roofline as a picture, the rows with their ratios, the machine and the
 * commands.
 */
public final class RooflinePage {
    /** Of the horizontal axis, operations for each byte. What needs no bytes stands at its right end. */
    private static final double LEAST = 0.1;
    private static final double MOST = 100;
    /** Of these sizes the picture has a line; the caches that hold them are those of most machines. */
    private static final long[] LEVELS = {24 << 10, 512 << 10, 8 << 20, 256 << 20};

    private RooflinePage() {}

    /** Writes a file, whole. */
    public static void write(Path file, List<Row> rows, Roofline roofline, Map<String, String> environment, List<Jdk> jdks, String command) {
        byte[] bytes = of(rows, roofline, environment, jdks, command).getBytes(StandardCharsets.UTF_8);
        try {
            WholeFile.write(file, out -> out.write(bytes));
        } catch (IOException e) {
            throw new InputException("--page " + file + ": can't be written (" + e.getMessage() + ")", e);
        }
    }

    /** Returns the HTML. */
    static String of(List<Row> rows, Roofline roofline, Map<String, String> environment, List<Jdk> jdks, String command) {
        List<Row> measured = rows.stream().filter(row -> !row.isRoof()).toList();
        List<Section> sections = List.of(
                new Section("What is not valid", invalid(rows), List.of()),
                new Section("Roofline", "", roofline.isKnown() ? List.of(chart(measured, roofline, jdks)) : List.of()),
                new Section("Steps, updates and passes", table(measured), List.of()),
                new Section("What allocates", lines(Table.boxes(measured)), List.of()),
                new Section("Machine and commands", machine(rows, environment, jdks, command), List.of()));
        return Page.of("Benchmark", Html.subtitle(environment.get("cpu") + ", " + environment.get("os")), sections);
    }

    private static String invalid(List<Row> rows) {
        List<String> text = new ArrayList<>(Table.invalidRoofs(rows));
        for (Row row : rows) {
            if (!row.isRoof()) {
                row.reasons()
                        .forEach(reason -> text.add(Stream.of(row.name(), row.network(), row.mode(), row.jdk()).filter(part -> !part.isEmpty())
                                .collect(Collectors.joining(", ")) + ": " + reason.text()));
            }
        }
        return text.isEmpty() ? Html.paragraph("Nothing: all rows are steady, allocate nothing and lie below the roofline.")
                : Html.notice(String.join("\n", text));
    }

    private static Chart chart(List<Row> rows, Roofline roofline, List<Jdk> jdks) {
        List<Row> shown = rows.stream().filter(row -> row.gigaflops() > 0).toList();
        ChartData data = ChartData.of("roofline").put("title", "Operations in a second").put("x", "operations for each byte").put("y", "GFLOP/s")
                .put("peak", roofline.gigaflops());
        double slowest = shown.stream().mapToDouble(Row::gigaflops).min().orElse(1);
        double lowest = Math.min(slowest, LEAST * roofline.readAndWritten(LEVELS[LEVELS.length - 1]));
        data.put("low", Math.pow(10, Math.floor(Math.log10(lowest)))).put("high", Math.pow(10, Math.ceil(Math.log10(roofline.gigaflops() * 1.1))));
        List<Object> range = data.list("range");
        Numbers.add(range, LEAST);
        Numbers.add(range, MOST);
        List<Object> roofs = data.list("roofs");
        for (long bytes : LEVELS) {
            double speed = roofline.readAndWritten(bytes);
            ChartData.append(roofs).put("name", String.format(Locale.ROOT, "%s: %.0f GB/s", size(bytes), speed)).put("brief", size(bytes))
                    .put("speed", speed);
        }
        List<Object> groups = data.list("groups");
        for (Jdk jdk : jdks) {
            List<Object> points = ChartData.append(groups).put("name", jdk.name()).list("points");
            shown.stream().filter(row -> row.jdk().equals(jdk.name())).forEach(row -> point(points, row));
        }
        String caption = String.format(Locale.ROOT,
                "The lines are the most that this machine does: %.0f GFLOP/s, or the operations for which data of a "
                        + "size arrive, from caches and memory, read and written. A point is a row of the table%s. A hollow point is not valid. "
                        + "Points at the right end are products of matrices, whose bytes don't count.",
                roofline.gigaflops(), jdks.size() > 1 ? ", one colour for each JDK" : "");
        return new Chart("Roofline of " + shown.size() + " rows", caption, Chart.Size.TALL, data);
    }

    private static void point(List<Object> points, Row row) {
        ChartData point = ChartData.append(points).put("name", row.name() + ", " + row.network() + ", " + row.mode()).put("speed", row.gigaflops())
                .put("valid", row.isValid());
        if (Double.isFinite(row.intensity())) {
            point.put("at", row.intensity());
        } else {
            point.put("at", MOST);
        }
        List<Object> lines = point.list("lines");
        lines.add(String.format(Locale.ROOT, "%.4g us, %.4g GFLOP/s, %.0f %% of its roof", row.microseconds(), row.gigaflops(),
                100 * row.rooflineFraction()));
        row.reasons().forEach(reason -> lines.add("not valid: " + reason.text()));
    }

    private static String table(List<Row> rows) {
        boolean several = rows.stream().map(Row::jdk).distinct().count() > 1;
        List<String> head = new ArrayList<>(List.of("benchmark", "network", "mode"));
        if (several) {
            head.add("JDK");
        }
        head.addAll(List.of("us a step", "of its roof", "B a step"));
        if (several) {
            head.add("ratio to " + rows.getFirst().jdk() + ", 95 %");
        }
        head.add("valid");
        List<List<String>> cells = new ArrayList<>();
        for (Row row : rows) {
            List<String> line = new ArrayList<>(List.of(row.name(), row.network(), row.mode()));
            if (several) {
                line.add(row.jdk());
            }
            line.add(number(row.microseconds(), "%.4f"));
            line.add(number(100 * row.rooflineFraction(), "%.0f\u00a0%%"));
            line.add(number(row.allocated(), "%,.0f"));
            if (several) {
                line.add(ratio(row));
            }
            line.add(row.isValid() ? "yes" : "no");
            cells.add(line);
        }
        return Html.table(
                "The time for one step or update, the median of forks"
                        + (several ? ", and the geometric mean of ratios taken in turn with Student's interval" : ""),
                head, cells);
    }

    private static String ratio(Row row) {
        return row.ratio().map(Table::ratio).orElse("\u2013");
    }

    private static String number(double value, String format) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "\u2013";
    }

    private static String lines(List<String> lines) {
        StringBuilder html = new StringBuilder();
        lines.forEach(line -> html.append(Html.paragraph(line)));
        return html.toString();
    }

    private static String machine(List<Row> rows, Map<String, String> environment, List<Jdk> jdks, String command) {
        List<List<String>> cells = new ArrayList<>();
        for (String key : List.of("cpu", "cores", "os", "pal4j", "commit")) {
            cells.add(Arrays.asList(key, environment.getOrDefault(key, "unknown")));
        }
        for (Jdk jdk : jdks) {
            String java = rows.stream().filter(row -> row.jdk().equals(jdk.name()) && !row.java().isEmpty()).map(row -> row.java() + ", vectors "
                    + row.width()).findFirst().orElse("unknown");
            cells.add(List.of("JDK " + jdk.name(), String.join(" ", java, String.join(" ", jdk.flags())).strip()));
        }
        return Html.table("What was measured on", List.of("", ""), cells) + "<pre tabindex=\"0\">" + Html.text(command) + "</pre>\n"
                + Html.paragraph(
                        "Each row comes from JVMs that repeat the benchmark until it is steady: no kernel is being compiled, nothing is allocated, "
                                + "and the times of the last samples agree.");
    }

    private static String size(long bytes) {
        return bytes < 1 << 20 ? bytes / 1024 + " KB" : bytes / (1 << 20) + " MB";
    }
}
