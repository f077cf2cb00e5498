package org.pal4j.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.chart.Thinning;
import org.pal4j.model.FeedbackWeights;
import org.pal4j.model.Terms;
import org.pal4j.report.page.LineChart;

/** Charts of feedback weights and their ideal values: two maps with a common scale, and a scatter plot. */
final class FeedbackCharts {
    private FeedbackCharts() {}

    /** Returns two charts for each matrix, as a run left it. */
    static List<Chart> of(List<FeedbackWeights> all, Terms terms, Detail detail) {
        return of(all, ", as the run left them,", terms, detail);
    }

    /** Returns two charts for each matrix of a network that may learn on. */
    static List<Chart> ofNow(List<FeedbackWeights> all, Terms terms, Detail detail) {
        return of(all, " now,", terms, detail);
    }

    private static List<Chart> of(List<FeedbackWeights> all, String when, Terms terms, Detail detail) {
        List<Chart> charts = new ArrayList<>();
        for (FeedbackWeights weights : all) {
            // A single weight has no direction, only a sign.
            if (weights.values().length > 1) {
                charts.add(maps(weights, when, terms, detail));
                charts.add(scatter(weights, detail));
            }
        }
        return charts;
    }

    private static Chart maps(FeedbackWeights weights, String when, Terms terms, Detail detail) {
        int rows = weights.rows();
        int columns = weights.columns();
        // Rows and columns are thinned by the same factor to keep the aspect ratio.
        double share = Math.min(1, Math.sqrt(detail.cells() / ((double) rows * columns)));
        int[] shownRows = thinned(rows, share);
        int[] shownColumns = thinned(columns, share);
        String title = weights.name() + " and " + weights.ideal();
        ChartData data = ChartData.of("matrices").put("title", title).put("x", weights.row()).put("y", weights.column());
        Arrays.stream(shownRows).forEach(data.list("xs")::add);
        Arrays.stream(shownColumns).forEach(data.list("ys")::add);
        data.put("bound", Math.max(largest(weights.ideals()), largest(weights.values())));
        List<Object> maps = data.list("maps");
        addMap(ChartData.append(maps).put("name", weights.ideal()), weights.ideals(), columns, shownRows, shownColumns);
        addMap(ChartData.append(maps).put("name", weights.name()), weights.values(), columns, shownRows, shownColumns);
        boolean some = shownRows.length < rows || shownColumns.length < columns;
        String caption = "What transported weights would be, " + weights.ideal() + ", and the feedback weights " + weights.name() + " that the "
                + terms.network() + " has" + when + " on one colour scale (a button gives each its own). The more alike the two "
                + "maps, the better errors are carried back."
                + (some ? " Of " + rows + " \u00d7 " + columns + " weights, " + shownRows.length + " \u00d7 " + shownColumns.length
                        + " are shown, evenly spaced." : "");
        return new Chart(title, caption, Size.HALF, data);
    }

    private static int[] thinned(int size, double share) {
        return Thinning.evenly(size, Math.max(1, Math.min(size, (int) Math.ceil(size * share))));
    }

    /** Adds the values column by column, so that values of different rows are adjacent. */
    private static void addMap(ChartData map, double[] matrix, int columns, int[] shownRows, int[] shownColumns) {
        List<Object> values = map.list("values");
        for (int j : shownColumns) {
            for (int i : shownRows) {
                Numbers.add(values, matrix[i * columns + j]);
            }
        }
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private static Chart scatter(FeedbackWeights weights, Detail detail) {
        double[] ideals = weights.ideals();
        double[] values = weights.values();
        double dot = 0;
        double squareIdeal = 0;
        double squareFeedback = 0;
        for (int i = 0; i < ideals.length; i++) {
            dot += ideals[i] * values[i];
            squareIdeal += ideals[i] * ideals[i];
            squareFeedback += values[i] * values[i];
        }
        String title = weights.name() + " against " + weights.ideal();
        ChartData data = ChartData.of("scatter").put("title", title).put("x", "weight in " + weights.ideal()).put("y", "weight in " + weights.name());
        int[] shown = Thinning.evenly(ideals.length, detail.dots());
        List<Object> points = data.list("points");
        for (int i : shown) {
            LineChart.point(points, ideals[i], values[i]);
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
                + "through the origin." + fit + (shown.length < ideals.length ? " " + Numbers.count(shown.length) + " of "
                        + Numbers.count(ideals.length) + " pairs are drawn." : "");
        return new Chart(title, caption, Size.HALF, data);
    }
}
