package org.pal4j.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Numbers;

/** What a chart shows, in words with values, for readers who can't see it. */
public final class AltText {
    /** Nobody listens to more. */
    private static final int MAX_PARTS = 10;

    private final Map<String, Object> data;

    private AltText(Map<String, Object> data) {
        this.data = data;
    }

    /** Returns the title, the caption and the values of a chart. */
    public static String of(Chart chart) {
        String values = new AltText(chart.data().values()).values();
        return chart.title() + ". " + chart.caption() + (values.isEmpty() ? "" : " " + values);
    }

    private String values() {
        return switch (text(data.get("kind"))) {
            case "lines" -> limited(list(data, "groups"), group -> line(object(group)));
            case "grid" -> Boolean.TRUE.equals(data.get("fixed")) ? curves() : grid();
            case "confusion" -> confusion();
            case "matrices" -> limited(list(data, "maps"), map -> text(object(map).get("name")) + range(list(object(map), "values")));
            case "scatter" -> Numbers.count(list(data, "points").size()) + " points.";
            case "classes" -> "Points of each class: " + limited(counted(2, list(data, "names")), Function.identity());
            case "regions" -> regions();
            case "features", "pairs" -> data.get("count") instanceof Number count ? Numbers.count(count.longValue()) + " images." : "";
            case "roofline" -> limited(list(data, "groups").stream().flatMap(group -> list(object(group), "points").stream()).toList(),
                    point -> text(object(point).get("name")) + ": " + Numbers.significant(number(object(point).get("speed"))));
            default -> "";
        };
    }

    /** Returns the first and last value of a line, and the best one; if there is no best, the lowest and highest. */
    private String line(Map<String, Object> group) {
        List<Object> mean = list(group, "mean");
        boolean single = mean.isEmpty() && !list(group, "singles").isEmpty();
        List<Object> points = single ? array(list(group, "singles").getFirst()) : mean;
        String name = text(group.get("name")) + (single ? " (the first line)" : "") + ": ";
        if (points.isEmpty()) {
            return name + "no values";
        }
        String x = text(object(data.get("x")).get("name")) + " ";
        return name + at(points.getFirst(), "first ", x) + ", " + at(points.getLast(), "last ", x) + ", " + extremes(points, x);
    }

    private String extremes(List<Object> points, String x) {
        Comparator<Object> byValue = Comparator.comparingDouble(point -> number(array(point).get(1)));
        Object low = points.stream().min(byValue).orElseThrow();
        Object high = points.stream().max(byValue).orElseThrow();
        return switch (better()) {
            case 1 -> at(high, "best ", x);
            case -1 -> at(low, "best ", x);
            default -> at(low, "lowest ", x) + ", " + at(high, "highest ", x);
        };
    }

    /** Returns 1 if the highest value is the best, -1 if the lowest is, or else 0. */
    private int better() {
        String y = text(object(data.get("y")).get("name"));
        return y.contains("accuracy") ? 1 : y.contains("error") || y.contains("angle") ? -1 : 0;
    }

    private String at(Object point, String what, String x) {
        return what + value(array(point).get(1)) + " at " + x + Numbers.significant(number(array(point).get(0)));
    }

    private String value(@Nullable Object value) {
        String unit = text(object(data.get("y")).get("unit"));
        return Numbers.significant(number(value)) + (unit.isEmpty() || unit.equals("\u00b0") ? unit : " " + unit);
    }

    /** Returns the first, last and best point of a sweep, with the values that were swept. */
    private String grid() {
        List<Object> points = list(data, "points");
        List<Integer> there = Stream.iterate(0, i -> i < points.size(), i -> i + 1).filter(i -> array(points.get(i)).getFirst() != null).toList();
        if (there.isEmpty()) {
            return "No point has a value.";
        }
        Comparator<Integer> byValue = Comparator.comparingDouble(i -> number(array(points.get(i)).getFirst()));
        int low = there.stream().min(byValue).orElseThrow();
        int high = there.stream().max(byValue).orElseThrow();
        String ends = place("first ", there.getFirst()) + "; " + place("last ", there.getLast()) + "; ";
        return Numbers.count(there.size()) + " points with values: " + ends + switch (better()) {
            case 1 -> place("best ", high);
            case -1 -> place("best ", low);
            default -> place("lowest ", low) + "; " + place("highest ", high);
        } + ".";
    }

