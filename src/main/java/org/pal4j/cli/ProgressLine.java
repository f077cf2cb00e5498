package org.pal4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;
import org.pal4j.run.EpochMetrics;
import org.pal4j.run.EpochSummary;
import org.pal4j.run.Experiment;

/** A bar of steps, with epoch, accuracy, angles and speed behind it: one line, never longer than the terminal is wide. */
final class ProgressLine extends Progress {
    private static final int LEAST_BAR = 8;
    private static final int MOST_BAR = 30;
    /** Stands between the parts that the bar's own thread puts together. */
    private static final String NEXT = "\t";

    private ProgressBar bar;
    private boolean settles;
    private String measures = "";

    @Override
    public void begin(Experiment experiment, int epochs) {
        begin(experiment, epochs, 1);
    }

    @Override
    void begin(Experiment experiment, int epochs, int replicas) {
        start(epochs);
        settles = experiment.stepsOfSettling() > 0;
        bar = new ProgressBarBuilder()
                .setTaskName(experiment.name())
                .setInitialMax(experiment.totalSteps(epochs) * replicas)
                .setUpdateIntervalMillis(100)
                .setRenderer(ProgressLine::render)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
        show(0);
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
        settles = false;
        measures = measures(metrics);
        bar.stepTo(metrics.steps());
        show(metrics.epoch());
    }

    @Override
    void summed(EpochSummary summary, long allSteps) {
        super.summed(summary, allSteps);
        settles = false;
        measures = measures(summary);
        bar.stepTo(allSteps);
        show(summary.epoch());
    }

    private static String measures(EpochSummary summary) {
        StringBuilder text = new StringBuilder();
        if (!Double.isNaN(summary.validationAccuracy().mean())) {
            text.append(NEXT).append(summary.validationAccuracy().shown(100)).append(" %");
        }
        for (int l = 1; l <= summary.angles().size(); l++) {
            text.append(NEXT).append('B').append(l).append(' ').append(summary.angles().get(l - 1).shown(1)).append(" deg");
        }
        return text.toString();
    }

    private void show(int epoch) {
        bar.setExtraMessage((settles ? "settling" : "epoch " + epoch + "/" + epochs()) + measures + NEXT + speed());
    }

    /** The first angle with its unit, then the others, each a part of its own: narrow terminals show fewer. */
    private static String measures(EpochMetrics metrics) {
        StringBuilder text = new StringBuilder();
        if (!Double.isNaN(metrics.validationAccuracy())) {
            text.append(NEXT).append(String.format(Locale.ROOT, "%.1f %%", 100 * metrics.validationAccuracy()));
        }
        for (int l = 1; l <= metrics.angles().length; l++) {
            text.append(NEXT).append('B').append(l).append(' ').append(degrees(metrics.angles()[l - 1])).append(" deg");
        }
        return text.toString();
    }

    /** Percent, bar and parts in at most {@code width} characters: the bar shrinks first, then parts go, then the bar. */
    static String render(ProgressState state, int width) {
        return render(state.getTaskName(), state.getNormalizedProgress(), state.getExtraMessage(), width);
    }

    static String render(String name, double progress, String message, int width) {
        double done = Math.max(0, Math.min(1, progress));
        String percent = String.format(Locale.ROOT, "%3d%%", (int) (100 * done));
        List<String> parts = new ArrayList<>(message.isEmpty() ? List.of() : List.of(message.split(NEXT)));
        // The speed comes last and angles before it: they go from the last angle on, the first measure and the speed stay longest.
        while (parts.size() > 3 && length(name, percent, parts) + LEAST_BAR + 3 > width) {
            parts.remove(parts.size() - 2);
        }
        int bar = Math.min(MOST_BAR, width - length(name, percent, parts) - 3);
        String drawn = bar < LEAST_BAR ? "" : " [" + "=".repeat((int) (bar * done)) + " ".repeat(bar - (int) (bar * done)) + "]";
        String line = name + " " + percent + drawn + (parts.isEmpty() ? "" : " " + String.join(", ", parts));
        if (line.length() > width) {
            line = percent.strip() + (parts.isEmpty() ? "" : " " + String.join(", ", parts));
        }
        line = line.substring(0, Math.min(line.length(), width));
        // What an earlier, longer line has left must go.
        return line + " ".repeat(width - line.length());
    }

    private static int length(String name, String percent, List<String> parts) {
        return name.length() + 1 + percent.length() + 1 + String.join(", ", parts).length();
    }

    @Override
    void say(String text) {
        System.err.println();
        super.say(text);
    }

    @Override
    void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
