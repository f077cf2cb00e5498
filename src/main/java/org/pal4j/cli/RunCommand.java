package org.pal4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pal4j.InputException;
import org.pal4j.circuit.Circuit;
import org.pal4j.run.Configuration;
import org.pal4j.run.EpochMetrics;
import org.pal4j.run.Experiment;
import org.pal4j.run.Outcome;
import org.pal4j.run.Outcome.Ending;
import org.pal4j.run.RateExperiment;
import org.pal4j.run.RunFolder;
import org.pal4j.run.Runner;
import org.pal4j.run.Study;
import org.pal4j.run.StudyRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pal4j run}. */
@Command(
        name = "run",
        description = "Runs an experiment and keeps its results in a folder.",
        footer = {
            "",
            "For example:",
            "  ./pal4j run yinyang",
            "  ./pal4j run yinyang --epochs 400 --seed 123457 --out long",
            "  ./pal4j run yinyang --seeds 10",
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

    @Override
    public Integer call() {
        vector.apply();
        Study<?> whole = options.resolve();
        return whole.of(RateExperiment.class).map(this::rateNetworks).orElseGet(() -> circuits(whole.circuits()));
    }

    private int rateNetworks(Study<RateExperiment> whole) {
        Study<RateExperiment> study = options.isPreview(whole) ? whole.withEpochs(whole.previewEpochs()) : whole;
        int most = StudyRunner.requireThreads(threads.orElse(Runtime.getRuntime().availableProcessors()));
        return new RateRun(study, whole, most, quiet, data.folder(), out).call();
    }

    private int circuits(Study<Experiment> whole) {
        int cores = Runtime.getRuntime().availableProcessors();
        Study<Experiment> study = options.isPreview(whole) ? whole.withEpochs(whole.previewEpochs()) : whole;
        Progress display = quiet ? Progress.silent() : Progress.onStandardError();
        if (study.hasReplicas()) {
            return new StudyRun(study, whole, threads.orElse(cores), display, data.folder(), out).call();
        }
        int together = StudyRunner.requireThreads(threads.orElse(cores));
        if (threads.filter(n -> n > 1).isPresent() && !Circuit.sharesWork(study.base().circuit())) {
            throw new InputException("--threads " + together + ": one network of this size computes on one thread; more are for matrices of more "
                    + "than 130,000 weights, and for several replicas, for example with --seeds 10");
        }
        Experiment all = whole.base();
        Experiment e = study.base();
        warn(e).ifPresent(Main::say);
        try (Interrupt interrupt = Interrupt.install()) {
            Saving saving = new Saving(display);
            Runner runner = new Runner(e, e.epochs(), saving, interrupt::requested, data.folder(), together);
            if (interrupt.requested()) {
                Main.say("interrupted before the first step; nothing was written");
                return Main.INTERRUPTED;
            }
            // Only now, when nothing can be wrong with the input any more.
            RunFolder folder = out.map(RunFolder::at).orElseGet(() -> RunFolder.numbered(e.name()));
            folder.begin(e, runner.dataFiles());
            runner.recordInto(folder);
            saving.connect(runner, folder);
            Outcome outcome = runner.run();
            display.progress(outcome.metrics().isEmpty() ? 0 : outcome.metrics().getLast().epoch(), outcome.circuit().step());
            display.end();
            boolean kept = finish(folder, e, outcome);
            report(e, outcome);
            System.out.println("results in " + folder.path());
            if (kept) {
                ReportCommand.write(folder.path());
            }
            more(e, all, outcome);
            return kept ? status(outcome.ending()) : Main.FAILED;
        } finally {
            display.end();
        }
    }

    /** What was asked for and can't be had, but changes no result. */
    static Optional<String> warn(Configuration any) {
        boolean dense = any instanceof Experiment e && e.circuit().clampedInput() && e.circuit().traceLowPass();
        return dense ? Optional.of("clamped_input has no effect beside dWPP_r_low_pass, whose traces move while the input rests: W1 is written "
                + "at each step") : Optional.empty();
    }

    /** A run that can't be saved has still something to tell. */
    private static boolean finish(RunFolder folder, Experiment e, Outcome outcome) {
        try {
            folder.finish(e, outcome);
            return true;
        } catch (InputException fault) {
            Main.say(fault.getMessage());
            return false;
        }
    }

    private static void report(Experiment e, Outcome outcome) {
        outcome.test().ifPresent(test -> System.out.printf(Locale.ROOT, "test accuracy %.2f %% (%d samples)%n", 100 * test.accuracy(),
                test.expected().length));
        if (!outcome.metrics().isEmpty()) {
            EpochMetrics last = outcome.metrics().getLast();
            System.out.println("after epoch " + last.epoch() + ": " + Progress.describe(last));
        }
        System.out.printf(Locale.ROOT, "%,d steps in %.1f s: %.3f us a step, everything included%n", outcome.circuit().step(),
                outcome.seconds(), outcome.microsecondsPerStep());
        outcome.fault().ifPresent(fault -> Main.say("stopped: " + fault + " What was computed is kept."));
        if (outcome.ending() == Ending.INTERRUPTED) {
            Main.say("interrupted; what was computed is kept.");
        }
    }

    static int status(Ending ending) {
        return switch (ending) {
            case COMPLETE -> 0;
            case NON_FINITE -> Main.FAILED;
            case INTERRUPTED -> Main.INTERRUPTED;
        };
    }

    private static void more(Experiment e, Experiment all, Outcome outcome) {
        if (outcome.ending() == Ending.COMPLETE && all.epochs() > e.epochs()) {
            double seconds = outcome.seconds() * all.totalSteps(all.epochs()) / e.totalSteps(e.epochs());
            System.out.printf(Locale.ROOT, "These were %d of %d epochs; add --epochs %d for all of them (about %.0f s).%n", e.epochs(),
                    all.epochs(), all.epochs(), seconds);
        }
    }
}
