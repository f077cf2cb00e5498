package org.pal4j.cli;

import java.util.Locale;
import java.util.stream.Collectors;
import org.pal4j.run.EpochMetrics;
import org.pal4j.run.EpochSummary;
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
        start(epochs);
    }

    /** The clock runs from here. */
    final void start(int epochs) {
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

    /** A study's replicas: what is shown are means, of steps the sum. */
    void begin(Experiment experiment, int epochs, int replicas) {
        begin(experiment, epochs);
    }

    /** An epoch of all replicas; {@code allSteps} are those of all together. */
    void summed(EpochSummary summary, long allSteps) {
        steps = allSteps;
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

    /** {@link #describe} with mean and standard deviation of replicas. */
    static String describe(EpochSummary summary) {
        StringBuilder text = new StringBuilder();
        if (!Double.isNaN(summary.validationAccuracy().mean())) {
            text.append("validation ").append(summary.validationAccuracy().shown(100)).append(" %");
        }
        if (!summary.angles().isEmpty()) {
            text.append(text.isEmpty() ? "angle" : ", angle");
            for (int l = 1; l <= summary.angles().size(); l++) {
                text.append(" B").append(l).append(' ').append(summary.angles().get(l - 1).shown(1));
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
            begin(experiment, epochs, 1);
        }

        @Override
        void begin(Experiment experiment, int epochs, int replicas) {
            start(epochs);
            System.err.println(experiment.name() + ": "
                    + experiment.circuit().layers().stream().map(String::valueOf).collect(Collectors.joining("-")) + ", " + epochs
                    + (epochs == 1 ? " epoch" : " epochs") + (replicas == 1 ? ", seed " + experiment.seed() : ", " + replicas + " replicas"));
        }

        @Override
        void summed(EpochSummary summary, long allSteps) {
            super.summed(summary, allSteps);
            if (summary.epoch() <= 1 || summary.epoch() == epochs() || summary.seconds() - shown >= 1) {
                shown = summary.seconds();
                System.err.println("epoch " + summary.epoch() + "/" + epochs() + ": " + describe(summary) + ", " + speed());
            }
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
