package org.pal4j.report.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.measure.Statistic;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.LineChart;
import org.pal4j.report.page.Measure;
import org.pal4j.sweep.Point;

/**
 * Charts of a sweep, one per measure, over the varied keys. Each chart contains all points, so that the reader can choose the axis, the colour and
 * the cut.
 */
final class Grids {
    /** Number of means in all charts of a page, per point of detail. */
    private static final int MEANS = 25;

    private Grids() {}

    /** Returns as many charts as fit, in the order of the columns. */
    static List<Chart> of(SweepData data, Detail detail) {
        if (data.view().isEmpty()) {
            return List.of();
        }
        int most = Math.max(1, MEANS * detail.points() / data.sweep().points().size());
        return data.measures().stream().limit(most).map(measure -> {
            boolean singles = areSingle(data, detail);
            return new Chart(measure.title(), caption(data, measure, singles), Size.HALF,
                    data(data, measure, measure.title(), data.view().get(), singles));
        }).toList();
    }

    /**
     * Returns the data of a chart with all points.
     *
     * @param view    what it shows at first
     * @param singles whether it has a dot for each seed
     */
    static ChartData data(SweepData data, Measure measure, String title, View view, boolean singles) {
        ChartData json = LineChart.data(title, "", measure.axis(), data.guide(measure)).put("kind", "grid");
        json.put("across", view.across()).put("colour", view.colour()).put("map", view.map()).put("seeds", data.sweep().seeds().size());
        json.list("at").addAll(view.at());
        List<Object> directions = json.list("directions");
        data.directions().forEach(direction -> add(ChartData.append(directions), direction));
        List<Object> points = json.list("points");
        for (Point point : data.sweep().points()) {
            add(ChartData.appendList(points), data, point, measure, singles);
        }
        return json;
    }

    /** Returns whether charts have a dot for each seed. */
    static boolean areSingle(SweepData data, Detail detail) {
        return (long) data.sweep().points().size() * data.sweep().seeds().size() <= 5L * detail.dots();
    }

    private static void add(ChartData json, Direction direction) {
        json.put("name", direction.name()).put("axis", direction.axis()).put("bare", direction.isVariant()).put("scale",
                direction.scale().name().toLowerCase(Locale.ROOT));
        json.list("places").addAll(direction.places());
        direction.numbers().ifPresent(numbers -> Arrays.stream(numbers).forEach(json.list("numbers")::add));
    }

    /** Adds [mean, standard deviation, non-finite runs, missing runs, value of each run]. */
    private static void add(List<Object> json, SweepData data, Point point, Measure measure, boolean singles) {
        Statistic statistic = data.statistic(point, measure);
        Numbers.add(json, measure.axis().factor() * statistic.mean());
        Numbers.add(json, measure.axis().factor() * statistic.deviation());
        json.add(data.nonFinite(point));
        json.add(data.missing(point));
        if (singles) {
            List<Object> values = ChartData.appendList(json);
            data.values(point, measure).forEach(value -> Numbers.add(values, measure.axis().factor() * value));
        }
    }

    private static String caption(SweepData data, Measure measure, boolean singles) {
        List<Direction> varying = data.directions().stream().filter(direction -> direction.size() > 1).toList();
        boolean seeds = data.sweep().points().stream().anyMatch(point -> data.values(point, measure).size() > 1);
        StringBuilder text = new StringBuilder(measure.caption());
        text.append(seeds ? " Each point is a mean over its seeds; bands and bars are one standard deviation to each side"
                + (singles ? ", dots single seeds" : "") + "." : data.sweep().seeds().size() > 1 ? " Each point has one seed so far."
                : " Each point has one seed.");
        if (varying.size() > 1) {
            text.append(" In a map, colour is the mean.");
        }
        if (varying.size() > 2) {
            text.append(" Further keys are held at the values chosen above; nothing is averaged over them.");
        }
        if (data.results().gathered().nonFinite() > 0) {
            text.append(" Crosses mark points with runs that were not finite any more, which count for nothing.");
        }
        List<String> zipped = varying.stream().filter(direction -> direction.keys().size() > 1 && direction.keys().contains(direction.name()))
                .map(direction -> " With " + direction.name() + " vary " + direction.keys().stream().filter(key -> !key.equals(direction.name()))
                        .collect(Collectors.joining(", ")) + ".")
                .toList();
        return text.append(String.join("", zipped)).toString();
    }

    /** Returns a description of the first view and of how it was chosen. */
    static String words(SweepData data, List<Chart> charts) {
        if (data.view().isEmpty()) {
            return "";
        }
        View view = data.view().get();
        List<Direction> all = data.directions();
        List<String> sentences = new ArrayList<>();
        List<String> cut = new ArrayList<>();
        for (int d = 0; d < all.size(); d++) {
            if (d != view.across() && d != view.colour() && all.get(d).size() > 1) {
                cut.add(all.get(d).label(view.at().get(d)));
            }
        }
        if (view.colour() >= 0) {
            sentences.add("At first, charts have " + all.get(view.across()).name() + " along the axis, and " + all.get(view.colour()).name()
                    + (view.map() ? " upwards" : " as colours") + (cut.isEmpty() ? "" : ", the keys with the most values") + ".");
        }
        if (!cut.isEmpty()) {
            sentences.add("The others are held at " + (data.results().best().isPresent() ? "those of the best point" : "their first values") + ": "
                    + String.join(", ", cut) + ".");
        }
        if (data.measures().size() > charts.size()) {
            sentences.add(charts.size() + " of " + data.measures().size() + " measures have a chart, as the page would be too large; "
                    + "all are in summary.csv.");
        }
        return sentences.isEmpty() ? "" : Html.paragraph(String.join(" ", sentences));
    }
}
