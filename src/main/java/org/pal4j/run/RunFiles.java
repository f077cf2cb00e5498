package org.pal4j.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.Measures;
import org.pal4j.model.Study;
import org.pal4j.model.Terms;
import org.pal4j.run.Outcome.Snapshot;

/**
 * What the files of a run hold: the only place that knows their names and those of their columns, arrays and entries. docs/configuration.md describes
 * them.
 */
public final class RunFiles {
    /** The resolved configuration. */
    public static final String CONFIGURATION = "configuration.yaml";
    /** What it ran on. */
    public static final String ENVIRONMENT = "environment.json";
    /** One line for each epoch. */
    public static final String METRICS = "metrics.csv";
    /** The weights as they were left. */
    public static final String WEIGHTS = "weights.safetensors";
    /** Metrics, snapshots and the test, as arrays. */
    public static final String RECORDINGS = "recordings.npz";
    /** How it ended; the last file that is written. */
    public static final String RESULT = "result.json";
    /** The folder of what was recorded as it went on. */
    public static final String SERIES = "recordings";
    /** The column of epochs completed. */
    public static final String EPOCH = "epoch";
    /** The column of seconds, and the entry. */
    public static final String SECONDS = "seconds";
    /** The entry that says how a run ended. */
    public static final String ENDING = "ending";
    /** The entry with what went wrong. */
    public static final String FAULT = "fault";
    /** The entry with the epochs completed. */
    public static final String EPOCHS = "epochs";
    /** Behind the name of a mean over replicas. */
    public static final String MEAN = "_mean";
    /** Behind the name of a standard deviation. */
    public static final String DEVIATION = Measures.DEVIATION;

    private RunFiles() {}

    /** The entry with microseconds for each step. */
    public static String microseconds(Terms terms) {
        return "microseconds_per_" + terms.step();
    }

    /** metrics.csv of a replica. */
    static String metrics(List<EpochRow> rows, Terms terms) {
        StringBuilder text = new StringBuilder(EPOCH).append(',').append(terms.steps());
        if (!rows.isEmpty()) {
            rows.getFirst().measures().columns().keySet().forEach(name -> text.append(',').append(name));
        }
        text.append(',').append(SECONDS).append('\n');
        for (EpochRow row : rows) {
            text.append(row.epoch()).append(',').append(row.steps());
            row.measures().columns().values().forEach(value -> text.append(',').append(cell(value)));
            text.append(',').append(String.format(Locale.ROOT, "%.3f", row.seconds())).append('\n');
        }
        return text.toString();
    }

    /** metrics.csv of a study. */
    static String summary(List<EpochSummary> summaries, Terms terms) {
        StringBuilder text = new StringBuilder(EPOCH).append(',').append(terms.steps()).append(",replicas");
        if (!summaries.isEmpty()) {
            summaries.getFirst().values().keySet()
                    .forEach(name -> text.append(',').append(name).append(MEAN).append(',').append(name).append(DEVIATION));
        }
        text.append(',').append(SECONDS).append('\n');
        for (EpochSummary row : summaries) {
            text.append(row.epoch()).append(',').append(row.steps()).append(',').append(row.replicas());
            row.values().values().forEach(value -> text.append(',').append(cell(value.mean())).append(',').append(cell(value.deviation())));
            text.append(',').append(String.format(Locale.ROOT, "%.3f", row.seconds())).append('\n');
        }
        return text.toString();
    }

