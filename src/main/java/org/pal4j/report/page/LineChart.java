package org.pal4j.report.page;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Numbers;
import org.pal4j.chart.Thinning;

/** Data of line charts. */
public final class LineChart {
    private LineChart() {}

    /**
     * A vertical axis.
     *
     * @param name   name of the measure
     * @param unit   unit of the measure; may be empty
     * @param factor conversion factor from the file to this unit
     * @param least  lower end of the axis; NaN for automatic
     * @param most   upper end of the axis; infinite for automatic
     */
    public record Axis(String name, String unit, double factor, double least, double most) {
        /** Returns the axis of unrestricted values. */
        public static Axis of(String name) {
            return new Axis(name, "", 1, Double.NaN, Double.POSITIVE_INFINITY);
        }

        /** Returns the axis of values that are never negative. */
        public static Axis fromZero(String name) {
            return new Axis(name, "", 1, 0, Double.POSITIVE_INFINITY);
        }

        /** Returns the axis of fractions, shown in percent. */
        public static Axis percent(String name) {
            return new Axis(name, "%", 100, Double.NaN, 100);
        }
    }

    /**
     * A reference level.
     *
     * @param y     level in the unit of the axis
     * @param label name of the level
     */
    public record Guide(double y, String label) {}

    /**
     * Returns the data of a chart without lines; they are added as {@code groups}.
     *
     * @param x name of the horizontal axis
     */
    public static ChartData data(String title, String x, Axis axis, Optional<Guide> guide) {
        ChartData data = ChartData.of("lines").put("title", title);
        data.object("x").put("name", x);
        ChartData y = data.object("y").put("name", axis.name).put("unit", axis.unit);
        if (!Double.isNaN(axis.least)) {
            y.put("min", axis.least);
        }
        if (axis.most < Double.POSITIVE_INFINITY) {
            y.put("max", axis.most);
        }
        guide.ifPresent(level -> data.object("guide").put("y", level.y).put("label", level.label));
        return data;
    }

    /** Adds the points of a line that {@link Thinning#lttb} keeps. */
    public static void thinned(List<Object> line, double[] x, double[] y, int most) {
        Arrays.stream(Thinning.lttb(x, y, most)).forEach(i -> point(line, x[i], y[i]));
    }

    /** Adds a point to a line: its coordinates, and optionally a deviation. */
    public static void point(List<Object> line, double... values) {
        List<Object> point = ChartData.appendList(line);
        for (double value : values) {
            Numbers.add(point, value);
        }
    }
}
