package org.pal4j.cli;

import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.pal4j.InputException;
import org.pal4j.run.Outcome;
import org.pal4j.run.Sweep;
import org.pal4j.run.SweepListener;
import org.pal4j.run.SweepRun;

/** How a sweep goes on, on standard error: a bar on a terminal, lines elsewhere, only what goes wrong if it is to be quiet. */
final class SweepProgress implements SweepListener {
    private static final double SECONDS_BETWEEN_LINES = 5;

    private final Sweep sweep;
    private final boolean quiet;
    private final boolean terminal = Boolean.getBoolean("pal4j.stderr.terminal");
    private ProgressBar bar;
    private int runs;
    private int done;
    private long all;
    private long steps;
    private long start;
    private double shown;

    SweepProgress(Sweep sweep, boolean quiet) {
        this.sweep = sweep;
        this.quiet = quiet;
    }

    @Override
    public void begin(int runs, int groups, int threads, long steps) {
        this.runs = runs;
        all = steps;
        start = System.nanoTime();
        if (quiet) {
            return;
        }
        System.err.printf(Locale.ROOT, "%s: %s, %s steps, in %s on %s%n", sweep.name(), count(runs, "run"), Amounts.steps(steps),
                count(groups, "group"), count(threads, "thread"));
        if (terminal) {
            bar = new ProgressBarBuilder().setTaskName(sweep.name()).setInitialMax(steps).setUpdateIntervalMillis(100)
                    .setRenderer(ProgressLine::render).setConsumer(new ConsoleProgressBarConsumer(System.err)).build();
        }
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    @Override
    public void progress(long stepsSoFar) {
        steps = stepsSoFar;
        show();
    }

    private void show() {
        if (bar != null) {
            bar.stepTo(steps);
            bar.setExtraMessage(done + "/" + runs + " runs\t" + speed());
        } else if (!quiet && seconds() - shown >= SECONDS_BETWEEN_LINES) {
            shown = seconds();
            System.err.printf(Locale.ROOT, "%d/%d runs, %.0f %% of the steps, %s, %s left%n", done, runs, 100.0 * steps / Math.max(1, all), speed(),
                    Amounts.time(seconds() * (all - steps) / Math.max(1, steps)));
        }
    }

    private double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }

    private String speed() {
        return String.format(Locale.ROOT, "%.2f M steps/s", steps * 1e-6 / Math.max(1e-9, seconds()));
    }

    @Override
    public void finished(SweepRun run, Outcome outcome, int doneSoFar) {
        done = doneSoFar;
        outcome.fault().ifPresent(fault -> say(run.path() + " stopped: " + fault + " That is its result; the others go on."));
        show();
        if (done == runs && !quiet && bar == null) {
            System.err.println(done + "/" + runs + " runs, " + speed());
        }
    }

    @Override
    public void unkept(SweepRun run, InputException fault) {
        Main.say(fault.getMessage() + ". No new run is begun");
    }

    private void say(String text) {
        if (bar != null) {
            System.err.println();
        }
        if (!quiet) {
            Main.say(text);
        }
    }

    /** To be called before anything else is printed; harmless if nothing was begun. */
    void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
