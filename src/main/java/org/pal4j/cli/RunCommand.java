package org.pal4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pal4j.run.EpochMetrics;
import org.pal4j.run.Experiment;
import org.pal4j.run.Outcome;
import org.pal4j.run.Outcome.Ending;
import org.pal4j.run.RunFolder;
import org.pal4j.run.RunListener;
import org.pal4j.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pal4j run}. */
@Command(name = "run", description = "Runs an experiment and keeps its results in a folder.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    /** Seconds between two savings of what there is. */
    private static final double SAVE_EVERY = 2;

    @Mixin
    private ExperimentOptions options;

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go; a new folder runs/NAME-K unless given.")
    private Optional<Path> out = Optional.empty();

    @Option(names = {"-q", "--quiet"}, description = "No progress; the result only.")
    private boolean quiet;

    @Mixin
    private VectorOption vector;

    @Override
    public Integer call() {
        vector.apply();
        Experiment e = options.resolveForRun();
        RunListener display = quiet ? Silent.LISTENER : Progress.onStandardError();
        Interrupt interrupt = Interrupt.install();
        Saving saving = new Saving(display);
        Runner runner = new Runner(e, e.epochs(), saving, interrupt::requested);
        // Only now, when nothing can be wrong with the input any more.
        RunFolder folder = out.map(RunFolder::at).orElseGet(() -> RunFolder.numbered(e.name()));
        saving.runner = runner;
        saving.folder = folder;
        try {
            folder.begin(e);
            Outcome outcome = runner.run();
            if (display instanceof Progress progress) {
                progress.end();
            }
            folder.finish(e, outcome);
            return report(e, outcome, folder);
        } finally {
            interrupt.finished();
        }
    }

    private int report(Experiment e, Outcome outcome, RunFolder folder) {
        outcome.test().ifPresent(test -> System.out.printf(Locale.ROOT, "test accuracy %.2f %% (%d samples)%n", 100 * test.accuracy(),
                test.expected().length));
        if (!outcome.metrics().isEmpty()) {
            EpochMetrics last = outcome.metrics().getLast();
            System.out.println("after epoch " + last.epoch() + ": " + Progress.describe(last));
        }
        System.out.printf(Locale.ROOT, "%,d steps in %.1f s: %.3f us a step, everything included%n", outcome.circuit().step(),
                outcome.seconds(), outcome.microsecondsPerStep());
        System.out.println("results in " + folder.path());
        outcome.fault().ifPresent(fault -> System.err.println("pal4j: stopped: " + fault + " What was computed is kept."));
        if (outcome.ending() == Ending.INTERRUPTED) {
            System.err.println("pal4j: interrupted; what was computed is kept.");
        }
        int all = options.allEpochs();
        if (outcome.ending() == Ending.COMPLETE && all > e.epochs()) {
            double seconds = outcome.seconds() * e.totalSteps(all) / e.totalSteps(e.epochs());
            System.out.printf(Locale.ROOT, "These were %d of %d epochs. All of them (about %.0f s):  ./pal4j run %s --epochs %d%n",
                    e.epochs(), all, seconds, options.name(), all);
        }
        return switch (outcome.ending()) {
            case COMPLETE -> 0;
            case NON_FINITE -> Main.FAILED;
            case INTERRUPTED -> Main.INTERRUPTED;
        };
    }

    /** Saves what there is every few seconds, so that not even a killed run leaves nothing. */
    private static final class Saving implements RunListener {
        private final RunListener display;
        private Runner runner;
        private RunFolder folder;
        private double saved;

        Saving(RunListener display) {
            this.display = display;
        }

        @Override
        public void begin(Experiment experiment, int epochs) {
            display.begin(experiment, epochs);
        }

        @Override
        public void progress(int epoch, long steps) {
            display.progress(epoch, steps);
        }

        @Override
        public void measured(EpochMetrics metrics) {
            display.measured(metrics);
            if (metrics.epoch() == 0 || metrics.seconds() - saved > SAVE_EVERY) {
                saved = metrics.seconds();
                folder.progress(runner.metrics(), runner.circuit());
            }
        }
    }
}
