package org.pal4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.run.Statistic;
import org.pal4j.run.Study;

/** The tables of a page. */
final class Tables {
    private static final String NONE = "\u2013";
    private static final String LATENT = "latent_accuracy";
    private static final List<String> ERRORS = List.of("test accuracy of latents", "latent accuracy", "test error", "validation error",
            "training error");

    private Tables() {}

    /** What came out at the end: a line for each run. Columns that no run has are left out. */
    static String finals(List<RunData> runs) {
        Set<String> angles = new LinkedHashSet<>();
        runs.forEach(run -> run.metrics().ifPresent(table -> angles.addAll(table.measures(Angles.PREFIX))));
        List<String> head = new ArrayList<>(List.of("run", "algorithm", "epochs", "test accuracy", "validation accuracy"));
        head.addAll(ERRORS);
        angles.forEach(angle -> head.add(Angles.column(angle)));
        head.addAll(List.of("steps", "updates", "time"));
        List<List<String>> rows = runs.stream().map(run -> finals(run, angles)).toList();
        boolean studies = runs.stream().anyMatch(RunData::isStudy);
        boolean ended = runs.stream().allMatch(run -> run.result().isPresent());
        String when = ended ? "At the end of " + (runs.size() == 1 ? "the run" : "each run") : "What there is so far";
        return table(when + (studies ? ": mean \u00b1 standard deviation over replicas" : ""),
                head, rows);
    }

    private static List<String> finals(RunData run, Set<String> angles) {
        List<String> row = new ArrayList<>();
        row.add(run.name());
        row.add(run.algorithm().orElse(NONE));
        row.add(run.metrics().map(table -> Numbers.count(table.lastEpoch())).orElse(NONE));
        row.add(Numbers.plusMinus(run.testAccuracy(), 100, 2, "%"));
        row.add(Numbers.plusMinus(run.last("validation_accuracy"), 100, 2, "%"));
        row.add(Numbers.plusMinus(testOf(run, "test_latent_accuracy"), 100, 2, "%"));
        row.add(Numbers.plusMinus(run.last(LATENT), 100, 2, "%"));
        row.add(Numbers.significant(testOf(run, "test_error")));
        row.add(Numbers.significant(run.last("validation_error")));
        row.add(Numbers.significant(run.last("train_error")));
        angles.forEach(angle -> row.add(Numbers.plusMinus(run.last(angle), 1, 1, "\u00b0")));
        row.add(count(run, "steps"));
        row.add(count(run, "updates"));
        row.add(Words.time(run));
        return row;
    }

    private static String count(RunData run, String name) {
        return RunData.number(run.result(), name).or(() -> Optional.of(run.last(name).mean()).filter(Double::isFinite))
                .map(steps -> Numbers.count(steps.longValue())).orElse(NONE);
    }

    /** A result of the test, over the replicas that came to it. */
    private static Statistic testOf(RunData run, String name) {
        return Statistic.of(run.finite().stream().flatMap(replica -> RunData.number(replica.result(), name).stream()).toList());
    }

    /** A line for each replica of a study. */
    static String replicas(RunData run) {
        Set<String> angles = new LinkedHashSet<>();
        run.replicas().forEach(replica -> replica.metrics().ifPresent(table -> angles.addAll(table.measures(Angles.PREFIX))));
        Map<String, JsonNode> each = run.study().map(Tables::each).orElse(Map.of());
        List<String> head = new ArrayList<>(List.of("replica", "seed"));
        head.addAll(each.keySet());
        head.addAll(List.of("ending", "epochs", "test accuracy", "validation accuracy"));
        head.addAll(ERRORS);
        angles.forEach(angle -> head.add(Angles.column(angle)));
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < run.replicas().size(); k++) {
            ReplicaData replica = run.replicas().get(k);
            List<String> row = new ArrayList<>();
            row.add(replica.label());
            row.add(replica.seed().map(seed -> Long.toString(seed)).orElse(NONE));
            for (JsonNode values : each.values()) {
                row.add(k < values.size() ? values.get(k).toString() : NONE);
            }
            row.add(replica.result().map(node -> node.path("ending").asText().replace('_', ' ')).orElse("not finished"));
            row.add(replica.metrics().map(table -> Numbers.count(table.lastEpoch())).orElse(NONE));
            row.add(replica.testAccuracy().map(accuracy -> Numbers.fixed(100 * accuracy, 2) + "\u00a0%").orElse(NONE));
            row.add(Numbers.plusMinus(last(replica, "validation_accuracy"), 100, 2, "%"));
            row.add(percent(replica, "test_latent_accuracy"));
            row.add(Numbers.plusMinus(last(replica, LATENT), 100, 2, "%"));
            row.add(RunData.number(replica.result(), "test_error").map(Numbers::significant).orElse(NONE));
            row.add(Numbers.significant(last(replica, "validation_error")));
            row.add(Numbers.significant(last(replica, "train_error")));
            angles.forEach(angle -> row.add(Numbers.plusMinus(last(replica, angle), 1, 1, "\u00b0")));
            rows.add(row);
        }
        return table("What each replica came to", head, rows);
    }

    private static String percent(ReplicaData replica, String name) {
        return RunData.number(replica.result(), name).map(accuracy -> Numbers.fixed(100 * accuracy, 2) + "\u00a0%").orElse(NONE);
    }

    private static Map<String, JsonNode> each(Study<?> study) {
        Map<String, JsonNode> values = new java.util.LinkedHashMap<>();
        Optional.ofNullable(study.lists().get("each")).ifPresent(node -> node.properties().forEach(entry ->
                values.put(entry.getKey(), entry.getValue())));
        return values;
    }

    private static Statistic last(ReplicaData replica, String measure) {
        return replica.metrics().map(table -> table.last(measure)).orElse(new Statistic(Double.NaN, Double.NaN));
    }

    /** Without the columns in which no row has anything. */
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

    /** Names and values. */
    static String pairs(String caption, Map<String, String> values) {
        return Html.table(caption, List.of("", "value"), values.entrySet().stream().map(entry -> List.of(entry.getKey(), entry.getValue())).toList());
    }
}
