package org.pal4j.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.chart.Thinning;
import org.pal4j.format.NpyArray;
import org.pal4j.format.NpyRows;
import org.pal4j.report.page.LineChart;
import org.pal4j.report.page.LineChart.Axis;

/**
 * Charts of arrays of any shape with a row per time: some of their values, and the root mean square of all. Only the rows that are shown are read.
 *
 * @param x      unit of time: epoch, step
 * @param times  times in ascending order; if an array has a different number of rows, the common rows are shown
 */
record TimeSeries(String x, Rows times, Detail detail) {
    private static final int SINGLES = 12;
    /** Names of weights, used if there is no file of weights. */
    private static final Pattern WEIGHTS = Pattern.compile("[WB]\\d+");

    /** Rows of an array, the entries of its first dimension. */
    interface Rows {
        /** Returns the sizes of the array's dimensions, at least one. */
        int[] shape();

        /** Returns the elements of some rows, one row after the other. */
        double[] read(int... rows);

        /** Returns the rows of an array in memory. */
        static Rows of(NpyArray array) {
            int[] shape = array.shape();
            int size = shape[0] == 0 ? 0 : array.size() / shape[0];
            return new Rows() {
                @Override
                public int[] shape() {
                    return shape;
                }

                @Override
                public double[] read(int... rows) {
                    return Arrays.stream(rows).boxed().flatMapToDouble(row -> IntStream.range(0, size).mapToDouble(i -> array.at(row * size + i)))
                            .toArray();
                }
            };
        }

        /** Returns the rows of an array in a file. */
        static Rows of(NpyRows file) {
            return new Rows() {
                @Override
                public int[] shape() {
                    return file.shape();
                }

                @Override
                public double[] read(int... rows) {
                    return file.read(rows).toDoubles();
                }
            };
        }
    }

    /** Returns a chart for each array of weights with more than one snapshot in recordings.npz. */
    static List<Chart> snapshots(ReportedRun reported, Detail detail) {
        NpyArray epochs = reported.recordings().get("snapshot_epoch");
        List<Chart> charts = new ArrayList<>();
        if (epochs == null || epochs.shape().length != 1 || epochs.size() < 2) {
            return charts;
        }
        TimeSeries series = new TimeSeries("epoch", Rows.of(epochs), detail);
        for (String name : reported.recordings().keySet()) {
            boolean weights = reported.weights().contains(name) || WEIGHTS.matcher(name).matches();
            NpyArray array = weights ? reported.recordings().get(name) : null;
            if (array != null && array.shape().length > 0 && array.shape()[0] == epochs.size() && array.size() > 0) {
                charts.add(series.chart("Weights " + name + " over time", "weight", Rows.of(array)));
            }
        }
        return charts;
    }

    /** Returns the chart of an array with at least one value; {@code y} names its values, in the singular. */
    Chart chart(String title, String y, Rows array) {
        int[] shape = array.shape();
        int size = Math.toIntExact(Arrays.stream(shape).skip(1).asLongStream().reduce(1, (a, b) -> a * b));
        int common = Math.min(times.shape()[0], shape[0]);
        int[] chosen = Thinning.evenly(size, SINGLES);
        int[] rows = Thinning.evenly(common, Math.max(10, detail.points() / 4 / (chosen.length + 1)));
        double[] at = times.read(rows);
        double[] squares = new double[rows.length];
        double[][] values = new double[rows.length][chosen.length];
        for (int t = 0; t < rows.length; t++) {
            double[] row = array.read(rows[t]);
            squares[t] = rootMeanSquare(row);
            for (int i = 0; i < chosen.length; i++) {
                values[t][i] = row[chosen[i]];
            }
        }
        ChartData data = LineChart.data(title, x, Axis.of(y), Optional.empty());
        List<Object> groups = data.list("groups");
        if (size > 1) {
            List<Object> rms = ChartData.append(groups).put("name", "rms of all " + Numbers.count(size)).list("mean");
            for (int t = 0; t < rows.length; t++) {
                add(rms, at[t], squares[t]);
            }
        }
        ChartData some = ChartData.append(groups).put("name", size == 1 ? y : size <= SINGLES ? "each" : chosen.length + " of them");
        List<Object> lines = some.list(size == 1 ? "mean" : "singles");
        for (int i = 0; i < chosen.length; i++) {
            List<Object> line = size == 1 ? lines : ChartData.appendList(lines);
            for (int t = 0; t < rows.length; t++) {
                add(line, at[t], (float) values[t][i]);
            }
        }
        String sizes = Arrays.stream(shape).skip(1).mapToObj(Integer::toString).collect(Collectors.joining(" \u00d7 "));
        String what = shape.length > 2 ? sizes : size == 1 ? "One value" : size + " values";
        String thin = size <= SINGLES ? "each." : chosen.length + " of them, evenly spaced.";
        String caption = what + ", recorded " + Numbers.count(common) + " times."
                + (size == 1 ? "" : " Thick: the root mean square of all; thin: " + thin);
        return new Chart(title, caption, Size.SMALL, data);
    }

    private static double rootMeanSquare(double[] row) {
        double squares = 0;
        for (double value : row) {
            squares += value * value;
        }
        return Math.sqrt(squares / row.length);
    }

    private static void add(List<Object> line, double x, double y) {
        if (Double.isFinite(y)) {
            LineChart.point(line, x, y);
        }
    }
}
