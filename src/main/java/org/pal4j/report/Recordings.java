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
import org.pal4j.InputException;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.format.Npy;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Reason;
import org.pal4j.model.Terms;
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
 * killed or is still running, arrays may differ in length; only rows common to all are shown.
 */
record Recordings(ReportedRun reported, Detail detail, double[] steps) {
    private static final String ENDING = ".npy";
    private static final String STEP = "step";
    /** Maximum size of an array for a chart. */
    private static final long MAX_BYTES = 1L << 26;
    private static final int MAX_CHARTS = 30;

    /** Returns the section for the replica on display; empty if nothing was recorded. */
    static Section of(ReportedRun reported, Detail detail) {
        List<Path> files = reported.example().map(replica -> files(replica.folder().resolve(RunFiles.SERIES))).orElse(List.of());
        Optional<Path> steps = files.stream().filter(file -> name(file).equals(STEP)).findFirst();
        return steps.map(file -> new Recordings(reported, detail, read(file).toDoubles()).section(files))
                .orElse(new Section("Recordings", "", List.of()));
    }

    private Section section(List<Path> files) {
        List<Chart> charts = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Path file : files) {
            if (List.of(STEP, RunFiles.EPOCH).contains(name(file))) {
                continue;
            }
            if (charts.size() == MAX_CHARTS || file.toFile().length() > MAX_BYTES) {
                left.add(name(file));
                continue;
            }
            NpyArray array = read(file);
            if (array.shape().length > 0 && array.size() > 0 && steps.length > 1) {
                charts.add(chart(name(file), array));
            }
        }
        // Large charts come first. The sort is stable, so names stay in order.
        charts.sort(Comparator.comparing(chart -> chart.size() == Size.SMALL));
        String note = left.isEmpty() ? "" : Html.paragraph("Too much to be shown here: " + String.join(", ", left) + ".");
        String html = charts.isEmpty() && left.isEmpty() ? "" : reported.whose("Shown is the replica ") + note;
        return new Section("Recordings", html, charts);
    }

    private Chart chart(String name, NpyArray array) {
        Terms terms = reported.run().terms();
        int[] shape = array.shape();
        if (AngleNames.isAngle(name) && shape.length <= 2) {
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
    private Chart lines(String what, String meaning, Axis axis, Optional<Guide> guide, List<String> names, NpyArray array) {
        String title = what + ", as recorded";
        ChartData data = LineChart.data(title, reported.run().terms().step(), axis, guide);
        List<Object> groups = data.list("groups");
        int columns = names.size();
        int rows = Math.min(steps.length, array.shape()[0]);
        double[] values = array.toDoubles();
        for (int column = 0; column < columns; column++) {
            int at = column;
            int[] finite = IntStream.range(0, rows).filter(row -> Double.isFinite(values[row * columns + at])).toArray();
            double[] x = Arrays.stream(finite).mapToDouble(row -> steps[row]).toArray();
            double[] y = Arrays.stream(finite).mapToDouble(row -> values[row * columns + at]).toArray();
            List<Object> line = ChartData.append(groups).put("name", names.get(column)).list("mean");
            LineChart.thinned(line, x, y, Math.max(10, detail.points() / 4 / columns));
        }
        return new Chart(title, meaning + " Recorded " + Numbers.count(rows) + " times.", Size.HALF, data);
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    private static List<Path> files(Path folder) {
        return Files.isDirectory(folder)
                ? RunReader.entries(folder, file -> file.getFileName().toString().endsWith(ENDING) && Files.isRegularFile(file)) : List.of();
    }

    /** Reads an array. Bytes after the array belong to rows that its header does not count yet. */
    private static NpyArray read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Npy.read(in, MAX_BYTES, file.toString());
        } catch (IOException e) {
            throw new InputException(file + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }
}
