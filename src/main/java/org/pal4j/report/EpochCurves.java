package org.pal4j.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Thinning;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.page.AngleNames;
import org.pal4j.report.page.LineChart;
import org.pal4j.report.page.LineChart.Axis;
import org.pal4j.report.page.LineChart.Guide;
import org.pal4j.report.page.Measure;
import org.pal4j.run.MetricsTable;

/** Charts of measures over epochs: mean and standard deviation of a study with thin lines for its replicas, or the line of a single run. */
final class EpochCurves {
    /** Maximum number of thin lines. */
    static final int MAX_SINGLES = 40;
    private static final int MIN_POINTS = 24;

    private EpochCurves() {}

    /** The data of one colour. */
    private record Source(String name, RunData run, String measure) {
        /** Returns whether there is a point to draw. */
        boolean exists() {
            return Stream.concat(Stream.of(run.metrics()), run.finite().stream().map(ReplicaData::metrics))
                    .anyMatch(metrics -> !points(metrics, measure, 1).isEmpty());
        }
    }

    /** Returns a chart for each measure that is not an angle, with one colour per run. */
    static List<Chart> learning(List<RunData> runs, Detail detail) {
        String lines = Words.lines(runs);
        Set<Integer> classes = new TreeSet<>();
        runs.stream().map(run -> run.classNames().size()).filter(n -> n > 0).forEach(classes::add);
        List<Chart> charts = new ArrayList<>();
        for (Measure measure : Measure.distinct(runs.stream().flatMap(run -> run.measures().stream()).sorted(Measure.ORDER))) {
            boolean deviates = runs.stream().anyMatch(run -> run.metrics().flatMap(table -> table.deviation(measure.name())).isPresent());
            String band = lines.isEmpty() && deviates ? " The band is one standard deviation to each side." : "";
            String when = runs.stream().allMatch(run -> run.metrics().map(MetricsTable::lastEpoch).orElse(0) == 0) ? ", before the first epoch"
                    : ", before the first epoch and after each";
            String caption = measure.caption(measure.isOfTraining() ? "" : when) + band + lines;
            chart(measure.title(), caption, Size.HALF, measure.axis(), sources(runs, measure), measure.guide(classes), detail).ifPresent(charts::add);
        }
        return charts;
    }

    /** Returns the charts of one run's angles: a chart for each kind of angle, with one colour per area or layer. */
    static List<Chart> angles(RunData run, Detail detail) {
        Map<String, List<Source>> kinds = new LinkedHashMap<>();
        for (Measure measure : run.angles()) {
            String kind = AngleNames.kind(measure.name());
            String number = AngleNames.number(measure.name());
            String name = number.isEmpty() ? kind : run.terms().part() + " " + number;
            kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(new Source(name, run, measure.name()));
        }
        // Three kinds stand side by side, as in figure 3 of the paper.
        Size size = switch (kinds.size()) {
            case 1 -> Size.WIDE;
            case 3 -> Size.SMALL;
            default -> Size.HALF;
        };
        List<Chart> charts = new ArrayList<>();
        kinds.values().forEach(sources -> {
            String measure = sources.getFirst().measure();
            String caption = AngleNames.meaning(measure, run.terms()) + Words.lines(List.of(run));
            chart(AngleNames.title(measure), caption, size, AngleNames.AXIS, sources, AngleNames.CHANCE, detail)
                    .ifPresent(charts::add);
        });
        return charts;
    }

    /** Returns the charts of the angles of several runs: a chart for each angle, with one colour per run. */
    static List<Chart> angles(List<RunData> runs, Detail detail) {
        List<Measure> all = Measure.distinct(runs.stream().flatMap(run -> run.angles().stream()));
        return all.stream().flatMap(angle -> chart(angle.title(), angle.caption() + Words.lines(runs), Size.HALF, angle.axis(),
                sources(runs, angle), AngleNames.CHANCE, detail).stream()).toList();
    }

    private static List<Source> sources(List<RunData> runs, Measure measure) {
        return runs.stream().map(run -> new Source(run.name(), run, measure.name())).toList();
    }

    /** Returns a chart with one colour per source; empty if no source has a point. */
    private static Optional<Chart> chart(
            String title, String caption, Size size, Axis axis, List<Source> sources, Optional<Guide> guide, Detail detail) {
        List<Source> shown = sources.stream().filter(Source::exists).toList();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        ChartData data = LineChart.data(title, "epoch", axis, guide);
        List<Object> groups = data.list("groups");
        for (Source source : shown) {
            // A run has the same colour in all charts, even if other runs have no data.
            ChartData group = ChartData.append(groups).put("name", source.name).put("color", sources.indexOf(source));
            add(group, source, axis.factor(), detail.points() / shown.size());
        }
        return Optional.of(new Chart(title, caption, size, data));
    }

    private static void add(ChartData group, Source source, double factor, int most) {
        List<ReplicaData> drawn = source.run.isStudy()
                ? source.run.finite().subList(0, Math.min(MAX_SINGLES, source.run.finite().size())) : List.of();
        // The mean gets a quarter of all points, the thin lines share the rest.
        List<double[]> means = points(source.run.metrics(), source.measure, factor);
        if (!means.isEmpty()) {
            List<Object> mean = group.list("mean");
            for (double[] row : thin(means, drawn.isEmpty() ? most : most / 4)) {
                LineChart.point(mean, Double.isFinite(row[2]) ? row : Arrays.copyOf(row, 2));
            }
        }
        List<Object> singles = group.list("singles");
        for (ReplicaData replica : drawn) {
            List<double[]> all = points(replica.metrics(), source.measure, factor);
            if (!all.isEmpty()) {
                List<Object> line = ChartData.appendList(singles);
                thin(all, most * 3 / 4 / drawn.size()).forEach(row -> LineChart.point(line, row[0], row[1]));
            }
        }
    }

    private static List<double[]> thin(List<double[]> all, int most) {
        double[] x = all.stream().mapToDouble(row -> row[0]).toArray();
        double[] y = all.stream().mapToDouble(row -> row[1]).toArray();
        return Arrays.stream(Thinning.lttb(x, y, Math.max(MIN_POINTS, most))).mapToObj(all::get).toList();
    }

    /** Returns the finite points of a column: epoch, value and deviation, which may be NaN. */
    private static List<double[]> points(Optional<MetricsTable> metrics, String measure, double factor) {
        double[] y = metrics.flatMap(table -> table.column(measure)).orElse(new double[0]);
        double[] x = metrics.map(MetricsTable::epochs).orElse(y);
        Optional<double[]> deviation = metrics.flatMap(table -> table.deviation(measure));
        return IntStream.range(0, y.length).filter(i -> Double.isFinite(y[i]) && Double.isFinite(x[i]))
                .mapToObj(i -> new double[] {x[i], factor * y[i], deviation.isPresent() ? factor * deviation.get()[i] : Double.NaN}).toList();
    }
}
