package org.pal4j.cli;

import java.util.Locale;
import java.util.stream.Collectors;
import org.pal4j.run.EpochMetrics;
import org.pal4j.run.Experiment;
import org.pal4j.run.RunListener;

/** How a run goes on, on standard error: a bar on a terminal, lines elsewhere, nothing if it is to be quiet. */
abstract sealed class Progress implements RunListener permits ProgressLine, Progress.Lines, Progress.Silent {
    private long steps;
    private long start;
    private int epochs;

    /** The launcher knows whether standard error is a terminal; without it, lines are right anywhere. */
    static Progress onStandardError() {
        return Boolean.getBoolean("pal4j.stderr.terminal") ? new ProgressLine() : new Lines();
    }

    /** Shows nothing. */
    static Progress silent() {
        return new Silent();
    }

    @Override
    public void begin(Experiment experiment, int epochs) {
        this.epochs = epochs;
        start = System.nanoTime();
    }

    @Override
    public void progress(int epoch, long steps) {
        this.steps = steps;
    }

    @Override
    public void measured(EpochMetrics metrics) {
        steps = metrics.steps();
    }

    /** Says something without disturbing the display. */
    void say(String text) {
        System.err.println(text);
    }

    /** To be called before anything else is printed; harmless if nothing was begun. */
    void end() {}

    final int epochs() {
        return epochs;
    }

    /** For example {@code 2.75 M steps/s}: since the beginning. */
    final String speed() {
        return String.format(Locale.ROOT, "%.2f M steps/s", steps * 1e3 / Math.max(1, System.nanoTime() - start));
    }

    /** {@code validation 96.2 %, angle B1 31.4 deg}; what was not measured is left out. */
    static String describe(EpochMetrics metrics) {
        StringBuilder text = new StringBuilder();
        if (!Double.isNaN(metrics.validationAccuracy())) {
            text.append(String.format(Locale.ROOT, "validation %.1f %%", 100 * metrics.validationAccuracy()));
        }
        if (metrics.angles().length > 0) {
            text.append(text.isEmpty() ? "angle" : ", angle");
            for (int l = 1; l <= metrics.angles().length; l++) {
                text.append(" B").append(l).append(' ').append(degrees(metrics.angles()[l - 1]));
            }
            text.append(" deg");
        }
        return text.isEmpty() ? "nothing to measure" : text.toString();
    }

    /** Weights of zero have no angle. */
    static String degrees(double angle) {
        return Double.isNaN(angle) ? "-" : String.format(Locale.ROOT, "%.1f", angle);
    }

    /** One line for the first epoch, the last, and about one a second between. */
    static final class Lines extends Progress {
        private double shown = -1;

        @Override
        public void begin(Experiment experiment, int epochs) {
            super.begin(experiment, epochs);
            System.err.println(experiment.name() + ": "
                    + experiment.circuit().layers().stream().map(String::valueOf).collect(Collectors.joining("-")) + ", " + epochs
                    + (epochs == 1 ? " epoch" : " epochs") + ", seed " + experiment.seed());
        }

        @Override
        public void measured(EpochMetrics metrics) {
            super.measured(metrics);
            if (metrics.epoch() <= 1 || metrics.epoch() == epochs() || metrics.seconds() - shown >= 1) {
                shown = metrics.seconds();
                System.err.println("epoch " + metrics.epoch() + "/" + epochs() + ": " + describe(metrics) + ", " + speed());
            }
        }
    }

    static final class Silent extends Progress {}
}
