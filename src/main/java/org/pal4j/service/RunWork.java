package org.pal4j.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Nearest;
import org.pal4j.data.DataFolder;
import org.pal4j.folder.Claim;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Place;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.report.Report;
import org.pal4j.run.Checkpoint;
import org.pal4j.run.CheckpointWriter;
import org.pal4j.run.Ending;
import org.pal4j.run.EpochRow;
import org.pal4j.run.EpochSummary;
import org.pal4j.run.Listener;
import org.pal4j.run.RunFiles;
import org.pal4j.run.RunFolder;
import org.pal4j.run.Saver;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyOutcome;
import org.pal4j.run.StudyRunner;
import org.pal4j.session.request.Operations.Reply;

/** Runs a study into a folder, as {@code pal4j run} does: the same bits, files, checkpoints and report. */
final class RunWork implements Job.Work {
    /** The field of a job's request with the folder of the run, once there is one. */
    static final String FOLDER = "folder";
    private static final double SECONDS_BETWEEN_EVENTS = 0.1;

    private final Study<?> study;
    private final Roots roots;
    private final DataFolder data;
    private final int threads;
    private final Optional<Path> wanted;
    private final boolean resumes;
    private final List<String> watch;
    private final Runnable begun;

    /**
     * Prepares a run.
     *
     * @param wanted  its folder; a new one in the first root if it is not given
     * @param resumes whether the folder has a run that goes on
     * @param watch   weights of the first replica to show after each epoch
     * @param begun   called when the job's request names the folder
     */
    RunWork(Study<?> study, Roots roots, DataFolder data, int threads, Optional<Path> wanted, boolean resumes, List<String> watch, Runnable begun) {
        this.study = study;
        this.roots = roots;
        this.data = data;
        this.threads = threads;
        this.wanted = wanted;
        this.resumes = resumes;
        this.watch = watch;
        this.begun = begun;
    }

    /** Returns the study that a folder says, for a run that goes on. */
    static Study<?> study(Path folder) {
        return Catalog.study(folder.resolve(RunFiles.CONFIGURATION).toString(), List.of());
    }

    @Override
    public Reply run(Job job) {
        List<Claim> claims = new ArrayList<>();
        try {
            return run(job, claims);
        } finally {
            claims.reversed().forEach(Claim::close);
        }
    }

    private Reply run(Job job, List<Claim> claims) {
        List<String> notes = Collections.synchronizedList(new ArrayList<>());
        Teller teller = new Teller(job);
        List<Optional<Checkpoint>> before = Collections.nCopies(study.replicas().size(), Optional.empty());
        if (resumes) {
            Path folder = wanted.orElseThrow();
            claims.add(Claim.of(folder));
            claims.addAll(StudyFolder.claimReplicas(folder, study));
            before = StudyFolder.checkpoints(folder, study, notes::add);
        }
        StudyRunner runner = StudyRunner.resume(study, threads, teller, job::stops, data, before);
        notes.addAll(runner.notes());
        StudyFolder folder = resumes ? StudyFolder.resume(wanted.orElseThrow(), study, runner.inputs(), before) : begin(job, runner, claims);
        Path path = folder.root().path();
        runner.recordInto(folder);
        runner.keepCheckpoints(folder, CheckpointWriter.SECONDS, notes::add);
        teller.saver = new Saver(folder, study.replicas().size(), notes::add);
        StudyOutcome outcome = runner.run();
        if (!Files.isDirectory(path)) {
            throw new InputException(roots.shown(path) + ": has been removed during the run; its results are lost");
        }
        folder.finish(outcome);
        Report.write(path);
        outcome.throwFault();
        boolean complete = outcome.outcomes().stream().noneMatch(one -> one.ending() == Ending.INTERRUPTED);
        return new Reply().say("complete", complete).say(FOLDER, roots.shown(path)).say("notes", List.copyOf(notes));
    }

    private StudyFolder begin(Job job, StudyRunner runner, List<Claim> claims) {
        RunFolder root;
        if (wanted.isPresent()) {
            RunFolder.requireFree(wanted.get());
            claims.add(Claim.of(wanted.get()));
            root = RunFolder.at(wanted.get());
        } else {
            root = RunFolder.numbered(roots.first(), study.name());
            claims.add(root.claim());
        }
        // Before anything is there: a run that is killed in its first moments begins again in the same folder.
        job.remember(FOLDER, roots.shown(root.path()));
        begun.run();
        StudyFolder folder = StudyFolder.begin(root, study, runner.inputs());
        claims.addAll(StudyFolder.claimReplicas(root.path(), study));
        return folder;
    }

    /** Passes on what a run tells. */
    private final class Teller implements Listener {
        private final Job job;
        private final Map<Integer, Map<Integer, EpochRow>> rows = new LinkedHashMap<>();
        private @Nullable Saver saver;
        private long last = System.nanoTime();
        private long total;

        Teller(Job job) {
            this.job = job;
        }

        @Override
        public void begin(Study<?> begun, Map<Stage, Long> steps) {
            total = steps.values().stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public void resumed(List<EpochSummary> summaries, long steps) {
            Saver to = saver;
            if (to != null) {
                to.resumed(summaries, steps);
            }
        }

        @Override
        public void progress(Place place, long steps) {
            long now = System.nanoTime();
            if ((now - last) * 1e-9 >= SECONDS_BETWEEN_EVENTS) {
                last = now;
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("epoch", place.epoch());
                fields.put("stage", place.stage().label());
                fields.put("presentation", place.presentation());
                fields.put("presentations", place.presentations());
                fields.put("steps", steps);
                fields.put("of_steps", total);
                job.tell(EventLog.PROGRESS, steps, fields);
            }
        }

        @Override
        public void measured(int replica, List<EpochRow> all, Supplier<Map<String, NpyArray>> weights) {
            EpochRow row = all.getLast();
            rows.computeIfAbsent(row.epoch(), key -> new LinkedHashMap<>()).put(replica, row);
            if (replica == 0 && !watch.isEmpty()) {
                Map<String, NpyArray> now = weights.get();
                LinkedHashMap<String, NpyArray> shown = new LinkedHashMap<>();
                requireWeights(now.keySet());
                watch.forEach(name -> shown.put(name, NpyArray.stacked(List.of(now.get(name)))));
                Map<String, Object> head = new LinkedHashMap<>(Map.of("epoch", row.epoch(), "steps", row.steps(), "of_replicas", List.of(0)));
                job.tell(row.steps(), head, shown);
            }
            Saver to = saver;
            if (to != null) {
                to.measured(replica, all, weights);
            }
        }

        private void requireWeights(Set<String> weights) {
            InputException.throwIfAny("the request", watch.stream().filter(name -> !weights.contains(name)).map(name -> Fault.of("watch",
                    Fault.shown(name), "is no weight of this network" + Nearest.hint(name, weights))).toList());
        }

        @Override
        public void summed(EpochSummary summary) {
            Map<Integer, EpochRow> own = rows.getOrDefault(summary.epoch(), Map.of());
            rows.keySet().removeIf(epoch -> epoch <= summary.epoch());
            job.tellEpoch(summary.epoch(), summary.steps(), study.replicas().size(), own);
            Saver to = saver;
            if (to != null) {
                to.summed(summary);
            }
        }

        @Override
        public void failed(int replica, String fault) {
            job.tell("fault", 0, Map.of("replica", replica, "fault", fault));
        }

        @Override
        public void afterwards() {
            Saver to = saver;
            if (to != null) {
                to.afterwards();
            }
        }
    }
}
