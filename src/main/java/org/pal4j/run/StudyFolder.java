package org.pal4j.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.pal4j.InputException;
import org.pal4j.config.Json;
import org.pal4j.folder.Claim;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Reason;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;
import org.pal4j.model.Terms;
import org.pal4j.run.RunFolder.Inputs;

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
     * @param root   a new folder
     * @param inputs what each replica reads
     * @throws InputException if it can't be written
     */
    public static StudyFolder begin(RunFolder root, Study<?> study, List<Inputs> inputs) {
        StudyFolder folder = new StudyFolder(root, study);
        root.begin(study.show(), all(inputs));
        if (!study.hasReplicas()) {
            folder.replicas.add(root);
            return folder;
        }
        for (int k = 0; k < study.replicas().size(); k++) {
            Experiment e = study.replicas().get(k);
            RunFolder own = RunFolder.at(path(root.path(), study, k));
            own.begin(e.show(), inputs.get(k));
            folder.replicas.add(own);
        }
        return folder;
    }

    /**
     * Prepares the folder of an unfinished study for its continuation.
     *
     * @param inputs      what each replica reads
     * @param checkpoints where each replica continues, from {@link #checkpoints}
     * @throws InputException if a file of the samples or weights is another one than before, or if it can't be written
     */
    public static StudyFolder resume(Path path, Study<?> study, List<Inputs> inputs, List<Optional<Checkpoint>> checkpoints) {
        StudyFolder folder = new StudyFolder(RunFolder.open(path), study);
        for (int k = 0; k < checkpoints.size(); k++) {
            RunFolder.open(path(path, study, k)).requireRecordings(checkpoints.get(k));
        }
        folder.root.resume(study.show(), all(inputs), checkpoints.stream().anyMatch(Optional::isPresent));
        for (int k = 0; k < checkpoints.size(); k++) {
            if (study.hasReplicas()) {
                RunFolder own = RunFolder.open(path(path, study, k));
                own.resume(study.replicas().get(k).show(), inputs.get(k), checkpoints.get(k).isPresent());
                folder.replicas.add(own);
            } else {
                folder.replicas.add(folder.root);
            }
        }
        return folder;
    }

    /** Returns what all replicas read: the same samples, and weights of their own. */
    private static Inputs all(List<Inputs> each) {
        Map<String, String> weights = new LinkedHashMap<>();
        each.forEach(inputs -> weights.putAll(inputs.weights()));
        return new Inputs(each.getFirst().dataFiles(), each.getFirst().classNames(), weights);
    }

    /**
     * Reads the checkpoint of each replica of a study.
     *
     * @param study the study; it may have another number of epochs than the one that has begun
     * @return nothing for a replica that begins anew
     * @throws InputException if a checkpoint is damaged, of a newer format, of another configuration, or beyond the number of epochs
     */
    public static List<Optional<Checkpoint>> checkpoints(Path path, Study<?> study) {
        return checkpoints(path, study, note -> {});
    }

    /**
     * Reads the checkpoint of each replica, as {@link #checkpoints(Path, Study)} does.
     *
     * @param say is told where the last checkpoint is damaged, and the one before it is taken
     */
    public static List<Optional<Checkpoint>> checkpoints(Path path, Study<?> study, Consumer<String> say) {
        return IntStream.range(0, study.replicas().size()).mapToObj(k -> Checkpoint.read(path(path, study, k), study.replicas().get(k), say))
                .toList();
    }

    /** Reads the checkpoint of a replica, of before the test if the test has begun; otherwise as {@link #checkpoints}. */
    public static Optional<Checkpoint> checkpointBeforeTest(Path path, Study<?> study, int replica) {
        return Checkpoint.readBeforeTest(path(path, study, replica), study.replicas().get(replica));
    }

    /**
     * Writes a folder as of a study that was interrupted.
     *
     * @param path        a new folder, or one that was saved from this study before
     * @param inputs      what each replica reads
     * @param checkpoints where each replica stands
     * @param weights     the weights of each replica
     * @throws org.pal4j.InputException if the folder holds something else, or can't be written
     */
    public static void save(Path path, Study<?> study, List<Inputs> inputs, List<Checkpoint> checkpoints, List<Map<String, NpyArray>> weights) {
        if (Files.exists(path)) {
            isOwn(path, study); // Before the claim, which leaves its traces in a folder.
        }
        try (Claim _ = Claim.of(path)) {
            boolean own = isOwn(path, study);
            StudyFolder folder = own
                    ? resume(path, study, inputs, checkpoints.stream().map(Optional::of).toList()) : begin(RunFolder.at(path), study, inputs);
            for (int k = 0; k < checkpoints.size(); k++) {
                checkpoints.get(k).write(folder.replica(k).path(), study.replicas().get(k));
                if (!checkpoints.get(k).rows().isEmpty()) {
                    folder.progress(k, checkpoints.get(k).rows(), weights.get(k));
                }
            }
        }
    }

    /**
     * Returns whether a folder has a network of this study.
     *
     * @throws InputException if it has anything else
     */
    private static boolean isOwn(Path path, Study<?> study) {
        try {
            boolean unfinished = RunFolder.isUnfinished(path);
            boolean own = unfinished && Checkpoint.isOf(path.resolve(RunFiles.CONFIGURATION), study);
            if (!own && !RunFolder.isEmpty(path)) {
                throw new InputException(path + ": holds " + (unfinished ? "a run or network with another configuration" : "something else")
                        + " already; nothing was changed. Give another folder");
            }
            return own;
        } catch (IOException e) {
            throw new InputException(path + ": can't be read (" + Reason.of(e) + "); give another folder", e);
        }
    }

    private static Path path(Path root, Study<?> study, int replica) {
        return study.hasReplicas() ? root.resolve(study.labels().get(replica)) : root;
    }

    /**
     * Claims the folders of the replicas of a study, each of which is a run that goes on alone. That of a single run is the one of the study.
     *
     * @param path the folder of the study, which this process has claimed
     * @throws InputException if another process computes a replica; nothing is claimed then
     */
    public static List<Claim> claimReplicas(Path path, Study<?> study) {
        List<Claim> claims = new ArrayList<>();
        try {
            for (int k = 0; study.hasReplicas() && k < study.replicas().size(); k++) {
                claims.add(Claim.of(path(path, study, k)));
            }
            return claims;
        } catch (RuntimeException e) {
            claims.reversed().forEach(Claim::close);
            throw e;
        }
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
     * @throws InputException if a file can't be written; all others are still written
     */
    public void finish(StudyOutcome outcome) {
        List<Runnable> parts = new ArrayList<>();
        for (int k = 0; k < replicas.size(); k++) {
            RunFolder replica = replicas.get(k);
            parts.addAll(Files.isDirectory(replica.path()) ? replica.finish(outcome.outcomes().get(k), terms) : List.of(() -> {
                throw new InputException(replica.path() + ": has been removed during the run; its results are lost");
            }));
        }
        if (study.hasReplicas()) {
            parts.add(() -> root.text(RunFiles.METRICS, RunFiles.summary(outcome.summaries(), terms)));
            parts.add(() -> root.text(RunFiles.RESULT, Json.indented(RunFiles.result(study, outcome))));
        }
        RunFolder.all(parts);
    }
}
