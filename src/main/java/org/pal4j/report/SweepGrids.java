package org.pal4j.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.pal4j.report.Chart.Size;
import org.pal4j.run.Statistic;
import org.pal4j.run.SweepPoint;

/**
 * A chart for each measure of a sweep, over what was varied. Each carries all points, so that the reader can choose what goes along the axis, what
 * is colour, and where the cut is.
 */
final class SweepGrids {
    /** Means on a page, of all charts together, for each point of detail. */
    private static final int MEANS = 25;

    private SweepGrids() {}

    /** As many as fit, in the order of the columns. */
    static List<Chart> of(SweepData data, Detail detail) {
        if (data.view().isEmpty()) {
            return List.of();
        }
        int most = Math.max(1, MEANS * detail.points() / data.sweep().points().size());
        return data.measures().stream().limit(most).map(measure -> chart(data, measure, data.view().get(), detail)).toList();
    }

    private static Chart chart(SweepData data, SweepMeasure measure, SweepView view, Detail detail) {
        ObjectNode json = Curves.data(measure.title(), "", measure.axis()).put("kind", "grid");
        json.put("across", view.across()).put("colour", view.colour()).put("map", view.map()).put("seeds", data.sweep().seeds().size());
        ArrayNode at = json.putArray("at");
        view.at().forEach(at::add);
        data.guide(measure).ifPresent(guide -> json.putObject("guide").put("y", guide.y()).put("label", guide.label()));
        ArrayNode directions = json.putArray("directions");
        data.directions().forEach(direction -> add(directions.addObject(), direction));
        boolean singles = (long) data.sweep().points().size() * data.sweep().seeds().size() <= 5L * detail.dots();
        ArrayNode points = json.putArray("points");
        for (SweepPoint point : data.sweep().points()) {
            add(points.addArray(), data, point, measure, singles);
        }
        return new Chart(measure.title(), caption(data, measure, singles), Size.HALF, json);
    }

    private static void add(ObjectNode json, SweepDirection direction) {
        json.put("name", direction.name()).put("scale", direction.scale().name().toLowerCase(Locale.ROOT));
        ArrayNode places = json.putArray("places");
        direction.places().forEach(places::add);
        direction.numbers().ifPresent(numbers -> {
            ArrayNode array = json.putArray("numbers");
            for (double number : numbers) {
                array.add(number);
            }
        });
    }

    /** [mean, standard deviation, runs not finite, runs missing, value of each run]. */
    private static void add(ArrayNode json, SweepData data, SweepPoint point, SweepMeasure measure, boolean singles) {
        Statistic statistic = data.statistic(point, measure.name());
        Numbers.add(json, measure.axis().factor() * statistic.mean());
        Numbers.add(json, measure.axis().factor() * statistic.deviation());
        json.add(data.nonFinite(point)).add(data.missing(point));
        if (singles) {
            ArrayNode values = json.addArray();
            data.values(point, measure.name()).forEach(value -> Numbers.add(values, measure.axis().factor() * value));
        }
    }

    private static String caption(SweepData data, SweepMeasure measure, boolean singles) {
        List<SweepDirection> varying = data.directions().stream().filter(direction -> direction.size() > 1).toList();
        boolean seeds = data.sweep().seeds().size() > 1;
        StringBuilder text = new StringBuilder(measure.meaning());
        text.append(seeds ? " Each point is a mean over its seeds; bands and bars are one standard deviation to each side"
                + (singles ? ", dots single seeds" : "") + "." : " Each point has one seed.");
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
                        .collect(Collectors.joining(", ")) + ".").toList();
        return text.append(String.join("", zipped)).toString();
    }

    /** What the first view is, and how it was chosen. */
    static String words(SweepData data, List<Chart> charts) {
        if (data.view().isEmpty()) {
            return "";
        }
        SweepView view = data.view().get();
        List<SweepDirection> all = data.directions();
        List<String> sentences = new ArrayList<>();
        List<String> cut = new ArrayList<>();
        for (int d = 0; d < all.size(); d++) {
            if (d != view.across() && d != view.colour() && all.get(d).size() > 1) {
                cut.add(all.get(d).name() + " = " + all.get(d).places().get(view.at().get(d)));
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
