package org.pal4j.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Variable;
import org.pal4j.report.Chart.Size;

/** Feedback weights beside what they should be: as two maps on one scale, and weight against weight. */
final class Transport {
    private Transport() {}

    /** Two charts for each hidden area. */
    static List<Chart> of(Weights weights, Detail detail) {
        List<Chart> charts = new ArrayList<>();
        for (int l = 1; l < weights.parameters().areas(); l++) {
            double[] ideal = weights.transported(l);
            if (ideal.length == 1) {
                continue; // One weight has a sign and no direction.
            }
            double[] feedback = weights.get(Variable.B, l - 1);
            charts.add(maps(weights.parameters(), l, ideal, feedback, detail));
            charts.add(scatter(weights.parameters(), l, ideal, feedback, detail));
        }
        return charts;
    }

    /** The name of what B_l should be. */
    static String ideal(CircuitParameters p, int l) {
        String first = "W" + (l + 1) + "\u1d40";
        boolean product = p.connectivity() == Connectivity.SKIP && l + 1 < p.areas();
        return product ? first + (l + 2 < p.areas() ? " \u2026 " : " ") + "W" + p.areas() + "\u1d40" : first;
    }

    private static Chart maps(CircuitParameters p, int l, double[] ideal, double[] feedback, Detail detail) {
        int rows = p.size(l);
        int columns = p.size(p.feedbackArea(l));
        // Both sizes shrink alike, so that the shape of what is left out does not matter.
        double shrink = Math.min(1, Math.sqrt(detail.cells() / ((double) rows * columns)));
        int[] shownRows = Thinning.evenly(rows, Math.max(1, Math.min(rows, (int) Math.ceil(rows * shrink))));
        int[] shownColumns = Thinning.evenly(columns, Math.max(1, Math.min(columns, (int) Math.ceil(columns * shrink))));
        String title = "B" + l + " and " + ideal(p, l);
        ObjectNode data = Chart.data("matrices").put("title", title);
        data.put("x", "neuron of area " + l).put("y", "neuron of area " + p.feedbackArea(l));
        data.set("xs", array(shownRows));
        data.set("ys", array(shownColumns));
        data.put("bound", Math.max(largest(ideal), largest(feedback)));
        ArrayNode maps = data.putArray("maps");
        values(maps.addObject().put("name", ideal(p, l)), ideal, columns, shownRows, shownColumns);
        values(maps.addObject().put("name", "B" + l), feedback, columns, shownRows, shownColumns);
        boolean some = shownRows.length < rows || shownColumns.length < columns;
        String caption = "What transported weights would be, " + ideal(p, l) + ", and the feedback weights B" + l
                + " that the circuit has, as the run left them, on one colour scale (the second button gives each its own). The more alike the two "
                + "maps, the better errors are carried back."
                + (some ? " Of " + rows + " \u00d7 " + columns + " weights every " + Math.max(1, Math.round(1 / shrink))
                + "th row and column or so is shown." : "");
        return new Chart(title, caption, Size.HALF, data);
    }

    private static ArrayNode array(int[] values) {
        ArrayNode array = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
        for (int value : values) {
            array.add(value);
        }
        return array;
    }

    /** Column by column of B: the neurons of area l lie side by side. */
    private static void values(ObjectNode map, double[] matrix, int columns, int[] shownRows, int[] shownColumns) {
        ArrayNode values = map.putArray("values");
        for (int j : shownColumns) {
            for (int i : shownRows) {
                Numbers.add(values, matrix[i * columns + j]);
            }
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static Chart scatter(CircuitParameters p, int l, double[] ideal, double[] feedback, Detail detail) {
        double dot = 0;
        double squareIdeal = 0;
        double squareFeedback = 0;
        for (int i = 0; i < ideal.length; i++) {
            dot += ideal[i] * feedback[i];
            squareIdeal += ideal[i] * ideal[i];
            squareFeedback += feedback[i] * feedback[i];
        }
        String title = "B" + l + " against " + ideal(p, l);
        ObjectNode data = Chart.data("scatter").put("title", title).put("x", "weight in " + ideal(p, l)).put("y", "weight in B" + l);
        int[] shown = Thinning.evenly(ideal.length, detail.dots());
        ArrayNode points = data.putArray("points");
        for (int i : shown) {
            ArrayNode point = points.addArray();
            Numbers.add(point, ideal[i]);
            Numbers.add(point, feedback[i]);
        }
        String fit = "";
        if (squareIdeal > 0 && squareFeedback > 0) {
            double angle = Math.toDegrees(Math.acos(Math.clamp(dot / Math.sqrt(squareIdeal * squareFeedback), -1, 1)));
            double slope = dot / squareIdeal;
            data.put("slope", slope).put("angle", angle);
            fit = " The line is the least-squares fit through the origin, of slope " + Numbers.significant(slope)
                    + "; the angle of the two matrices is " + Numbers.fixed(angle, 1) + " degrees.";
        }
        String caption = "Each point is one pair of weights: across, what it should be; upwards, what it is. Aligned weights lie on a rising line "
                + "through the origin." + fit + (shown.length < ideal.length ? " " + Numbers.count(shown.length) + " of "
                + Numbers.count(ideal.length) + " pairs are drawn." : "");
        return new Chart(title, caption, Size.HALF, data);
    }
}
