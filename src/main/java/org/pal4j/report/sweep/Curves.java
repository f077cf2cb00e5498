package org.pal4j.report.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.chart.Thinning;
import org.pal4j.measure.Statistic;
import org.pal4j.report.page.LineChart;
import org.pal4j.report.page.Measure;
import org.pal4j.run.MetricsTable;
import org.pal4j.sweep.Point;

/** Learning curves of a sweep: one chart per measure with a line per point, the mean over seeds. */
final class Curves {
    /** Maximum number of lines: more are unreadable, and the files of each must be read. */
    static final int MAX_LINES = 40;
    /** Maximum number of distinct colours. With more lines, colours depend on the value of a key. */
    private static final int MAX_COLOURS = 7;
    private static final int DASHES = 3;
    private static final int MIN_POINTS = 16;

    private final SweepData data;
    private final int complete;
    /** Tables of the points shown, one for each seed. */
    private final Map<Point, List<MetricsTable>> tables = new LinkedHashMap<>();

    /** Reads the tables of the points shown. */
    Curves(SweepData data) {
        this.data = data;
        List<Point> points = data.sweep().points().stream().filter(point -> !data.complete(point).isEmpty()).toList();
        complete = points.size();
        for (int i : Thinning.evenly(points.size(), MAX_LINES)) {
            tables.put(points.get(i), data.complete(points.get(i)).stream().flatMap(one -> data.metrics(one).stream()).toList());
        }
    }

    /** Returns the number of points with complete runs that have no line. */
    int without() {
        return complete - tables.size();
    }

    /** Returns the measures that there are over epochs. */
    List<Measure> measures() {
        return data.measures().stream()
                .filter(measure -> tables.values().stream().flatMap(List::stream).anyMatch(table -> table.columns().containsKey(measure.name())))
                .toList();
    }

    List<Chart> charts(Detail detail) {
        return measures().stream().limit(Math.max(1, detail.features() / 4)).flatMap(measure -> chart(measure, detail).stream()).toList();
    }

    private Optional<Chart> chart(Measure measure, Detail detail) {
        String title = measure.title() + " over epochs";
        ChartData json = LineChart.data(title, "epoch", measure.axis(), data.guide(measure));
        List<Object> groups = json.list("groups");
        int color = 0;
        for (Map.Entry<Point, List<MetricsTable>> entry : tables.entrySet()) {
            SortedMap<Double, List<Double>> line = line(entry.getValue(), measure);
            if (!line.isEmpty()) {
                ChartData group = ChartData.append(groups).put("name", data.name(entry.getKey())).put("color", color);
                style(group, entry.getKey());
                add(group.list("mean"), line, Math.max(MIN_POINTS, detail.points() / 2 / tables.size()));
            }
            // A point has the same colour in all charts.
            color++;
        }
        return groups.isEmpty() ? Optional.empty() : Optional.of(new Chart(title, caption(measure), Size.WIDE, json));
    }

    private boolean isShaded() {
        return tables.size() > MAX_COLOURS && data.view().isPresent();
    }

    private void style(ChartData group, Point point) {
        if (isShaded()) {
            View view = data.view().orElseThrow();
            List<Integer> places = View.places(data.directions(), point.number());
            group.put("shade", data.directions().get(view.across()).rank(places.get(view.across())));
            group.put("dash", view.colour() < 0 ? 0 : places.get(view.colour()) % DASHES);
        }
    }

    /** Returns the finite values of all seeds, by epoch. */
    private static SortedMap<Double, List<Double>> line(List<MetricsTable> seeds, Measure measure) {
        SortedMap<Double, List<Double>> values = new TreeMap<>();
        for (MetricsTable table : seeds) {
            double[] column = table.columns().getOrDefault(measure.name(), new double[0]);
            for (int row = 0; row < column.length; row++) {
                if (Double.isFinite(column[row])) {
                    values.computeIfAbsent(table.epochs()[row], epoch -> new ArrayList<>()).add(measure.axis().factor() * column[row]);
                }
            }
        }
        return values;
    }

    private static void add(List<Object> mean, SortedMap<Double, List<Double>> line, int most) {
        double[] x = line.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        double[] y = line.values().stream().mapToDouble(seeds -> Statistic.of(seeds).mean()).toArray();
        LineChart.thinned(mean, x, y, most);
    }

    private String caption(Measure measure) {
        StringBuilder text = new StringBuilder(measure.caption());
        text.append(complete > tables.size()
                ? " " + tables.size() + " of the " + Numbers.count(complete) + " points with complete runs, evenly chosen"
                : " All points with complete runs");
        text.append(tables.values().stream().anyMatch(seeds -> seeds.size() > 1) ? ", each the mean over its seeds." : ".");
        if (isShaded()) {
            View view = data.view().orElseThrow();
            text.append(" The colour goes with ").append(data.directions().get(view.across()).name()).append(", dark to bright");
            if (view.colour() >= 0) {
                text.append("; solid, dashed and dotted alternate with ").append(data.directions().get(view.colour()).name());
            }
            text.append('.');
        }
        return text.toString();
    }
}
