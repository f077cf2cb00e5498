package org.pal4j.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.chart.Thinning;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Reason;
import org.pal4j.model.Terms;
import org.pal4j.report.page.AngleNames;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.LineChart;
import org.pal4j.report.page.LineChart.Axis;
import org.pal4j.report.page.Section;
import org.pal4j.run.RunFiles;

/**
 * What was recorded while a run went on: the arrays in its folder {@code recordings}, with a row for each entry of {@code step.npy}. A run that
 * was killed, or goes on, may have some rows more in one array than in another; the rows that all have are shown.
 */
final class Recordings {
    private static final String ENDING = ".npy";
    private static final String STEP = "step";
    /** Larger arrays are not read for a chart. */
    private static final long MOST_BYTES = 1L << 26;
    private static final int MOST_CHARTS = 30;

    private final Terms terms;
    private final Detail detail;
    private final double[] steps;

    private Recordings(Terms terms, Detail detail, double[] steps) {
        this.terms = terms;
        this.detail = detail;
        this.steps = steps;
    }

    /**
     * The section; empty if nothing was recorded.
     *
     * @param folder of a run by itself
     * @param whose  HTML before the charts
     * @throws InputException if an array is damaged
     */
    static Section of(Path folder, String whose, Terms terms, Detail detail) {
        List<Path> files = files(folder.resolve(RunFiles.SERIES));
        Optional<Path> steps = files.stream().filter(file -> name(file).equals(STEP)).findFirst();
        return steps.map(file -> new Recordings(terms, detail, read(file).toDoubles()).section(files, whose))
                .orElse(new Section("Recordings", "", List.of()));
    }

    private Section section(List<Path> files, String whose) {
        List<Chart> charts = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Path file : files) {
            if (List.of(STEP, RunFiles.EPOCH).contains(name(file))) {
                continue;
            }
            if (charts.size() == MOST_CHARTS || size(file) > MOST_BYTES) {
                left.add(name(file));
                continue;
            }
            NpyArray array = read(file);
            if (array.shape().length > 0 && array.size() > 0 && steps.length > 1) {
                charts.add(chart(name(file), Arrays.copyOf(steps, Math.min(steps.length, array.shape()[0])), array));
            }
        }
        // Large charts first; else they stay in the order of names.
        charts.sort(Comparator.comparing(chart -> chart.size() == Size.SMALL));
        String note = left.isEmpty() ? "" : Html.paragraph("Too much to be shown here: " + String.join(", ", left) + ".");
        return new Section("Recordings", charts.isEmpty() && left.isEmpty() ? "" : whose + note, charts);
    }

    private Chart chart(String name, double[] times, NpyArray array) {
        int[] shape = array.shape();
        if (AngleNames.isAngle(name) && shape.length <= 2) {
            boolean one = shape.length == 1;
            List<String> names = one ? List.of(terms.part() + " " + AngleNames.number(name))
                    : IntStream.rangeClosed(1, shape[1]).mapToObj(column -> terms.part() + " " + column).toList();
            ChartData data = LineChart.data(AngleNames.titleOfOne(name, terms) + ", as recorded", terms.step(), AngleNames.AXIS, AngleNames.CHANCE);
            return lines(data, AngleNames.meaning(name, terms), names, times, array);
        }
        if (name.equals("mse") && shape.length == 1) {
            Axis axis = Axis.fromZero("squared error");
            ChartData data = LineChart.data("Squared error, as recorded", terms.step(), axis, Optional.empty());
            return lines(data, "The squared length of the difference between output and target, in single " + terms.steps() + ".",
                    List.of(axis.name()), times, array);
        }
        return TimeSeries.chart(name + " over " + terms.steps(), name.replaceFirst("\\d+$", "").replace('_', ' '), terms.step(), times, array, detail);
    }

    /** One line for each column, of values that are finite. */
    private Chart lines(ChartData data, String meaning, List<String> names, double[] times, NpyArray array) {
        List<Object> groups = data.list("groups");
        int columns = names.size();
        double[] values = array.toDoubles();
        for (int column = 0; column < columns; column++) {
            int at = column;
            int[] finite = IntStream.range(0, times.length).filter(row -> Double.isFinite(values[row * columns + at])).toArray();
            double[] x = Arrays.stream(finite).mapToDouble(row -> times[row]).toArray();
            double[] y = Arrays.stream(finite).mapToDouble(row -> values[row * columns + at]).toArray();
            List<Object> line = ChartData.append(groups).put("name", names.get(column)).list("mean");
            for (int i : Thinning.lttb(x, y, Math.max(10, detail.points() / 4 / columns))) {
                LineChart.point(line, x[i], y[i]);
            }
        }
        return new Chart((String) data.values().get("title"), meaning + " Recorded " + Numbers.count(times.length) + " times.", Size.HALF, data);
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.getFileName().toString().endsWith(ENDING) && Files.isRegularFile(file)).sorted().toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Bytes may follow the array: rows that are not counted yet. */
    private static NpyArray read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Npy.read(in, MOST_BYTES, file.toString());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InputException unreadable(Path path, IOException e) {
        return new InputException(path + ": can't be read (" + Reason.of(e) + ")", e);
    }
}
