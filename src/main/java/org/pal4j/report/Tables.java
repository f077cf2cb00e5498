package org.pal4j.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pal4j.chart.Numbers;
import org.pal4j.config.Json;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.page.Html;
import org.pal4j.report.page.Measure;

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
        List<List<String>> rows = new ArrayList<>();
        for (RunData run : runs) {
            List<String> row = new ArrayList<>(List.of(run.name(), run.algorithm().orElse(NONE)));
            row.add(run.metrics().map(table -> Numbers.count(table.lastEpoch())).orElse(NONE));
            measures.forEach(measure -> row.add(measure.shown(run.measured(measure.name()))));
            steps.forEach(name -> row.add(run.stepCount().filter(count -> run.steps().equals(name)).map(Numbers::count).orElse(NONE)));
            row.add(run.seconds().map(Numbers::duration).orElse(NONE));
            rows.add(row);
        }
        boolean ended = runs.stream().allMatch(run -> run.result().isPresent());
        String when = ended ? "At the end of " + (runs.size() == 1 ? "the run" : "each run") : "What there is so far";
        String studies = runs.stream().anyMatch(RunData::isStudy) ? ": mean \u00b1 standard deviation over replicas" : "";
        return table(when + studies, head, rows);
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
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < head.size(); i++) {
            int column = i;
            if (i == 0 || rows.stream().anyMatch(row -> !row.get(column).equals(NONE))) {
                kept.add(i);
            }
        }
        return Html.table(caption, kept.stream().map(head::get).toList(),
                rows.stream().map(row -> kept.stream().map(row::get).toList()).toList());
    }

    static String pairs(String caption, Map<String, String> values) {
        return Html.table(caption, List.of("", "value"), values.entrySet().stream().map(entry -> List.of(entry.getKey(), entry.getValue())).toList());
    }
}
