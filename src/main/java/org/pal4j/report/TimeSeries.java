package org.pal4j.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.chart.Thinning;
import org.pal4j.format.NpyArray;
import org.pal4j.report.page.LineChart;
import org.pal4j.report.page.LineChart.Axis;

/**
 * Charts of arrays of any shape with a row per time: some of their values, and the root mean square of all.
 *
 * @param x      unit of time: epoch, step
 * @param times  times in ascending order; if an array has a different number of rows, the common rows are shown
 */
record TimeSeries(String x, double[] times, Detail detail) {
    private static final int SINGLES = 12;
    /** Names of weights, used if there is no file of weights. */
    private static final Pattern WEIGHTS = Pattern.compile("[WB]\\d+");

    /** Returns a chart for each array of weights with more than one snapshot in recordings.npz. */
    static List<Chart> snapshots(ReportedRun reported, Detail detail) {
        NpyArray epochs = reported.recordings().get("snapshot_epoch");
        List<Chart> charts = new ArrayList<>();
        if (epochs == null || epochs.size() < 2) {
            return charts;
        }
        TimeSeries series = new TimeSeries("epoch", epochs.toDoubles(), detail);
        reported.recordings().forEach((name, array) -> {
            int[] shape = array.shape();
            boolean weights = reported.weights().contains(name) || WEIGHTS.matcher(name).matches();
            if (weights && shape.length > 0 && shape[0] == epochs.size() && array.size() > 0) {
                charts.add(series.chart("Weights " + name + " over time", "weight", array));
            }
        });
        return charts;
    }

    /** Returns the chart of an array with at least one value; {@code y} names its values, in the singular. */
    Chart chart(String title, String y, NpyArray array) {
        int[] shape = array.shape();
        int size = array.size() / shape[0];
        int common = Math.min(times.length, shape[0]);
        float[] values = array.toFloats();
        int[] chosen = Thinning.evenly(size, SINGLES);
        int[] rows = Thinning.evenly(common, Math.max(10, detail.points() / 4 / (chosen.length + 1)));
        ChartData data = LineChart.data(title, x, Axis.of(y), Optional.empty());
        List<Object> groups = data.list("groups");
        if (size > 1) {
            List<Object> rms = ChartData.append(groups).put("name", "rms of all " + Numbers.count(size)).list("mean");
            for (int t : rows) {
                add(rms, times[t], rootMeanSquare(values, t * size, size));
            }
        }
        ChartData some = ChartData.append(groups).put("name", size == 1 ? y : size <= SINGLES ? "each" : chosen.length + " of them");
        List<Object> lines = some.list(size == 1 ? "mean" : "singles");
        for (int i : chosen) {
            List<Object> line = size == 1 ? lines : ChartData.appendList(lines);
            for (int t : rows) {
                add(line, times[t], values[t * size + i]);
            }
        }
        String sizes = Arrays.stream(shape).skip(1).mapToObj(Integer::toString).collect(Collectors.joining(" \u00d7 "));
        String what = shape.length > 2 ? sizes : size == 1 ? "One value" : size + " values";
        String thin = size <= SINGLES ? "each." : chosen.length + " of them, evenly spaced.";
        String caption = what + ", recorded " + Numbers.count(common) + " times."
                + (size == 1 ? "" : " Thick: the root mean square of all; thin: " + thin);
        return new Chart(title, caption, Size.SMALL, data);
    }

    private static double rootMeanSquare(float[] values, int from, int size) {
        double squares = 0;
        for (int i = from; i < from + size; i++) {
            squares += (double) values[i] * values[i];
        }
        return Math.sqrt(squares / size);
    }

    private static void add(List<Object> line, double x, double y) {
        if (Double.isFinite(y)) {
            LineChart.point(line, x, y);
        }
    }
}
