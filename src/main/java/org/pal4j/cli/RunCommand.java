package org.pal4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pal4j.InputException;
import org.pal4j.cli.option.DataOption;
import org.pal4j.cli.option.NoteOption;
import org.pal4j.cli.option.VectorOption;
import org.pal4j.cli.progress.Amounts;
import org.pal4j.cli.progress.ProgressDisplay;
import org.pal4j.cli.slurm.SlurmScripts;
import org.pal4j.folder.Claim;
import org.pal4j.model.Study;
import org.pal4j.report.Report;
import org.pal4j.run.Checkpoint;
import org.pal4j.run.RunFiles;
import org.pal4j.run.RunFolder;
import org.pal4j.run.Saver;
import org.pal4j.run.Scheduler;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyOutcome;
import org.pal4j.run.StudyRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pal4j run}: a study of any model, from its options to its report. */
@Command(
        name = "run",
        description = "Runs an experiment and keeps its results in a folder.",
        footer = {
            "",
            "For example:",
            "  ./pal4j run yinyang",
            "  ./pal4j run yinyang --epochs 400 --seed 123457 --out long",
            "  ./pal4j run yinyang --seeds 10",
            "  ./pal4j run --resume runs/yinyang-1 --epochs 80",
            "  ./pal4j run yinyang-fa --weights runs/yinyang-1",
            "  ./pal4j run fig3abc --each eta_bw=10,20,50",
            "  ./pal4j run mnist --data ~/mnist",
            "  ./pal4j run autoencoder --seed 1 --data ~/mnist",
            "  ./pal4j run params.json --task bw_only",
            "  ./pal4j run fig3abc --set eta_bw=20 --set layers='[5, 50, 5]'"
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ExperimentOptions options;

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go; a new folder runs/NAME-K unless given.")
    private Optional<Path> out = Optional.empty();

    @Option(names = {"-q", "--quiet"}, description = "No progress; the result only.")
    private boolean quiet;

    @Option(names = "--threads", paramLabel = "N", description = "Threads for replicas, or for one large network; all processors unless given.")
    private Optional<Integer> threads = Optional.empty();

    @Mixin
    private DataOption data;

    @Mixin
    private NoteOption note;

    @Mixin
    private VectorOption vector;

    @Mixin
    private CheckpointOption checkpoints;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "Goes on with the run in this folder, from its last checkpoint. With --epochs N, a finished run is carried on.")
    private Optional<Path> resume = Optional.empty();

    @Override
    public Integer call() {
        vector.apply();
        note.apply();
        checkpoints.seconds();
        List<Claim> claims = new ArrayList<>();
        try {
            Study<?> whole = resume.isPresent() ? begun(resume.get(), claims) : options.resolve();
            boolean preview = resume.isEmpty() && options.isPreview(whole);
            Study<?> study = preview ? whole.withEpochs(whole.base().settings().previewEpochs()) : whole;
            requireUseOfThreads(study);
            study.base().warning().ifPresent(Main::say);
            return run(study, whole, claims);
        } finally {
            claims.reversed().forEach(Claim::close);
        }
    }

    private int run(Study<?> study, Study<?> whole, List<Claim> claims) {
        ProgressDisplay display = new ProgressDisplay(study, quiet, Main::say);
        String early = "interrupted before the first " + study.model().terms().step() + "; nothing was written";
        try (Interrupt interrupt = Interrupt.install(early)) {
            return run(study, whole, display, interrupt, claims);
        } finally {
            display.end();
        }
    }

    /** Returns the study that has begun in a folder, and claims the folder before it is looked at. */
    private Study<?> begun(Path folder, List<Claim> claims) {
        if (out.isPresent()) {
            throw new InputException("--resume " + folder + " and --out " + out.get() + ": a resumed run stays in its folder; omit --out");
        }
        Study<?> study = options.resolve(folder);
        claims.add(Claim.of(folder));
        claims.addAll(StudyFolder.claimReplicas(folder, study));
        boolean finished = !RunFolder.isUnfinished(folder);
        if (finished && !options.asksForEpochs()) {
            if (!Files.exists(folder.resolve(Report.FILE))) {
                ReportCommand.write(folder);
            }
            throw new InputException("--resume " + folder + ": the run is complete, " + Amounts.count(study.epochs(), "epoch")
                    + "; to carry it on, give more with --epochs N");
        }
        boolean begins = StudyFolder.checkpoints(folder, study).stream().allMatch(Optional::isEmpty);
        if (begins && finished) {
            throw new InputException("--resume " + folder + ": the run is complete and has no checkpoint, so it can't be carried on; nothing was "
                    + "changed. Start a new run with ./pal4j run " + SlurmScripts.quoted(folder.resolve(RunFiles.CONFIGURATION).toString()));
        }
        if (begins) {
            Main.say(folder + " has no checkpoint yet; the run begins anew");
        }
        return study;
    }

    private int threads() {
        return threads.orElse(Runtime.getRuntime().availableProcessors());
    }

    /** Rejects more threads than the machine has or a single network can use. */
    private void requireUseOfThreads(Study<?> study) {
        Scheduler.requireThreads(threads());
        if (threads.isPresent() && threads() > 1 && !study.hasReplicas() && !study.base().cost().sharesSteps()) {
            throw new InputException("--threads " + threads() + ": one network of this size computes on one thread; more are for larger networks, "
                    + "and for several replicas, for example with --seeds 10");
        }
    }

    /** Runs the study. The order ensures that results are saved whatever fails. */
    private int run(Study<?> study, Study<?> whole, ProgressDisplay display, Interrupt interrupt, List<Claim> claims) {
        Listeners listeners = new Listeners(display);
        List<Optional<Checkpoint>> before = resume.map(folder -> StudyFolder.checkpoints(folder, study, display::say))
                .orElseGet(() -> Collections.nCopies(study.replicas().size(), Optional.empty()));
        StudyRunner runner = StudyRunner.resume(study, threads(), listeners, interrupt::requested, data.folder(), before);
        runner.notes().forEach(display::say);
        // The folder is created only after all input has been checked.
        out.ifPresent(RunFolder::requireFree);
        if (!interrupt.writes()) {
            return Main.INTERRUPTED;
        }
        StudyFolder folder = resume.map(path -> StudyFolder.resume(path, study, runner.inputs(), before))
                .orElseGet(() -> begin(study, runner, claims));
        return run(study, whole, display, listeners, runner, folder);
    }

    /** Begins in a new folder, which is claimed before anything is written. */
    private StudyFolder begin(Study<?> study, StudyRunner runner, List<Claim> claims) {
        RunFolder root;
        if (out.isPresent()) {
            claims.add(Claim.of(out.get()));
            root = RunFolder.at(out.get());
        } else {
            root = RunFolder.numbered(study.name());
            claims.add(root.claim());
        }
        StudyFolder folder = StudyFolder.begin(root, study, runner.inputs());
        claims.addAll(StudyFolder.claimReplicas(root.path(), study));
        return folder;
    }

    private int run(Study<?> study, Study<?> whole, ProgressDisplay display, Listeners listeners, StudyRunner runner, StudyFolder folder) {
        Path path = folder.root().path();
        runner.recordInto(folder);
        runner.keepCheckpoints(folder, checkpoints.seconds(), display::say);
        listeners.add(new Saver(folder, study.replicas().size(), runner.inTurn(display::say)));
        StudyOutcome outcome = runner.run();
        display.finish(outcome.steps());
        if (!Files.isDirectory(path)) {
            new Printout(study, outcome, path, false).results();
            Main.say(outcome.fault().map(RuntimeException::getMessage).orElse(path + ": has been removed during the run; its results are lost"));
            return Main.FAILED;
        }
        boolean kept = keep(folder, outcome);
        Printout printout = new Printout(study, outcome, path, kept);
        printout.results();
        printout.advice();
        System.out.println("results in " + path);
        if (kept) {
            ReportCommand.write(path);
        }
        printout.more(whole.base());
        outcome.throwFault();
        return kept ? printout.status() : Main.FAILED;
    }

    /** Saves all results. If that fails, the results are still printed. */
    private static boolean keep(StudyFolder folder, StudyOutcome outcome) {
        try {
            folder.finish(outcome);
            return true;
        } catch (InputException fault) {
            Main.say(fault.getMessage());
            return false;
        }
    }
}
