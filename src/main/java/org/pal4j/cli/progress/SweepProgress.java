package org.pal4j.cli.progress;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pal4j.InputException;
import org.pal4j.model.Stage;
import org.pal4j.sweep.Run;
import org.pal4j.sweep.Sweep;
import org.pal4j.sweep.SweepListener;

/** Shows the progress of a sweep on standard error: a bar on a terminal, lines otherwise, and only notices in quiet mode. */
public final class SweepProgress implements SweepListener {
    /** Minimum interval of lines, which grows with the duration of the sweep. */
    private static final double SECONDS_BETWEEN_LINES = 5;
    private static final double SHARE_BETWEEN_LINES = 0.02;

    private final Sweep sweep;
    private final boolean quiet;
    private final Consumer<String> notices;
    private Optional<ProgressLine> bar = Optional.empty();
    private int runs;
    private int done;
    private long expected;
    private TimeLeft timeLeft = new TimeLeft(Map.of(), 0);
    private long steps;
    private long start;
    private double shown;

    /** Creates a display; if it is {@code quiet}, it shows only notices. */
    public SweepProgress(Sweep sweep, boolean quiet, Consumer<String> notices) {
        this.sweep = sweep;
        this.quiet = quiet;
        this.notices = notices;
    }

    @Override
    public void begin(int allRuns, int groups, int threads, long allSteps, double work) {
        runs = allRuns;
        expected = allSteps;
        start = System.nanoTime();
        // Runs of a sweep take turns, so their stages mix. Their steps differ in cost, so what is left is not a number of steps.
        timeLeft = new TimeLeft(Map.of(Stage.TRAINING, microseconds(work)), 0);
        if (quiet) {
            return;
        }
        System.err.printf(Locale.ROOT, "%s: %s, %s %s, in %s on %s%n", sweep.name(), Amounts.count(runs, "run"), Amounts.large(expected),
                sweep.model().terms().steps(), Amounts.count(groups, "group"), Amounts.count(threads, "thread"));
        bar = ProgressLine.onTerminal(sweep.name(), expected);
    }

    @Override
    public void progress(long stepsSoFar, double work) {
        steps = stepsSoFar;
        timeLeft.advance(Stage.TRAINING, microseconds(work), seconds());
        show();
    }

    private static long microseconds(double seconds) {
        return Math.round(1e6 * seconds);
    }

    private void show() {
        if (bar.isPresent()) {
            bar.get().show(steps, timeLeft.after(done + "/" + runs + " runs", speed()));
        } else if (!quiet && seconds() - shown >= Math.max(SECONDS_BETWEEN_LINES, SHARE_BETWEEN_LINES * seconds())) {
            shown = seconds();
            String share = String.format(Locale.ROOT, "%d/%d runs, %.0f %% of the %s", done, runs, 100.0 * steps / Math.max(1, expected),
                    sweep.model().terms().steps());
            System.err.println(String.join(", ", timeLeft.after(share, speed())));
        }
    }

    private double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }

    private String speed() {
        return Amounts.speed(steps / Math.max(1e-9, seconds()), sweep.model().terms());
    }

    @Override
    public void finished(Run run, Optional<String> fault, int doneSoFar) {
        done = doneSoFar;
        fault.ifPresent(what -> say(run.path() + " stopped: " + what + " That is its result; the others go on."));
        show();
        if (done == runs && !quiet && bar.isEmpty()) {
            System.err.println(done + "/" + runs + " runs, " + speed());
        }
    }

    @Override
    public void warn(String text) {
        if (quiet && text.startsWith("warning: ")) {
            notices.accept(text);
        }
        say(text);
    }

    @Override
    public void unkept(Run run, InputException fault) {
        bar.ifPresent(ProgressLine::leave);
        notices.accept(fault.getMessage() + ". No new run is begun");
    }

    private void say(String text) {
        bar.ifPresent(ProgressLine::leave);
        if (!quiet) {
            notices.accept(text);
        }
    }

    /** Ends the display. To be called before other output; harmless if the display has not begun. */
    public void end() {
        bar.ifPresent(ProgressLine::close);
        bar = Optional.empty();
    }
}
