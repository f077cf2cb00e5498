package org.pal4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pal4j.InputException;
import org.pal4j.cli.progress.Amounts;
import org.pal4j.cli.progress.ProgressDisplay;
import org.pal4j.cli.slurm.SlurmScripts;
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
        checkpoints.seconds();
        Study<?> whole = resume.map(this::begun).orElseGet(options::resolve);
        boolean preview = resume.isEmpty() && options.isPreview(whole);
        Study<?> study = preview ? whole.withEpochs(whole.base().settings().previewEpochs()) : whole;
        requireUseOfThreads(study);
        study.base().warning().ifPresent(Main::say);
        ProgressDisplay display = new ProgressDisplay(study, quiet, Main::say);
        try (Interrupt interrupt = Interrupt.install()) {
            return run(study, whole, display, interrupt);
        } finally {
            display.end();
        }
    }

    /** Returns the study that has begun in a folder. */
    private Study<?> begun(Path folder) {
        if (out.isPresent()) {
            throw new InputException("--resume " + folder + " and --out " + out.get() + ": a resumed run stays in its folder; omit --out");
        }
        Study<?> study = options.resolve(folder);
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
    private int run(Study<?> study, Study<?> whole, ProgressDisplay display, Interrupt interrupt) {
        Listeners listeners = new Listeners(display);
        List<Optional<Checkpoint>> before = resume.map(folder -> StudyFolder.checkpoints(folder, study))
                .orElseGet(() -> Collections.nCopies(study.replicas().size(), Optional.empty()));
        StudyRunner runner = StudyRunner.resume(study, threads(), listeners, interrupt::requested, data.folder(), before);
        runner.notes().forEach(display::say);
        if (interrupt.requested()) {
            Main.say("interrupted before the first " + study.model().terms().step() + "; nothing was written");
            return Main.INTERRUPTED;
        }
        // The folder is created only after all input has been checked.
        Optional<Runnable> claimed = resume.map(path -> RunFolder.open(path).claim());
        StudyFolder folder = resume.map(path -> StudyFolder.resume(path, study, runner.inputs(), before)).orElseGet(() -> StudyFolder
                .begin(out.map(RunFolder::at).orElseGet(() -> RunFolder.numbered(study.name())), study, runner.inputs()));
        Runnable release = claimed.orElseGet(folder.root()::claim);
        try {
            return run(study, whole, display, listeners, runner, folder);
        } finally {
            release.run();
        }
    }

    private int run(Study<?> study, Study<?> whole, ProgressDisplay display, Listeners listeners, StudyRunner runner, StudyFolder folder) {
        Path path = folder.root().path();
        runner.recordInto(folder);
        runner.keepCheckpoints(folder, checkpoints.seconds(), display::say);
        listeners.add(new Saver(folder, study.replicas().size(), display::say));
        StudyOutcome outcome = runner.run();
        display.finish(outcome.steps());
        boolean kept = keep(folder, outcome);
        Printout printout = new Printout(study, outcome, path, kept);
        printout.results();
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
