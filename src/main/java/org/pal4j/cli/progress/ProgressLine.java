package org.pal4j.cli.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** A progress bar on a terminal with a short text, on one line no longer than the width of the terminal. */
final class ProgressLine implements AutoCloseable {
    private static final int MIN_BAR = 8;
    private static final int MAX_BAR = 30;
    /** Separator of the parts, which the bar's own thread joins. */
    private static final String NEXT = "\t";
    /** Of terminals, ISO/IEC 6429: erases from the cursor to the end of the line. */
    private static final String CLEAR_LINE = "\u001b[K";

    private final ProgressBar bar;

    private ProgressLine(String name, long steps) {
        bar = new ProgressBarBuilder().setTaskName(name).setInitialMax(steps).setUpdateIntervalMillis(100).setRenderer(ProgressLine::render)
                .setConsumer(new ConsoleProgressBarConsumer(System.err)).build();
    }

    /** Returns a line if the launcher reports that standard error is a terminal; otherwise empty. */
    static Optional<ProgressLine> onTerminal(String name, long steps) {
        return Boolean.getBoolean("pal4j.stderr.terminal") ? Optional.of(new ProgressLine(name, steps)) : Optional.empty();
    }

    /**
     * Shows the progress.
     *
     * @param parts parts of the text, the most important first and last: narrow lines drop parts from the last but one
     */
    void show(long steps, List<String> parts) {
        bar.stepTo(steps);
        bar.setExtraMessage(String.join(NEXT, parts));
    }

    /** Prints a line above the bar, which is drawn again below within a tenth of a second. */
    void above(String text) {
        // One call, so that the bar's own thread can't draw in between.
        System.err.print("\r" + CLEAR_LINE + text + "\n");
    }

    /** Clears the line for other output. The bar continues below. */
    void leave() {
        System.err.print("\r" + CLEAR_LINE);
    }

    @Override
    public void close() {
        bar.close();
    }

    /** Renders percent, bar and parts in at most {@code width} characters. The bar shrinks first, then parts are dropped, then the bar. */
    private static String render(ProgressState state, int width) {
        return render(state.getTaskName(), state.getNormalizedProgress(), state.getExtraMessage(), width);
    }

    static String render(String name, double progress, String message, int width) {
        double done = Math.max(0, Math.min(1, progress));
        String percent = String.format(Locale.ROOT, "%3d%%", (int) (100 * done));
        List<String> parts = new ArrayList<>(message.isEmpty() ? List.of() : List.of(message.split(NEXT)));
        // The time left is last, the speed and angles are before it. They are dropped from the last one on; the first measure and the time stay.
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
        // Spaces overwrite the rest of a longer previous line.
        return line + " ".repeat(width - line.length());
    }

    private static int length(String name, String percent, List<String> parts) {
        return name.length() + 1 + percent.length() + 1 + String.join(", ", parts).length();
    }
}