    private String place(String what, int point) {
        List<String> names = new ArrayList<>();
        int left = point;
        for (Object one : list(data, "directions").reversed()) {
            List<Object> places = list(object(one), "places");
            if (places.size() > 1) {
                names.addFirst(label(object(one), left % places.size()));
            }
            left /= places.size();
        }
        return what + value(array(list(data, "points").get(point)).getFirst()) + " with " + String.join(", ", names);
    }

    /** Returns a place with its key; the name of a variant has none. */
    private static String label(Map<String, Object> direction, int place) {
        String name = text(list(direction, "places").get(place));
        return Boolean.TRUE.equals(direction.get("bare")) ? name : text(direction.get("name")) + " = " + name;
    }

    /** Returns the first, last and best value of each curve of a sweep. */
    private String curves() {
        List<Object> directions = list(data, "directions");
        Map<String, Object> axis = object(directions.get((int) number(data.get("across"))));
        int colour = (int) number(data.get("colour"));
        List<Object> numbers = list(axis, "numbers");
        List<Integer> order = Stream.iterate(0, i -> i < numbers.size(), i -> i + 1)
                .sorted(Comparator.comparingDouble(i -> number(numbers.get(i)))).toList();
        List<Integer> colours = Stream.iterate(0, i -> i < (colour < 0 ? 1 : list(object(directions.get(colour)), "places").size()), i -> i + 1)
                .toList();
        return limited(colours, place -> {
            List<Object> mean = order.stream().map(at -> Arrays.asList(numbers.get(at), array(pointAt(directions, at, place)).getFirst()))
                    .filter(point -> point.get(1) != null).map(Object.class::cast).toList();
            String name = colour < 0 ? text(axis.get("axis")) : label(object(directions.get(colour)), place);
            return mean.isEmpty() ? name + ": no values" : name + ": " + at(mean.getFirst(), "first ", "") + ", " + at(mean.getLast(), "last ", "")
                    + ", " + extremes(mean, "");
        });
    }

    /** Returns the point of a curve. The last direction varies fastest; what is not on the axis and no colour is held. */
    private @Nullable Object pointAt(List<Object> directions, int across, int colour) {
        int index = 0;
        for (int d = 0; d < directions.size(); d++) {
            int place = d == number(data.get("across")) ? across : d == number(data.get("colour")) ? colour : (int) number(list(data, "at").get(d));
            index = index * list(object(directions.get(d)), "places").size() + place;
        }
        return list(data, "points").get(index);
    }

    private String confusion() {
        List<Object> classes = list(data, "classes");
        List<Object> rows = list(data, "counts");
        List<String> parts = new ArrayList<>();
        double all = 0;
        double right = 0;
        for (int i = 0; i < rows.size(); i++) {
            double own = array(rows.get(i)).stream().mapToDouble(AltText::number).sum();
            double hit = number(array(rows.get(i)).get(i));
            all += own;
            right += hit;
            if (own > 0) {
                parts.add(text(classes.get(i)) + ": " + Numbers.significant(100 * hit / own) + " %");
            }
        }
        return "Right are " + Numbers.significant(100 * right / Math.max(1, all)) + " %; of the classes, " + limited(parts, Function.identity());
    }

    private String regions() {
        List<Object> points = list(data, "points");
        long right = points.stream().filter(point -> number(array(point).get(2)) == number(array(point).get(3))).count();
        return "Of " + Numbers.count(points.size()) + " test samples shown, " + Numbers.count(right) + " are classified right.";
    }

    private List<String> counted(int column, List<Object> names) {
        List<String> counts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int own = i;
            counts.add(text(names.get(i)) + ": " + list(data, "points").stream().filter(point -> number(array(point).get(column)) == own).count());
        }
        return counts;
    }

    private static String range(List<Object> values) {
        return " from " + Numbers.significant(values.stream().mapToDouble(AltText::number).min().orElse(0)) + " to "
                + Numbers.significant(values.stream().mapToDouble(AltText::number).max().orElse(0));
    }

    /** Joins the words for the first parts, and says how many more there are. */
    private static <T> String limited(List<? extends T> parts, Function<T, String> words) {
        List<String> first = new ArrayList<>(parts.stream().limit(MAX_PARTS).map(words).toList());
        if (parts.size() > MAX_PARTS) {
            first.add("and " + (parts.size() - MAX_PARTS) + " more");
        }
        return first.isEmpty() ? "" : String.join("; ", first) + ".";
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static List<Object> list(Map<String, Object> from, String name) {
        return array(from.get(name));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> array(@Nullable Object value) {
        return value instanceof List<?> list ? (List<Object>) list : List.of();
    }
}
