package org.pal4j.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pal4j.format.NpyArray;
import org.pal4j.report.Chart.Size;

/** Weights over time, from the snapshots in recordings.npz: some single ones, and the root mean square of all. */
final class WeightHistory {
    private static final int SINGLES = 12;

    private WeightHistory() {}

    /** A chart for each matrix that was recorded more than once. */
    static List<Chart> of(Map<String, NpyArray> recordings, Detail detail) {
        NpyArray epochs = recordings.get("snapshot_epoch");
        List<Chart> charts = new ArrayList<>();
        if (epochs == null || epochs.size() < 2) {
            return charts;
        }
        recordings.forEach((name, array) -> {
            int[] shape = array.shape();
            if (name.matches("[WB]\\d+") && shape.length == 3 && shape[0] == epochs.size() && array.size() > 0) {
                charts.add(chart("Weights " + name + " over time", "weight", "epoch", epochs.toDoubles(), array, detail));
            }
        });
        return charts;
    }

    /**
     * The chart of an array that has a row for each time.
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
        ObjectNode data = Curves.data(title, x, Curves.Axis.of(y));
        ArrayNode groups = data.putArray("groups");
        if (size > 1) {
            ArrayNode rms = groups.addObject().put("name", "rms of all " + Numbers.count(size)).putArray("mean");
            for (int t : rows) {
                point(rms, times[t], rootMeanSquare(values, t * size, size));
            }
        }
        ObjectNode some = groups.addObject().put("name", size == 1 ? y : size <= SINGLES ? "each" : chosen.length + " of them");
        ArrayNode singles = size == 1 ? some.putArray("mean") : some.putArray("singles");
        for (int i : chosen) {
            ArrayNode line = size == 1 ? singles : singles.addArray();
            for (int t : rows) {
                point(line, times[t], values[t * size + i]);
            }
        }
        return new Chart(title, caption(array.shape(), size, chosen.length, times.length), Size.SMALL, data);
    }

    private static String caption(int[] shape, int size, int chosen, int times) {
        String what = shape.length == 3 ? shape[1] + " \u00d7 " + shape[2] + " (post \u00d7 pre)" : size == 1 ? "One value" : size + " values";
        String lines = size == 1 ? "" : " Thick: the root mean square of all; thin: "
                + (size <= SINGLES ? "each." : chosen + " of them, evenly spaced.");
        return what + ", recorded " + Numbers.count(times) + " times." + lines;
    }

    private static double rootMeanSquare(float[] values, int from, int size) {
        double squares = 0;
        for (int i = from; i < from + size; i++) {
            squares += (double) values[i] * values[i];
        }
        return Math.sqrt(squares / size);
    }

    private static void point(ArrayNode line, double x, double y) {
        if (Double.isFinite(y)) {
            ArrayNode point = line.addArray();
            Numbers.add(point, x);
            Numbers.add(point, y);
        }
    }
}
