package org.pal4j.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.chart.Thinning;
import org.pal4j.format.NpyArray;
import org.pal4j.report.page.LineChart;
import org.pal4j.report.page.LineChart.Axis;

/** An array with a row for each time, of whatever shape: some of its values, and the root mean square of all. */
final class TimeSeries {
    private static final int SINGLES = 12;

    private TimeSeries() {}

    /** A chart for each array of weights of which recordings.npz has more than one snapshot. */
    static List<Chart> snapshots(Map<String, NpyArray> recordings, Detail detail) {
        NpyArray epochs = recordings.get("snapshot_epoch");
        List<Chart> charts = new ArrayList<>();
        if (epochs == null || epochs.size() < 2) {
            return charts;
        }
        recordings.forEach((name, array) -> {
            int[] shape = array.shape();
            if (name.matches("[WB]\\d+") && shape.length > 1 && shape[0] == epochs.size() && array.size() > 0) {
                charts.add(chart("Weights " + name + " over time", "weight", "epoch", epochs.toDoubles(), array, detail));
            }
        });
        return charts;
    }

    /**
     * The chart of an array.
     *
     * @param y     what its values are, singular
     * @param x     what times are
     * @param times ascending; the array may have more rows, which are not shown
     */
    static Chart chart(String title, String y, String x, double[] times, NpyArray array, Detail detail) {
        int size = array.size() / array.shape()[0];
        float[] values = array.toFloats();
        int[] chosen = Thinning.evenly(size, SINGLES);
        int[] rows = Thinning.evenly(times.length, Math.max(10, detail.points() / 4 / (chosen.length + 1)));
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
        return new Chart(title, caption(array.shape(), size, chosen.length, times.length), Size.SMALL, data);
    }

    private static String caption(int[] shape, int size, int chosen, int times) {
        String sizes = Arrays.stream(shape).skip(1).mapToObj(Integer::toString).collect(Collectors.joining(" \u00d7 "));
        String what = shape.length > 2 ? sizes + (shape.length == 3 ? " (post \u00d7 pre)" : "") : size == 1 ? "One value" : size + " values";
        String lines = size == 1 ? "" : " Thick: the root mean square of all; thin: "
                + (size <= SINGLES ? "each." : chosen + " of them, evenly spaced.");
        return what + ", recorded " + Numbers.count(times) + " times." + lines;
    }

    private static double rootMeanSquare(float[] values, int from, int size) {
        double squares = IntStream.range(from, from + size).mapToDouble(i -> (double) values[i] * values[i]).sum();
        return Math.sqrt(squares / size);
    }

    private static void add(List<Object> line, double x, double y) {
        if (Double.isFinite(y)) {
            LineChart.point(line, x, y);
        }
    }
}
