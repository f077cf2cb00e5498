package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pal4j.config.Json;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;
import org.pal4j.model.Terms;

/**
 * The folder of a study. A single experiment has one run folder. A study with replicas has a run folder per replica, and the mean and standard
 * deviation over replicas in metrics.csv and result.json. All files are complete at any time.
 */
public final class StudyFolder {
    private final RunFolder root;
    private final Study<?> study;
    private final Terms terms;
    private final List<RunFolder> replicas = new ArrayList<>();

    private StudyFolder(RunFolder root, Study<?> study) {
        this.root = root;
        this.study = study;
        terms = study.model().terms();
    }

    /**
     * Begins the folder of a study, and writes configuration and environment.
     *
     * @param root      a new folder
     * @param dataFiles the files of the samples, with their checksums
     * @throws org.pal4j.InputException if it can't be written
     */
    public static StudyFolder begin(RunFolder root, Study<?> study, Map<String, String> dataFiles) {
        return begin(root, study, dataFiles, List.of());
    }

    /**
     * Begins the folder of a study, and writes configuration and environment.
     *
     * @param root       a new folder
     * @param dataFiles  the files of the samples, with their checksums
     * @param classNames the names of the classes, if only the files of the samples have them
     * @throws org.pal4j.InputException if it can't be written
     */
    public static StudyFolder begin(RunFolder root, Study<?> study, Map<String, String> dataFiles, List<String> classNames) {
        StudyFolder folder = new StudyFolder(root, study);
        root.begin(study.show(), dataFiles, classNames);
        if (!study.hasReplicas()) {
            folder.replicas.add(root);
            return folder;
        }
        for (int k = 0; k < study.replicas().size(); k++) {
            Experiment e = study.replicas().get(k);
            RunFolder own = RunFolder.at(root.path().resolve(study.labels().get(k)));
            own.begin(e.show(), dataFiles, classNames);
            folder.replicas.add(own);
        }
        return folder;
    }

    /** Returns the top-level folder. */
    public RunFolder root() {
        return root;
    }

    /** Returns the folder of a replica. */
    RunFolder replica(int k) {
        return replicas.get(k);
    }

    /** Writes the measures and weights of one replica so far. */
    void progress(int replica, List<EpochRow> rows, Map<String, NpyArray> weights) {
        replicas.get(replica).progress(rows, weights, terms);
    }

    /** Writes the summary of all replicas so far. */
    void progress(List<EpochSummary> summaries) {
        if (study.hasReplicas()) {
            root.text(RunFiles.METRICS, RunFiles.summary(summaries, terms));
        }
    }

    /**
     * Writes all results.
     *
     * @throws org.pal4j.InputException if a file can't be written; all others are still written
     */
    public void finish(StudyOutcome outcome) {
        List<Runnable> parts = new ArrayList<>();
        for (int k = 0; k < replicas.size(); k++) {
            parts.addAll(replicas.get(k).finish(outcome.outcomes().get(k), terms));
        }
        if (study.hasReplicas()) {
            parts.add(() -> root.text(RunFiles.METRICS, RunFiles.summary(outcome.summaries(), terms)));
            parts.add(() -> root.text(RunFiles.RESULT, Json.indented(RunFiles.result(study, outcome))));
        }
        RunFolder.all(parts);
    }
}
