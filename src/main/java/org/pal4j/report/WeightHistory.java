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
                charts.add(chart(name, epochs.toDoubles(), array.toFloats(), shape, detail));
            }
        });
        return charts;
    }

    private static Chart chart(String name, double[] epochs, float[] values, int[] shape, Detail detail) {
        int size = shape[1] * shape[2];
        int[] chosen = Thinning.evenly(size, SINGLES);
        int[] times = Thinning.evenly(epochs.length, Math.max(10, detail.points() / 4 / (chosen.length + 1)));
        String title = "Weights " + name + " over time";
        ObjectNode data = Curves.data(title, "epoch", "", new Curves.Axis("weight", "", 1, Double.NaN));
        ArrayNode groups = data.putArray("groups");
        ObjectNode all = groups.addObject().put("name", "rms of all " + Numbers.count(size));
        ArrayNode rms = all.putArray("mean");
        ObjectNode some = groups.addObject().put("name", size <= SINGLES ? "single weights" : chosen.length + " of the weights");
        ArrayNode singles = some.putArray("singles");
        for (int t : times) {
            double squares = 0;
            for (int i = 0; i < size; i++) {
                double value = values[t * size + i];
                squares += value * value;
            }
            point(rms, epochs[t], Math.sqrt(squares / size));
        }
        for (int i : chosen) {
            ArrayNode line = singles.addArray();
            for (int t : times) {
                point(line, epochs[t], values[t * size + i]);
            }
        }
        String caption = "Weights " + name + " (" + shape[1] + " \u00d7 " + shape[2] + ", post \u00d7 pre) in " + epochs.length
                + " snapshots. Thick: the root mean square of all; thin: " + (size <= SINGLES ? "each of them." : chosen.length
                + " of them, evenly spaced in the matrix.");
        return new Chart(title, caption, Size.SMALL, data);
    }

    private static void point(ArrayNode line, double x, double y) {
        if (Double.isFinite(y)) {
            ArrayNode point = line.addArray();
            Numbers.add(point, x);
            Numbers.add(point, y);
        }
    }
}