    /** Nothing stands for a number that does not exist. */
    public static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    /** result.json of a replica. */
    static Map<String, Object> result(Outcome outcome, Terms terms) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(ENDING, outcome.ending().label());
        outcome.fault().ifPresent(fault -> result.put(FAULT, fault));
        result.put(EPOCHS, outcome.rows().isEmpty() ? 0 : outcome.rows().getLast().epoch());
        result.put(terms.steps(), outcome.steps());
        result.put(SECONDS, outcome.seconds());
        // Without a step there is no such number, and JSON has no NaN.
        result.put(microseconds(terms), outcome.steps() == 0 ? null : outcome.microsecondsPerStep());
        outcome.test().map(TestResult::numbers).orElse(Map.of()).forEach((name, value) -> {
            if (Double.isFinite(value)) {
                result.put(name, value);
            }
        });
        return result;
    }

    /** result.json of a study. */
    static Map<String, Object> result(Study<?> study, StudyOutcome outcome) {
        Terms terms = study.model().terms();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(ENDING, outcome.ending().label());
        result.put("replicas", study.replicas().size());
        result.put("non_finite", outcome.failures());
        result.put(terms.steps(), outcome.steps());
        result.put(SECONDS, outcome.seconds());
        outcome.test().forEach((name, value) -> put(result, name, value));
        if (!outcome.summaries().isEmpty()) {
            EpochSummary last = outcome.summaries().getLast();
            result.put(EPOCHS, last.epoch());
            last.values().forEach((name, value) -> put(result, name, value));
        }
        List<Map<String, Object>> each = new ArrayList<>();
        for (int k = 0; k < study.replicas().size(); k++) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("folder", study.labels().get(k));
            one.put("seed", study.replicas().get(k).seed());
            one.putAll(result(outcome.outcomes().get(k), terms));
            each.add(one);
        }
        result.put("each", each);
        return result;
    }

    private static void put(Map<String, Object> result, String name, Statistic value) {
        if (!Double.isNaN(value.mean())) {
            result.put(name + MEAN, value.mean());
        }
        if (!Double.isNaN(value.deviation())) {
            result.put(name + DEVIATION, value.deviation());
        }
    }

    /** recordings.npz: a row for each epoch, the snapshots, and the arrays of the test. */
    static Map<String, NpyArray> recordings(Outcome outcome, Terms terms) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        List<EpochRow> rows = outcome.rows();
        arrays.put(EPOCH, NpyArray.ofInts(rows.stream().mapToInt(EpochRow::epoch).toArray(), rows.size()));
        arrays.put(terms.steps(), NpyArray.ofLongs(rows.stream().mapToLong(EpochRow::steps).toArray(), rows.size()));
        if (!rows.isEmpty()) {
            Measures first = rows.getFirst().measures();
            for (String name : first.names()) {
                double[] values = rows.stream().flatMapToDouble(row -> Arrays.stream(row.measures().values(name))).toArray();
                arrays.put(name, first.isSingle(name) ? NpyArray.ofDoubles(values, rows.size())
                        : NpyArray.ofDoubles(values, rows.size(), first.values(name).length));
            }
        }
        snapshots(arrays, outcome.snapshots());
        outcome.test().ifPresent(test -> arrays.putAll(test.arrays()));
        return arrays;
    }

    private static void snapshots(Map<String, NpyArray> arrays, List<Snapshot> snapshots) {
        if (snapshots.isEmpty()) {
            return;
        }
        arrays.put("snapshot_epoch", NpyArray.ofInts(snapshots.stream().mapToInt(Snapshot::epoch).toArray(), snapshots.size()));
        snapshots.getFirst().weights().keySet().forEach(name -> arrays.put(name, stack(snapshots.stream().map(s -> s.weights().get(name)).toList())));
    }

    /** Arrays of one shape, one after the other along a new first axis. */
    private static NpyArray stack(List<NpyArray> parts) {
        int[] shape = parts.getFirst().shape();
        int size = parts.getFirst().size();
        float[] all = new float[Math.multiplyExact(parts.size(), size)];
        for (int k = 0; k < parts.size(); k++) {
            System.arraycopy(parts.get(k).toFloats(), 0, all, k * size, size);
        }
        int[] stacked = new int[shape.length + 1];
        stacked[0] = parts.size();
        System.arraycopy(shape, 0, stacked, 1, shape.length);
        return NpyArray.ofFloats(all, stacked);
    }

    /** What is written beside the weights. */
    static Map<String, String> metadata(Terms terms, long steps) {
        return Map.of(terms.steps(), Long.toString(steps));
    }
}
