package org.pal4j.report.page;

import java.util.List;
import java.util.Optional;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Numbers;

/** The data of charts of lines. */
public final class LineChart {
    private LineChart() {}

    /**
     * An axis upwards.
     *
     * @param name   of the measure
     * @param unit   of it, perhaps empty
     * @param factor from the file to that unit
     * @param least  the least that the axis shows; NaN lets the data decide
     * @param most   the most that it shows; infinite lets the data decide
     */
    public record Axis(String name, String unit, double factor, double least, double most) {
        /** Of values that may be anything. */
        public static Axis of(String name) {
            return new Axis(name, "", 1, Double.NaN, Double.POSITIVE_INFINITY);
        }

        /** Of values that are never below 0. */
        public static Axis fromZero(String name) {
            return new Axis(name, "", 1, 0, Double.POSITIVE_INFINITY);
        }

        /** Of shares of 1, shown in percent. */
        public static Axis percent(String name) {
            return new Axis(name, "%", 100, Double.NaN, 100);
        }
    }

    /**
     * A level to compare with.
     *
     * @param y     in the unit of the axis
     * @param label its name
     */
    public record Guide(double y, String label) {}

    /**
     * The beginning of the data; {@code groups} of lines follow.
     *
     * @param x name of the axis to the right
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

    /** Adds a point to a line: where it is, and perhaps a deviation. */
    public static void point(List<Object> line, double... values) {
        List<Object> point = ChartData.appendList(line);
        for (double value : values) {
            Numbers.add(point, value);
        }
    }
}
