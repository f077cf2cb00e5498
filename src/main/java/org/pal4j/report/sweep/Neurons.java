package org.pal4j.report.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.Detail;
import org.pal4j.chart.Numbers;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.Measure;
import org.pal4j.report.page.Section;

/**
 * The section on numbers of neurons, if a sweep varies them: accuracy against neurons, and the neurons that one curve needs for what another
 * reaches.
 *
 * @param across  index of the direction with the neurons
 * @param measure the accuracy
 * @param view    the chart: neurons along the axis, names as colours, and all else held at the best point
 */
record Neurons(SweepData data, int across, Measure measure, View view) {
    /** The title of the section. */
    static final String TITLE = "Accuracy against neurons";
    /** The title of the tables within it. */
    static final String NEEDED = "How many neurons are needed";

    /** Returns the section; empty if neurons do not vary, or if there is no accuracy yet. */
    static Section of(SweepData data, Detail detail) {
        return found(data).map(neurons -> neurons.section(detail)).orElse(new Section(TITLE, "", List.of()));
    }

    /** Returns whether layers vary, but not in a way that this section can show. */
    static boolean isLeftOut(SweepData data) {
        return direction(data).isPresent() && found(data).isEmpty() && !data.measures().isEmpty();
    }

    private static Optional<Integer> direction(SweepData data) {
        List<Direction> all = data.directions();
        return IntStream.range(0, all.size()).boxed().filter(d -> all.get(d).neurons() && all.get(d).size() > 1).findFirst();
    }

    private static Optional<Neurons> found(SweepData data) {
        Optional<Measure> accuracy = data.sweep().model().scores().stream()
                .flatMap(score -> data.measures().stream().filter(measure -> measure.name().equals(score))).findFirst();
        return direction(data).flatMap(across -> accuracy.map(measure -> new Neurons(data, across, measure,
                new View(across, colour(data.directions(), across), false, data.view().orElseThrow().at()))));
    }

    /** Returns the direction of the curves: names before numbers, and then the one with the most places; -1 if nothing else varies. */
    private static int colour(List<Direction> all, int across) {
        return IntStream.range(0, all.size()).boxed().filter(d -> d != across && all.get(d).size() > 1 && all.get(d).size() <= View.MAX_LINES)
                .min(Comparator.<Integer, Boolean>comparing(d -> all.get(d).isNumeric()).thenComparingInt(d -> -all.get(d).size())).orElse(-1);
    }

    private Direction axis() {
        return data.directions().get(across);
    }

    private Section section(Detail detail) {
        String title = measure.title() + " against " + axis().axis();
        boolean singles = Grids.areSingle(data, detail);
        Chart chart = new Chart(title, caption(), Size.WIDE, Grids.data(data, measure, title, view, singles).put("fixed", true));
        return new Section(TITLE, "", List.of(chart), List.of(new Section(NEEDED, tables(), List.of())));
    }

    private String caption() {
        String bars = data.sweep().seeds().size() > 1 ? " Each point is a mean over its seeds, with one standard deviation to each side." : "";
        List<String> held = IntStream.range(0, data.directions().size())
                .filter(d -> d != across && d != view.colour() && data.directions().get(d).size() > 1)
                .mapToObj(d -> data.directions().get(d).label(view.at().get(d))).toList();
        return measure.caption() + bars + (held.isEmpty() ? "" : " Held at the best point: " + String.join(", ", held) + ".");
    }

    // --- the neurons that are needed ---------------------------------------------------------------------------------

    private record Curve(String name, NeededNeurons means) {}

    private List<Curve> curves() {
        List<Integer> order = axis().sorted();
        double[] neurons = order.stream().mapToDouble(place -> axis().numbers().orElseThrow()[place]).toArray();
        List<Integer> places = view.colour() < 0 ? List.of(0) : data.directions().get(view.colour()).sorted();
        return places.stream().map(place -> new Curve(view.colour() < 0 ? "" : data.directions().get(view.colour()).label(place),
                new NeededNeurons(neurons, order.stream().mapToDouble(at -> data.statistic(data.sweep().points().get(number(at, place)), measure)
                        .mean()).toArray())))
                .filter(curve -> !curve.means.isEmpty()).toList();
    }

    /** Returns the index of a point on a curve. The last direction varies fastest. */
    private int number(int place, int colour) {
        int number = 0;
        for (int d = 0; d < data.directions().size(); d++) {
            number = number * data.directions().get(d).size() + (d == across ? place : d == view.colour() ? colour : view.at().get(d));
        }
        return number;
    }

    /** Returns a table for each curve that the others are compared with: the best one, and the rest to open. */
    private String tables() {
        List<Curve> curves = curves();
        if (curves.size() < 2) {
            return "";
        }
        Curve best = curves.stream().max(Comparator.comparingDouble(curve -> NeededNeurons.average(curve.means,
                curves.stream().map(Curve::means).toList()))).orElseThrow();
        StringBuilder html = new StringBuilder(
                Html.paragraph("For the mean " + measure.axis().name() + " that " + best.name + " reaches with so many " + axis().axis()
                        + ", the others need as many as the table says. Between two networks this is interpolated, along the logarithm of neurons. "
                        + "Of all curves, that of " + best.name + " is the highest on average."));
        html.append("<div class=\"needed\">\n").append(table(best, curves));
        curves.stream().filter(curve -> !curve.equals(best))
                .forEach(curve -> html.append(Html.details("For what " + curve.name + " reaches", table(curve, curves))));
        return html.append("</div>\n").toString();
    }

    private String table(Curve reference, List<Curve> curves) {
        List<Curve> others = curves.stream().filter(curve -> !curve.equals(reference)).toList();
        List<String> head = new ArrayList<>(List.of(axis().axis() + ", " + reference.name, measure.axis().name() + ", " + reference.name));
        others.forEach(curve -> head.add("needed with " + curve.name));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < reference.means.size(); i++) {
            double mean = reference.means.mean(i);
            List<String> row = new ArrayList<>(List.of(Numbers.significant(reference.means.neurons(i)),
                    Numbers.fixed(measure.axis().factor() * mean, 1) + " " + measure.axis().unit()));
            others.forEach(curve -> row.add(curve.means.words(mean)));
            rows.add(row);
        }
        return Html.table("The " + axis().axis() + " that " + others.stream().map(Curve::name).collect(Collectors.joining(", "))
                + " need for what " + reference.name + " reaches", head, rows);
    }
}
