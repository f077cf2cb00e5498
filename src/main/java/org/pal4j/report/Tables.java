package org.pal4j.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pal4j.chart.Numbers;
import org.pal4j.config.Json;
import org.pal4j.measure.Statistic;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.Html.Cell;
import org.pal4j.report.page.Measure;
import org.pal4j.run.Environment;

/** The tables of a page. */
final class Tables {
    private static final String NONE = "\u2013";

    private Tables() {}

    /** Returns the table of final numbers with a row per run. Columns without values are omitted. */
    static String finals(List<RunData> runs) {
        List<Measure> measures = measures(runs);
        List<String> steps = runs.stream().map(RunData::steps).distinct().toList();
        List<String> head = new ArrayList<>(List.of("run", "algorithm", "epochs"));
        measures.forEach(measure -> head.add(measure.column()));
        head.addAll(steps);
        head.add("time");
        Map<Measure, Double> best = new HashMap<>();
        if (runs.size() > 1) {
            measures.forEach(measure -> best(measure, runs).ifPresent(value -> best.put(measure, value)));
        }
        List<List<Cell>> rows = new ArrayList<>();
        for (RunData run : runs) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(run.name()), Cell.of(run.algorithm().orElse(NONE))));
            row.add(number(run.metrics().map(table -> (double) table.lastEpoch()), epochs -> Numbers.count(epochs.longValue())));
            measures.forEach(measure -> {
                Statistic value = run.measured(measure.name());
                boolean known = !Double.isNaN(value.mean());
                row.add(new Cell(measure.shown(value), known ? OptionalDouble.of(value.mean()) : OptionalDouble.empty(),
                        known && best.getOrDefault(measure, Double.NaN) == value.mean()));
            });
            steps.forEach(name -> row.add(number(run.stepCount().filter(count -> run.steps().equals(name)).map(Long::doubleValue),
                    count -> Numbers.count(count.longValue()))));
            row.add(number(run.seconds(), Numbers::duration));
            rows.add(row);
        }
        boolean ended = runs.stream().allMatch(run -> run.result().isPresent());
        String when = ended ? "At the end of " + (runs.size() == 1 ? "the run" : "each run") : "What there is so far";
        String studies = runs.stream().anyMatch(RunData::isStudy) ? ": mean \u00b1 standard deviation over replicas" : "";
        String marked = best.isEmpty() ? "" : ". A star marks the best of a column: the highest accuracy, the lowest error or angle";
        return sortable(when + studies + marked, head, rows, runs.size() > 1);
    }

    private static <T extends Number> Cell number(Optional<T> value, Function<T, String> shown) {
        return value.map(number -> new Cell(shown.apply(number), OptionalDouble.of(number.doubleValue()), false)).orElse(Cell.of(NONE));
    }

    /** Returns the best mean of a measure; nothing if all are equal. */
    private static Optional<Double> best(Measure measure, List<RunData> runs) {
        double[] means = runs.stream().mapToDouble(run -> run.measured(measure.name()).mean()).filter(Double::isFinite).sorted().toArray();
        boolean differ = means.length > 1 && means[0] < means[means.length - 1];
        return differ ? Optional.of(measure.isAccuracy() ? means[means.length - 1] : means[0]) : Optional.empty();
    }

    /** Returns the table of the keys and the environments in which runs differ, with a column per run; empty if in none. */
    static String differences(List<RunData> runs) {
        List<Map<String, String>> all = runs.stream().map(Tables::identity).toList();
        Set<String> keys = new LinkedHashSet<>();
        all.forEach(one -> keys.addAll(one.keySet()));
        List<List<String>> rows = new ArrayList<>();
        for (String key : keys) {
            List<String> values = all.stream().map(one -> one.getOrDefault(key, NONE)).toList();
            if (values.stream().distinct().count() > 1) {
                rows.add(Stream.concat(Stream.of(key), values.stream()).toList());
            }
        }
        List<String> head = Stream.concat(Stream.of("key"), runs.stream().map(RunData::name)).toList();
        return rows.isEmpty() ? "" : Html.wrapped("Keys of the configurations, and what the runs ran on", head, rows);
    }

    private static Map<String, String> identity(RunData run) {
        Map<String, String> all = new LinkedHashMap<>();
        run.study().ifPresent(study -> {
            all.putAll(study.base().values());
            all.keySet().removeAll(List.of("name", "title"));
            if (study.hasReplicas()) {
                all.remove("seed");
                study.lists().forEach((key, value) -> all.put(key, Json.text(value)));
            }
        });
        all.putAll(run.environment());
        // Its options are among the keys, and it is long.
        all.remove(Environment.COMMAND);
        return all;
    }

    /** Returns the measures of the runs: accuracies and errors in order, then angles. */
    private static List<Measure> measures(List<RunData> runs) {
        Stream<Measure> numbers = runs.stream().flatMap(run -> Stream.concat(run.testMeasures().stream(), run.measures().stream()));
        return Measure.distinct(Stream.concat(numbers.sorted(Measure.ORDER), runs.stream().flatMap(run -> run.angles().stream())));
    }

    /** Returns the table of a study with a row per replica. */
    static String replicas(RunData run) {
        Map<String, Function<ReplicaData, String>> columns = new LinkedHashMap<>();
        columns.put("replica", ReplicaData::label);
        columns.put("seed", replica -> replica.seed().map(seed -> Long.toString(seed)).orElse(NONE));
        run.study().ifPresent(study -> study.each().forEach(
                (key, values) -> columns.put(key, replica -> replica.number() < values.size() ? Json.text(values.get(replica.number())) : NONE)));
        columns.put("ending", replica -> replica.result().isEmpty() ? "not finished" : RunData.ending(replica.result()).replace('_', ' '));
        columns.put("epochs", replica -> replica.metrics().map(table -> Numbers.count(table.lastEpoch())).orElse(NONE));
        measures(List.of(run)).forEach(measure -> columns.put(measure.column(), replica -> measure.shown(replica.measured(measure.name()))));
        List<List<String>> rows = run.replicas().stream()
                .map(replica -> columns.values().stream().map(column -> column.apply(replica)).toList()).toList();
        return table("What each replica came to", List.copyOf(columns.keySet()), rows);
    }

    /** Returns a table without its empty columns. */
    private static String table(String caption, List<String> head, List<List<String>> rows) {
        return sortable(caption, head, rows.stream().map(row -> row.stream().map(Cell::of).toList()).toList(), false);
    }

    private static String sortable(String caption, List<String> head, List<List<Cell>> rows, boolean sorts) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < head.size(); i++) {
            int column = i;
            if (i == 0 || rows.stream().anyMatch(row -> !row.get(column).text().equals(NONE))) {
                kept.add(i);
            }
        }
        List<String> keptHead = kept.stream().map(head::get).toList();
        List<List<Cell>> keptRows = rows.stream().map(row -> kept.stream().map(row::get).toList()).toList();
        return sorts ? Html.sortable(caption, keptHead, keptRows)
                : Html.table(caption, keptHead, keptRows.stream().map(row -> row.stream().map(Cell::text).toList()).toList());
    }

    static String pairs(String caption, Map<String, String> values) {
        return Html.table(caption, List.of("", "value"), values.entrySet().stream().map(entry -> List.of(entry.getKey(), entry.getValue())).toList());
    }
}
