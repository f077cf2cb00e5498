package org.pal4j.cli.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** A bar of steps on a terminal, with a few words behind it: one line, never longer than the terminal is wide. */
final class ProgressLine implements AutoCloseable {
    private static final int MIN_BAR = 8;
    private static final int MAX_BAR = 30;
    /** Stands between the parts that the bar's own thread puts together. */
    private static final String NEXT = "\t";

    private final ProgressBar bar;

    private ProgressLine(String name, long steps) {
        bar = new ProgressBarBuilder().setTaskName(name).setInitialMax(steps).setUpdateIntervalMillis(100).setRenderer(ProgressLine::render)
                .setConsumer(new ConsoleProgressBarConsumer(System.err)).build();
    }

    /** A line if standard error is a terminal, which the launcher knows; nothing if it is not, or nobody knows. */
    static Optional<ProgressLine> onTerminal(String name, long steps) {
        return Boolean.getBoolean("pal4j.stderr.terminal") ? Optional.of(new ProgressLine(name, steps)) : Optional.empty();
    }

    /**
     * Shows how far it is.
     *
     * @param parts the most important first and last: narrow lines lose those before the last
     */
    void show(long steps, List<String> parts) {
        bar.stepTo(steps);
        bar.setExtraMessage(String.join(NEXT, parts));
    }

    /** Leaves the line as it is, so that what is printed next has a line of its own; the bar goes on below. */
    void leave() {
        System.err.println();
    }

    @Override
    public void close() {
        bar.close();
    }

    /** Percent, bar and parts in at most {@code width} characters: the bar shrinks first, then parts go, then the bar. */
    private static String render(ProgressState state, int width) {
        return render(state.getTaskName(), state.getNormalizedProgress(), state.getExtraMessage(), width);
    }

    static String render(String name, double progress, String message, int width) {
        double done = Math.max(0, Math.min(1, progress));
        String percent = String.format(Locale.ROOT, "%3d%%", (int) (100 * done));
        List<String> parts = new ArrayList<>(message.isEmpty() ? List.of() : List.of(message.split(NEXT)));
        // The speed comes last and angles before it: they go from the last angle on, the first measure and the speed stay longest.
        while (parts.size() > 3 && length(name, percent, parts) + MIN_BAR + 3 > width) {
            parts.remove(parts.size() - 2);
        }
        int bar = Math.min(MAX_BAR, width - length(name, percent, parts) - 3);
        String drawn = bar < MIN_BAR ? "" : " [" + "=".repeat((int) (bar * done)) + " ".repeat(bar - (int) (bar * done)) + "]";
        String line = name + " " + percent + drawn + (parts.isEmpty() ? "" : " " + String.join(", ", parts));
        if (line.length() > width) {
            line = percent.strip() + (parts.isEmpty() ? "" : " " + String.join(", ", parts));
        }
        line = line.substring(0, Math.min(line.length(), width));
        // An earlier line may have been longer; spaces cover what it has left.
        return line + " ".repeat(width - line.length());
    }

    private static int length(String name, String percent, List<String> parts) {
        return name.length() + 1 + percent.length() + 1 + String.join(", ", parts).length();
    }
}
