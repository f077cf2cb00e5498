package org.pal4j.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Study;
import org.pal4j.run.Checkpoint;
import org.pal4j.run.Listener;
import org.pal4j.run.RunFolder;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyOutcome;
import org.pal4j.run.StudyRunner;

/** Runs studies as the command does, with their folders and checkpoints. */
public final class LeftRuns {
    /** A run is not stopped. */
    public static final BooleanSupplier NEVER = () -> false;

    private LeftRuns() {}

    /** Runs a study in a new folder, or goes on in a folder that is there. */
    public static StudyOutcome run(Study<?> study, DataFolder data, Path path, BooleanSupplier stop) {
        boolean begun = Files.exists(path);
        List<Optional<Checkpoint>> before = begun ? StudyFolder.checkpoints(path, study)
                : Collections.nCopies(study.replicas().size(), Optional.empty());
        StudyRunner runner = StudyRunner.resume(study, 1, new Listener() {}, stop, data, before);
        StudyFolder folder = begun ? StudyFolder.resume(path, study, runner.inputs(), before)
                : StudyFolder.begin(RunFolder.at(path), study, runner.inputs());
        runner.recordInto(folder);
        runner.keepCheckpoints(folder, 0, text -> {
            throw new AssertionError(text);
        });
        StudyOutcome outcome = runner.run();
        folder.finish(outcome);
        return outcome;
    }

    /** Says true from the given call on. */
    public static BooleanSupplier after(int calls) {
        AtomicInteger left = new AtomicInteger(calls);
        return () -> left.getAndDecrement() <= 0;
    }
}
