package org.pal4j.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.chart.Thinning;
import org.pal4j.format.NpyRows;
import org.pal4j.model.Terms;
import org.pal4j.report.TimeSeries.Rows;
import org.pal4j.report.page.AngleNames;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.LineChart;
import org.pal4j.report.page.LineChart.Axis;
import org.pal4j.report.page.LineChart.Guide;
import org.pal4j.report.page.Measure;
import org.pal4j.report.page.Section;
import org.pal4j.run.RunFiles;

/**
 * Charts of the recordings of a run: the arrays in its folder {@code recordings}, with a row for each entry of {@code step.npy}. If a run was
 * killed or is still running, arrays may differ in length; only rows common to all are shown. Of files of any length, only the rows that are shown
 * are read.
 */
record Recordings(ReportedRun reported, Detail detail, Rows steps) {
    static final String TITLE = "Recordings";
    private static final String ENDING = ".npy";
    private static final String STEP = "step";
    /** Maximum number of rows of which a line keeps the ones that show its form. */
    private static final int MAX_ROWS = 20_000;
    /** Maximum number of lines that have a meaning each. */
    private static final int MAX_LINES = 64;
    private static final int MAX_CHARTS = 30;
    private static final Section NOTHING = new Section(TITLE, "", List.of());

    /** Returns the section for the replica on display; empty if nothing was recorded. */
    static Section of(ReportedRun reported, Detail detail) {
        Notes notes = reported.run().notes();
        List<Path> files = reported.example().flatMap(replica -> notes.attempt(() -> files(replica.folder().resolve(RunFiles.SERIES))))
                .orElse(List.of());
        Optional<NpyRows> steps = files.stream().filter(file -> name(file).equals(STEP)).findFirst().flatMap(file -> notes.attempt(() -> {
            NpyRows rows = NpyRows.of(file);
            if (rows.shape().length > 1) {
                throw new InputException(file + ": must have one number in each row");
            }
            return rows;
        }));
        return steps.map(rows -> new Recordings(reported, detail, Rows.of(rows)).section(files)).orElse(NOTHING);
    }

    private Section section(List<Path> files) {
        List<Chart> charts = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Path file : files) {
            if (List.of(STEP, RunFiles.EPOCH).contains(name(file))) {
                continue;
            }
            if (charts.size() == MAX_CHARTS) {
                left.add(name(file));
                continue;
            }
            reported.run().notes().attempt(() -> chart(file)).flatMap(chart -> chart).ifPresent(charts::add);
        }
        // Large charts come first. The sort is stable, so names stay in order.
        charts.sort(Comparator.comparing(chart -> chart.size() == Size.SMALL));
        String note = left.isEmpty() ? "" : Html.paragraph("Too much to be shown here: " + Fault.shown(String.join(", ", left)) + ".");
        String html = charts.isEmpty() && left.isEmpty() ? "" : reported.whose("Shown is the replica ") + note;
        return new Section(TITLE, html, charts);
    }

    /** Returns the chart of a file; empty if it has nothing to show. */
    private Optional<Chart> chart(Path file) {
        NpyRows array = NpyRows.of(file);
        boolean empty = Arrays.stream(array.shape()).anyMatch(size -> size == 0) || steps.shape()[0] < 2;
        return empty ? Optional.empty() : Optional.of(chart(name(file), array.shape(), Rows.of(array)));
    }

    private Chart chart(String name, int[] shape, Rows array) {
        Terms terms = reported.run().terms();
        if (AngleNames.isAngle(name) && (shape.length == 1 || shape.length == 2 && shape[1] <= MAX_LINES)) {
            List<String> names = shape.length == 1 ? List.of(AngleNames.AXIS.name())
                    : numbers(name, shape[1]).stream().map(number -> terms.part() + " " + number).toList();
            String title = AngleNames.titleOfOne(name, terms);
            return lines(title, AngleNames.meaning(name, terms), AngleNames.AXIS, AngleNames.CHANCE, names, array);
        }
        if (name.equals("mse") && shape.length == 1) {
            Axis axis = Axis.fromZero("squared error");
            String meaning = "How far the output was from its target, squared, in single " + terms.steps() + ".";
            return lines("Squared error", meaning, axis, Optional.empty(), List.of(axis.name()), array);
        }
        String y = name.replaceFirst("\\d+$", "").replace('_', ' ');
        return new TimeSeries(terms.step(), steps, detail).chart(name + " over " + terms.steps(), y, array);
    }

    /** Returns the area or layer of each column of angles: those in metrics.csv for the same kind of angle, or else all from 1. */
    private List<String> numbers(String name, int columns) {
        String kind = AngleNames.kind(name);
        List<String> measured = reported.run().angles().stream().map(Measure::name).filter(other -> AngleNames.kind(other).equals(kind))
                .map(AngleNames::number).toList();
        return measured.size() == columns ? measured : IntStream.rangeClosed(1, columns).mapToObj(Integer::toString).toList();
    }

    /** Returns a chart with one line per column, of finite values only. */
    private Chart lines(String what, String meaning, Axis axis, Optional<Guide> guide, List<String> names, Rows array) {
        String title = what + ", as recorded";
        ChartData data = LineChart.data(title, reported.run().terms().step(), axis, guide);
        List<Object> groups = data.list("groups");
        int columns = names.size();
        int common = Math.min(steps.shape()[0], array.shape()[0]);
        int[] rows = Thinning.evenly(common, MAX_ROWS);
        double[] at = steps.read(rows);
        double[] values = array.read(rows);
        for (int column = 0; column < columns; column++) {
            int own = column;
            int[] finite = IntStream.range(0, rows.length).filter(k -> Double.isFinite(values[k * columns + own])).toArray();
            double[] x = Arrays.stream(finite).mapToDouble(k -> at[k]).toArray();
            double[] y = Arrays.stream(finite).mapToDouble(k -> values[k * columns + own]).toArray();
            List<Object> line = ChartData.append(groups).put("name", names.get(column)).list("mean");
            LineChart.thinned(line, x, y, Math.max(10, detail.points() / 4 / columns));
        }
        return new Chart(title, meaning + " Recorded " + Numbers.count(common) + " times."
                + (rows.length < common ? " Of these, " + Numbers.count(rows.length) + " were looked at, evenly spaced." : ""), Size.HALF, data);
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    private static List<Path> files(Path folder) {
        return Files.isDirectory(folder) ? RunReader.entries(folder, file -> file.getFileName().toString().endsWith(ENDING)) : List.of();
    }
}
