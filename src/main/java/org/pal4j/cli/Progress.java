package org.pal4j.cli;

import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.pal4j.run.EpochMetrics;
import org.pal4j.run.Experiment;
import org.pal4j.run.RunListener;

/** How a run goes on, on standard error: a bar on a terminal, lines elsewhere. */
abstract sealed class Progress implements RunListener {
    private long steps;
    private long startSteps;
    private long start;
    int epochs;

    private Progress() {}

    /** The launcher knows whether standard error is a terminal; without it, lines are right anywhere. */
    static Progress onStandardError() {
        return Boolean.getBoolean("pal4j.stderr.terminal") ? new Bar() : new Lines();
    }

    @Override
    public void begin(Experiment experiment, int epochs) {
        this.epochs = epochs;
        start = System.nanoTime();
        startSteps = experiment.stepsOfSettling();
        steps = startSteps;
    }

    @Override
    public void progress(int epoch, long steps) {
        this.steps = steps;
    }

    @Override
    public void measured(EpochMetrics metrics) {
        steps = metrics.steps();
    }

    /** To be called before anything else is printed. */
    void end() {}

    /** Millions of steps in a second, since learning began. */
    final double speed() {
        return (steps - startSteps) * 1e3 / Math.max(1, System.nanoTime() - start);
    }

    /** {@code validation 96.2 %, angle B1 31.4 deg}. */
    static String describe(EpochMetrics metrics) {
        StringBuilder text = new StringBuilder();
        if (!Double.isNaN(metrics.validationAccuracy())) {
            text.append(String.format(Locale.ROOT, "validation %.1f %%, ", 100 * metrics.validationAccuracy()));
        }
        text.append("angle");
        for (int l = 1; l <= metrics.angles().length; l++) {
            text.append(String.format(Locale.ROOT, " B%d %.1f", l, metrics.angles()[l - 1]));
        }
        return text.append(" deg").toString();
    }

    /** One line for the first epoch, the last, and about one a second between. */
    private static final class Lines extends Progress {
        private double shown = -1;

        @Override
        public void begin(Experiment experiment, int epochs) {
            super.begin(experiment, epochs);
            System.err.printf("%s: %s, %d epochs, seed %d%n", experiment.name(), experiment.circuit().layers().stream()
                    .map(String::valueOf).collect(java.util.stream.Collectors.joining("-")), epochs, experiment.seed());
        }

        @Override
        public void measured(EpochMetrics metrics) {
            super.measured(metrics);
            if (metrics.epoch() <= 1 || metrics.epoch() == epochs || metrics.seconds() - shown >= 1) {
                shown = metrics.seconds();
                System.err.printf(Locale.ROOT, "epoch %d/%d: %s, %.2f M steps/s%n", metrics.epoch(), epochs, describe(metrics), speed());
            }
        }
    }

    /** A bar that counts steps, with the last epoch's measures beside it. */
    private static final class Bar extends Progress {
        private ProgressBar bar;
        private String measures = "";

        @Override
        public void begin(Experiment experiment, int epochs) {
            super.begin(experiment, epochs);
            bar = new ProgressBarBuilder()
                    .setTaskName(experiment.name())
                    .setInitialMax(experiment.totalSteps(epochs))
                    .setUpdateIntervalMillis(100)
                    .setStyle(ProgressBarStyle.ASCII)
                    .hideEta()
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build();
        }

        @Override
        public void progress(int epoch, long steps) {
            super.progress(epoch, steps);
            bar.stepTo(steps);
            show(epoch);
        }

        @Override
        public void measured(EpochMetrics metrics) {
            super.measured(metrics);
            measures = ", " + describe(metrics);
            bar.stepTo(metrics.steps());
            show(metrics.epoch());
        }

        private void show(int epoch) {
            bar.setExtraMessage(String.format(Locale.ROOT, " epoch %d/%d%s, %.2f M steps/s", epoch, epochs, measures, speed()));
        }

        @Override
        void end() {
            bar.close();
        }
    }
}
