package org.pal4j.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pal4j.report.Chart.Size;
import org.pal4j.report.RunData.ReplicaData;

/**
 * Lines over epochs: a mean with a band of a standard deviation, and the single replicas thin; or the one line of a run.
 */
final class Curves {
    /** Nobody can tell more thin lines apart. */
    private static final int MOST_SINGLES = 40;
    private static final int LEAST_POINTS = 24;

    /**
     * What one colour stands for.
     *
     * @param name    in the legend
     * @param run     whose
     * @param measure which column
     */
    record Source(String name, RunData run, String measure) {
        /** Whether there is a point to draw. */
        boolean exists() {
            return points(run.metrics(), measure, 1).isPresent()
                    || run.finite().stream().anyMatch(replica -> points(replica.metrics(), measure, 1).isPresent());
        }
    }

    /**
     * An axis upwards.
     *
     * @param name   of the measure
     * @param unit   of it, perhaps empty
     * @param factor from the file to that unit
     * @param least  the least that the axis shows; NaN lets the data decide
     * @param most   the most that it shows; infinite lets the data decide
     */
    record Axis(String name, String unit, double factor, double least, double most) {
        /** Of values that may be anything. */
        static Axis of(String name) {
            return new Axis(name, "", 1, Double.NaN, Double.POSITIVE_INFINITY);
        }

        /** Of values that are never below 0. */
        static Axis fromZero(String name) {
            return new Axis(name, "", 1, 0, Double.POSITIVE_INFINITY);
        }
    }

    private record Points(double[] x, double[] y, double[] deviation) {}

    private Curves() {}

    /**
     * A chart with one colour for each source; nothing if no source has a point.
     *
     * @param guide a level to compare with, and its name
     */
    static Optional<Chart> of(String title, String caption, Size size, Axis axis, List<Source> sources, Optional<Guide> guide, Detail detail) {
        List<Source> shown = sources.stream().filter(Source::exists).toList();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode data = data(title, "epoch", axis);
        guide.ifPresent(level -> data.putObject("guide").put("y", level.y).put("label", level.label));
        ArrayNode groups = data.putArray("groups");
        for (Source source : shown) {
            // A run keeps its colour in all charts, also where others have nothing to show.
            ObjectNode group = groups.addObject().put("name", source.name).put("color", sources.indexOf(source));
            add(group, source, axis.factor, detail.points() / shown.size());
        }
        return Optional.of(new Chart(title, caption, size, data));
    }

    /** The beginning of the data of a chart of lines. */
    static ObjectNode data(String title, String x, Axis axis) {
        ObjectNode data = Chart.data("lines").put("title", title);
        data.putObject("x").put("name", x);
        ObjectNode y = data.putObject("y").put("name", axis.name).put("unit", axis.unit);
        if (!Double.isNaN(axis.least)) {
            y.put("min", axis.least);
        }
        if (axis.most < Double.POSITIVE_INFINITY) {
            y.put("max", axis.most);
        }
        return data;
    }

    /** A level to compare with. */
    record Guide(double y, String label) {}

    private static void add(ObjectNode group, Source source, double factor, int most) {
        List<ReplicaData> drawn = source.run.isStudy()
                ? source.run.finite().subList(0, Math.min(MOST_SINGLES, source.run.finite().size())) : List.of();
        // The mean gets a quarter of all points, the single lines share the rest.
        points(source.run.metrics(), source.measure, factor).ifPresent(all -> {
            Points kept = thin(all, drawn.isEmpty() ? most : most / 4);
            ArrayNode mean = group.putArray("mean");
            for (int i = 0; i < kept.x.length; i++) {
                ArrayNode point = mean.addArray();
                Numbers.add(point, kept.x[i]);
                Numbers.add(point, kept.y[i]);
                if (Double.isFinite(kept.deviation[i])) {
                    Numbers.add(point, kept.deviation[i]);
                }
            }
        });
        ArrayNode singles = group.putArray("singles");
        for (ReplicaData replica : drawn) {
            points(replica.metrics(), source.measure, factor).ifPresent(all -> {
                Points kept = thin(all, most * 3 / 4 / drawn.size());
                ArrayNode line = singles.addArray();
                for (int i = 0; i < kept.x.length; i++) {
                    ArrayNode point = line.addArray();
                    Numbers.add(point, kept.x[i]);
                    Numbers.add(point, kept.y[i]);
                }
            });
        }
    }

    private static Points thin(Points all, int most) {
        int[] kept = Thinning.lttb(all.x, all.y, Math.max(LEAST_POINTS, most));
        return new Points(pick(all.x, kept), pick(all.y, kept), pick(all.deviation, kept));
    }

    private static double[] pick(double[] values, int[] indices) {
        double[] picked = new double[indices.length];
        for (int i = 0; i < indices.length; i++) {
            picked[i] = values[indices[i]];
        }
        return picked;
    }

    /** The finite points of a column. */
    private static Optional<Points> points(Optional<MetricsTable> metrics, String measure, double factor) {
        Optional<double[]> column = metrics.flatMap(table -> table.column(measure));
        if (column.isEmpty()) {
            return Optional.empty();
        }
        double[] y = column.get();
        double[] x = metrics.get().epochs();
        double[] deviation = metrics.get().deviation(measure).orElse(null);
        List<double[]> finite = new ArrayList<>();
        for (int i = 0; i < y.length; i++) {
            if (Double.isFinite(y[i]) && Double.isFinite(x[i])) {
                finite.add(new double[] {x[i], factor * y[i], deviation == null ? Double.NaN : factor * deviation[i]});
            }
        }
        return finite.isEmpty() ? Optional.empty() : Optional.of(new Points(part(finite, 0), part(finite, 1), part(finite, 2)));
    }

    private static double[] part(List<double[]> rows, int index) {
        return rows.stream().mapToDouble(row -> row[index]).toArray();
    }
}
