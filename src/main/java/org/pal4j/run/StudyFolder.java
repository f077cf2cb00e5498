package org.pal4j.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pal4j.circuit.Replica;

/**
 * The folder of a study: a folder for each replica, as a run alone would leave it, and mean and standard deviation over them in metrics.csv
 * and result.json. As with a run's folder, whatever lies there is whole.
 */
public final class StudyFolder {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunFolder root;
    private final List<RunFolder> replicas = new ArrayList<>();

    /** The folder of a study in {@code root}, which is new. */
    public StudyFolder(RunFolder root) {
        this.root = root;
    }

    /**
     * What is known at the start.
     *
     * @throws org.pal4j.InputException if it can't be written
     */
    public void begin(Study<Experiment> study, Map<String, String> dataFiles) {
        root.begin(study.show(), dataFiles);
        for (int k = 0; k < study.replicas().size(); k++) {
            RunFolder folder = RunFolder.at(root.path().resolve(study.labels().get(k)));
            folder.begin(study.replicas().get(k), dataFiles);
            replicas.add(folder);
        }
    }

    /** The folder of a replica. */
    RunFolder replica(int k) {
        return replicas.get(k);
    }

    /** What is known so far of one replica. */
    public void progress(int replica, List<EpochMetrics> metrics, Replica circuit) {
        replicas.get(replica).progress(metrics, circuit);
    }

    /** What is known so far of all. */
    public void progress(List<EpochSummary> summaries) {
        root.text("metrics.csv", csv(summaries));
    }

    /**
     * Everything.
     *
     * @throws org.pal4j.InputException if something can't be written; all the rest is
     */
    public void finish(Study<Experiment> study, StudyOutcome outcome) {
        List<Runnable> parts = new ArrayList<>();
        for (int k = 0; k < replicas.size(); k++) {
            int replica = k;
            parts.add(() -> replicas.get(replica).finish(study.replicas().get(replica), outcome.outcomes().get(replica)));
        }
        parts.add(() -> root.text("metrics.csv", csv(outcome.summaries())));
        parts.add(() -> root.text("result.json", RunFolder.json(result(study, outcome))));
        RunFolder.all(parts);
    }

    private static ObjectNode result(Study<Experiment> study, StudyOutcome outcome) {
        ObjectNode result = JSON.createObjectNode();
        result.put("ending", outcome.ending().name().toLowerCase(Locale.ROOT));
        result.put("replicas", study.replicas().size());
        result.put("non_finite", outcome.failures());
        result.put("steps", outcome.work());
        result.put("seconds", outcome.seconds());
        put(result, "test_accuracy", outcome.testAccuracy());
        if (!outcome.summaries().isEmpty()) {
            EpochSummary last = outcome.summaries().getLast();
            result.put("epochs", last.epoch());
            put(result, "train_error", last.trainError());
            put(result, "validation_accuracy", last.validationAccuracy());
            for (int l = 0; l < last.angles().size(); l++) {
                put(result, "angle_B" + (l + 1), last.angles().get(l));
            }
            for (int l = 0; l < last.convergedAngles().size(); l++) {
                put(result, "angle_phi" + (l + 1), last.convergedAngles().get(l));
            }
        }
        ArrayNode each = result.putArray("each");
        for (int k = 0; k < study.replicas().size(); k++) {
            ObjectNode one = each.addObject();
            one.put("folder", study.labels().get(k));
            one.put("seed", study.replicas().get(k).seed());
            one.setAll(RunFolder.result(outcome.outcomes().get(k)));
        }
        return result;
    }

    /** What does not exist is left out: JSON has no NaN. */
    static void put(ObjectNode node, String name, Statistic value) {
        if (!Double.isNaN(value.mean())) {
            node.put(name + "_mean", value.mean());
        }
        if (!Double.isNaN(value.deviation())) {
            node.put(name + "_sd", value.deviation());
        }
    }

    private static String csv(List<EpochSummary> summaries) {
        StringBuilder text = new StringBuilder("epoch,steps,replicas,train_error_mean,train_error_sd,validation_accuracy_mean,validation_accuracy_sd");
        int angles = summaries.isEmpty() ? 0 : summaries.getFirst().angles().size();
        for (String angle : List.of("angle_B", "angle_phi")) {
            for (int l = 1; l <= angles; l++) {
                text.append(',').append(angle).append(l).append("_mean,").append(angle).append(l).append("_sd");
            }
        }
        text.append(",seconds\n");
        for (EpochSummary row : summaries) {
            text.append(row.epoch()).append(',').append(row.steps()).append(',').append(row.replicas());
            cells(text, row.trainError());
            cells(text, row.validationAccuracy());
            row.angles().forEach(angle -> cells(text, angle));
            row.convergedAngles().forEach(angle -> cells(text, angle));
            text.append(',').append(String.format(Locale.ROOT, "%.3f", row.seconds())).append('\n');
        }
        return text.toString();
    }

    static void cells(StringBuilder text, Statistic value) {
        text.append(',').append(RunFolder.cell(value.mean())).append(',').append(RunFolder.cell(value.deviation()));
    }
}
