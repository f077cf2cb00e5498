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
 * The content of the files of a run. Names of files, columns, arrays and entries are defined only here. docs/configuration.md describes them.
 */
public final class RunFiles {
    /** The resolved configuration. */
    public static final String CONFIGURATION = "configuration.yaml";
    /** Entry of environment.json with the names of classes that only the files of the samples have. */
    public static final String CLASSES = "data_classes";
    /** The software and hardware of the run. */
    public static final String ENVIRONMENT = "environment.json";
    /** The measures, one line per epoch. */
    public static final String METRICS = "metrics.csv";
    /** The final weights. */
    public static final String WEIGHTS = "weights.safetensors";
    /** Measures, snapshots and test results as arrays. */
    public static final String RECORDINGS = "recordings.npz";
    /** The results of the run; the last file to be written. */
    public static final String RESULT = "result.json";
    /** The folder of recorded series. */
    public static final String SERIES = "recordings";
    /** The column with the number of completed epochs. */
    public static final String EPOCH = "epoch";
    /** The column and the entry with the seconds. */
    public static final String SECONDS = "seconds";
    /** The entry with the ending of a run. */
    public static final String ENDING = "ending";
    /** The entry with the fault of a run. */
    public static final String FAULT = "fault";
    /** The entry with a warning about a complete run: its network no longer answers to its inputs. */
    public static final String WARNING = "warning";
    private static final String BY_VALUE = "by_value";
    /** The entry with the number of warnings, of a study or a point of a sweep. */
    public static final String WARNINGS = "warnings";
    /** The entry with the number of completed epochs. */
    public static final String EPOCHS = "epochs";
    /** The suffix of means over replicas. */
    public static final String MEAN = "_mean";
    /** The suffix of standard deviations. */
    public static final String DEVIATION = Measures.DEVIATION;

    private RunFiles() {}

    /** Returns the name of the entry with microseconds per step. */
    public static String microseconds(Terms terms) {
        return "microseconds_per_" + terms.step();
    }

    /** Returns metrics.csv of a replica. */
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

    /** Returns metrics.csv of a study. */
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

    /** Formats a number as a cell; NaN gives an empty cell. */
    public static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    /** Returns result.json of a replica. */
    static Map<String, Object> result(Outcome outcome, Terms terms) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(ENDING, outcome.ending().label());
        outcome.fault().ifPresent(fault -> result.put(FAULT, fault));
        outcome.warning().ifPresent(warning -> result.put(WARNING, warning));
        result.put(EPOCHS, outcome.rows().isEmpty() ? 0 : outcome.rows().getLast().epoch());
        result.put(terms.steps(), outcome.steps());
        result.put(SECONDS, outcome.seconds());
        // Without steps the number does not exist, and JSON has no NaN.
        result.put(microseconds(terms), outcome.steps() == 0 ? null : outcome.microsecondsPerStep());
        outcome.test().map(TestResult::numbers).orElse(Map.of()).forEach((name, value) -> {
            if (Double.isFinite(value)) {
                result.put(name, value);
            }
        });
        return result;
    }

    /** Returns result.json of a study. */
    static Map<String, Object> result(Study<?> study, StudyOutcome outcome) {
        Terms terms = study.model().terms();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(ENDING, outcome.ending().label());
        result.put("replicas", study.replicas().size());
        result.put("non_finite", outcome.failures());
        result.put(WARNINGS, outcome.warnings().size());
        result.put(terms.steps(), outcome.steps());
        result.put(SECONDS, outcome.seconds());
        if (study.hasValues()) {
            // A mean over different values would tell nothing.
            if (!outcome.summaries().isEmpty()) {
                result.put(EPOCHS, outcome.summaries().getLast().epoch());
            }
            result.put(BY_VALUE, study.byValue().entrySet().stream().map(entry -> {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("value", entry.getKey());
                one.put("replicas", entry.getValue().size());
                putNumbers(one, outcome.of(entry.getValue()));
                return one;
            }).toList());
        } else {
            putNumbers(result, outcome);
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

    private static void putNumbers(Map<String, Object> result, StudyOutcome outcome) {
        outcome.test().forEach((name, value) -> put(result, name, value));
        if (!outcome.summaries().isEmpty()) {
            EpochSummary last = outcome.summaries().getLast();
            result.put(EPOCHS, last.epoch());
            last.values().forEach((name, value) -> put(result, name, value));
        }
    }

    private static void put(Map<String, Object> result, String name, Statistic value) {
        if (!Double.isNaN(value.mean())) {
            result.put(name + MEAN, value.mean());
        }
        if (!Double.isNaN(value.deviation())) {
            result.put(name + DEVIATION, value.deviation());
        }
    }

    /** Returns the arrays of recordings.npz: measures with one row per epoch, snapshots, and test results. */
    static Map<String, NpyArray> recordings(Outcome outcome, Terms terms) {
        Map<String, NpyArray> arrays = measures(outcome.rows(), terms.steps());
        arrays.putAll(snapshots(outcome.snapshots(), "snapshot_epoch"));
        outcome.test().ifPresent(test -> arrays.putAll(test.arrays()));
        return arrays;
    }

    /** Returns the measures as arrays with one row per epoch, after the epochs and the steps, whose name is given. */
    static Map<String, NpyArray> measures(List<EpochRow> rows, String steps) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(EPOCH, NpyArray.ofInts(rows.stream().mapToInt(EpochRow::epoch).toArray(), rows.size()));
        arrays.put(steps, NpyArray.ofLongs(rows.stream().mapToLong(EpochRow::steps).toArray(), rows.size()));
        if (!rows.isEmpty()) {
            Measures first = rows.getFirst().measures();
            for (String name : first.names()) {
                double[] values = rows.stream().flatMapToDouble(row -> Arrays.stream(row.measures().values(name))).toArray();
                arrays.put(name, first.isSingle(name) ? NpyArray.ofDoubles(values, rows.size())
                        : NpyArray.ofDoubles(values, rows.size(), first.values(name).length));
            }
        }
        return arrays;
    }

    /** Returns snapshots as arrays with one row per snapshot, after their epochs, whose name is given; empty without snapshots. */
    static Map<String, NpyArray> snapshots(List<Snapshot> snapshots, String epoch) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        if (!snapshots.isEmpty()) {
            arrays.put(epoch, NpyArray.ofInts(snapshots.stream().mapToInt(Snapshot::epoch).toArray(), snapshots.size()));
            snapshots.getFirst().weights().keySet()
                    .forEach(name -> arrays.put(name, stack(snapshots.stream().map(s -> s.weights().get(name)).toList())));
        }
        return arrays;
    }

    /** Stacks arrays of the same shape along a new first axis. */
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

    /** Returns the metadata of the weights file. */
    static Map<String, String> metadata(Terms terms, long steps) {
        return Map.of(terms.steps(), Long.toString(steps));
    }
}
