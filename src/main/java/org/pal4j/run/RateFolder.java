package org.pal4j.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pal4j.format.NpyArray;

/**
 * The folder of a run of a rate network, or of a study: the files of {@link RunFolder}, of a study a folder for each replica besides. As there,
 * whatever lies there is whole.
 */
public final class RateFolder {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunFolder root;
    private final List<RunFolder> replicas = new ArrayList<>();

    /** The folder of a run or study in {@code root}, which is new. */
    public RateFolder(RunFolder root) {
        this.root = root;
    }

    /**
     * What is known at the start.
     *
     * @throws org.pal4j.InputException if it can't be written
     */
    public void begin(Study<RateExperiment> study, Map<String, String> dataFiles) {
        root.begin(study.show(), dataFiles);
        if (!study.hasReplicas()) {
            replicas.add(root);
            return;
        }
        for (int k = 0; k < study.replicas().size(); k++) {
            RunFolder folder = RunFolder.at(root.path().resolve(study.labels().get(k)));
            folder.begin(RateKeys.show(study.replicas().get(k)), dataFiles);
            replicas.add(folder);
        }
    }

    /** What is known so far of one replica. */
    public void progress(int replica, List<RateMetrics> metrics, Map<String, NpyArray> weights) {
        RunFolder folder = replicas.get(replica);
        RunFolder.all(List.of(() -> folder.text("metrics.csv", csv(metrics)), () -> folder.tensors(weights, metadata(metrics.getLast().updates()))));
    }

    /** What is known so far of all. */
    public void progress(List<RateSummary> summaries) {
        if (isStudy()) {
            root.text("metrics.csv", summaryCsv(summaries));
        }
    }

    private boolean isStudy() {
        return replicas.size() != 1 || replicas.getFirst() != root;
    }

    /**
     * Everything.
     *
     * @throws org.pal4j.InputException if something can't be written; all the rest is
     */
    public void finish(Study<RateExperiment> study, RateStudyOutcome outcome) {
        List<Runnable> parts = new ArrayList<>();
        for (int k = 0; k < replicas.size(); k++) {
            parts.addAll(parts(replicas.get(k), outcome.outcomes().get(k)));
        }
        if (isStudy()) {
            parts.add(() -> root.text("metrics.csv", summaryCsv(outcome.summaries())));
            parts.add(() -> root.text("result.json", RunFolder.json(result(study, outcome))));
        }
        RunFolder.all(parts);
    }

    /** What one network leaves, but what comes after something that can't be written is not: result.json, the last, says that all is there. */
    static void finishWhole(RunFolder folder, RateOutcome outcome) {
        parts(folder, outcome).forEach(Runnable::run);
    }

    private static List<Runnable> parts(RunFolder folder, RateOutcome own) {
        return List.of(
                () -> folder.text("metrics.csv", csv(own.metrics())),
                () -> folder.tensors(own.weights(), metadata(own.updates())),
                () -> folder.recordings(recordings(own)),
                () -> folder.text("result.json", RunFolder.json(result(own))));
    }

    private static Map<String, String> metadata(long updates) {
        return Map.of("updates", Long.toString(updates));
    }

    private static Map<String, NpyArray> recordings(RateOutcome outcome) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        List<RateMetrics> metrics = outcome.metrics();
        int rows = metrics.size();
        arrays.put("epoch", NpyArray.ofInts(metrics.stream().mapToInt(RateMetrics::epoch).toArray(), rows));
        arrays.put("updates", NpyArray.ofLongs(metrics.stream().mapToLong(RateMetrics::updates).toArray(), rows));
        if (rows > 0) {
            for (String name : metrics.getFirst().values().keySet()) {
                arrays.put(name, NpyArray.ofDoubles(metrics.stream().mapToDouble(row -> row.get(name)).toArray(), rows));
            }
        }
        arrays.putAll(outcome.recordings());
        return arrays;
    }

    private static ObjectNode result(RateOutcome outcome) {
        ObjectNode result = JSON.createObjectNode();
        result.put("ending", outcome.ending().name().toLowerCase(Locale.ROOT));
        outcome.fault().ifPresent(fault -> result.put("fault", fault));
        result.put("epochs", outcome.metrics().isEmpty() ? 0 : outcome.metrics().getLast().epoch());
        result.put("updates", outcome.updates());
        result.put("seconds", outcome.seconds());
        // Without an update there is no such number, and JSON has no NaN.
        result.put("microseconds_per_update", outcome.updates() == 0 ? null : outcome.seconds() * 1e6 / outcome.updates());
        outcome.test().forEach((name, value) -> {
            if (Double.isFinite(value)) {
                result.put(name, value);
            }
        });
        return result;
    }

    private static ObjectNode result(Study<RateExperiment> study, RateStudyOutcome outcome) {
        ObjectNode result = JSON.createObjectNode();
        result.put("ending", outcome.ending().name().toLowerCase(Locale.ROOT));
        result.put("replicas", study.replicas().size());
        result.put("non_finite", outcome.failures());
        result.put("updates", outcome.work());
        result.put("seconds", outcome.seconds());
        outcome.test().forEach((name, value) -> StudyFolder.put(result, name, value));
        if (!outcome.summaries().isEmpty()) {
            RateSummary last = outcome.summaries().getLast();
            result.put("epochs", last.epoch());
            last.values().forEach((name, value) -> StudyFolder.put(result, name, value));
        }
        ArrayNode each = result.putArray("each");
        for (int k = 0; k < study.replicas().size(); k++) {
            ObjectNode one = each.addObject();
            one.put("folder", study.labels().get(k));
            one.put("seed", study.replicas().get(k).seed());
            one.setAll(result(outcome.outcomes().get(k)));
        }
        return result;
    }

    private static String csv(List<RateMetrics> metrics) {
        StringBuilder text = new StringBuilder("epoch,updates");
        if (!metrics.isEmpty()) {
            metrics.getFirst().values().keySet().forEach(name -> text.append(',').append(name));
        }
        text.append(",seconds\n");
        for (RateMetrics row : metrics) {
            text.append(row.epoch()).append(',').append(row.updates());
            row.values().values().forEach(value -> text.append(',').append(RunFolder.cell(value)));
            text.append(',').append(String.format(Locale.ROOT, "%.3f", row.seconds())).append('\n');
        }
        return text.toString();
    }

    private static String summaryCsv(List<RateSummary> summaries) {
        StringBuilder text = new StringBuilder("epoch,updates,replicas");
        if (!summaries.isEmpty()) {
            summaries.getFirst().values().keySet().forEach(name -> text.append(',').append(name).append("_mean,").append(name).append("_sd"));
        }
        text.append(",seconds\n");
        for (RateSummary row : summaries) {
            text.append(row.epoch()).append(',').append(row.updates()).append(',').append(row.replicas());
            row.values().values().forEach(value -> StudyFolder.cells(text, value));
            text.append(',').append(String.format(Locale.ROOT, "%.3f", row.seconds())).append('\n');
        }
        return text.toString();
    }
}
