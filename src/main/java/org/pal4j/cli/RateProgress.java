package org.pal4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.pal4j.run.Model;
import org.pal4j.run.RateExperiment;
import org.pal4j.run.RateListener.Where;
import org.pal4j.run.RateMetrics;
import org.pal4j.run.RateSummary;
import org.pal4j.run.Statistic;
import org.pal4j.run.Study;

/** How a rate network goes on, on standard error: a bar on a terminal, lines elsewhere, only what goes wrong if it is to be quiet. */
final class RateProgress {
    /** Lines within an epoch come every second at first, and more seldom the longer the run is: hours should not fill a log. */
    private static final double SECONDS_BETWEEN_LINES = 1;
    private static final double SHARE_BETWEEN_LINES = 0.02;
    private static final String NEXT = "\t";

    private final Study<RateExperiment> study;
    private final boolean quiet;
    private final boolean terminal = Boolean.getBoolean("pal4j.stderr.terminal");
    private ProgressBar bar;
    private String measures = "";
    private long all;
    private long updates;
    private long start;
    private double shown;

    RateProgress(Study<RateExperiment> study, boolean quiet) {
        this.study = study;
        this.quiet = quiet;
    }

    void begin(long expected) {
        all = expected;
        start = System.nanoTime();
        if (quiet) {
            return;
        }
        int epochs = study.epochs();
        System.err.println(study.name() + ": " + study.base().layers() + ", " + epochs + (epochs == 1 ? " epoch" : " epochs")
                + (study.hasReplicas() ? ", " + study.replicas().size() + " replicas" : ", seed " + study.base().seed()));
        if (terminal) {
            bar = new ProgressBarBuilder().setTaskName(study.name()).setInitialMax(all).setUpdateIntervalMillis(100)
                    .setRenderer(ProgressLine::render).setConsumer(new ConsoleProgressBarConsumer(System.err)).build();
        }
    }

    void progress(Where where, long updatesSoFar) {
        updates = updatesSoFar;
        String place = where.stage().label() + " " + where.batch() + "/" + where.batches();
        if (bar != null) {
            bar.stepTo(updates);
            bar.setExtraMessage("epoch " + where.epoch() + "/" + study.epochs() + measures + NEXT + place + NEXT + speed());
        } else if (!quiet && seconds() - shown >= Math.max(SECONDS_BETWEEN_LINES, SHARE_BETWEEN_LINES * seconds())) {
            shown = seconds();
            System.err.printf(Locale.ROOT, "epoch %d/%d: %s, batch %d of %d, %s, %s left%n", where.epoch(), study.epochs(), where.stage().label(),
                    where.batch(), where.batches(), speed(), Amounts.time(seconds() * (all - updates) / Math.max(1, updates)));
        }
    }

    /** An epoch of a run alone. */
    void measured(RateMetrics metrics) {
        reached(metrics.epoch(), parts(metrics));
    }

    /** An epoch of all replicas. */
    void summed(RateSummary summary) {
        reached(summary.epoch(), parts(summary));
    }

    private void reached(int epoch, List<String> parts) {
        measures = NEXT + String.join(NEXT, parts);
        if (!quiet && bar == null) {
            shown = seconds();
            System.err.println("epoch " + epoch + "/" + study.epochs() + ": " + String.join(", ", parts) + ", " + speed());
        }
    }

    private double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }

    private String speed() {
        return Amounts.speed(updates / Math.max(1e-9, seconds()), Model.RATE);
    }

    /** Error, accuracies and angles; what was not measured is left out. */
    static List<String> parts(RateMetrics metrics) {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(Locale.ROOT, "validation error %.4f", metrics.get(RateMetrics.VALIDATION_ERROR)));
        add(parts, "validation", metrics.get(RateMetrics.VALIDATION_ACCURACY));
        add(parts, "latent", metrics.get(RateMetrics.LATENT_ACCURACY));
        for (String angle : metrics.angles()) {
            parts.add(angle.substring("angle_".length()) + " " + Progress.degrees(metrics.get(angle)) + " deg");
        }
        return parts;
    }

    private static void add(List<String> parts, String name, double accuracy) {
        if (!Double.isNaN(accuracy)) {
            parts.add(String.format(Locale.ROOT, "%s %.1f %%", name, 100 * accuracy));
        }
    }

    /** The same with mean and standard deviation of replicas. */
    static List<String> parts(RateSummary summary) {
        List<String> parts = new ArrayList<>();
        parts.add("validation error " + error(summary.get(RateMetrics.VALIDATION_ERROR)));
        add(parts, "validation", summary.get(RateMetrics.VALIDATION_ACCURACY));
        add(parts, "latent", summary.get(RateMetrics.LATENT_ACCURACY));
        for (String angle : summary.angles()) {
            parts.add(angle.substring("angle_".length()) + " " + summary.get(angle).shown(1) + " deg");
        }
        return parts;
    }

    private static void add(List<String> parts, String name, Statistic accuracy) {
        if (!Double.isNaN(accuracy.mean())) {
            parts.add(name + " " + accuracy.shown(100) + " %");
        }
    }

    /** For example {@code 0.0602 +- 0.0011}. */
    static String error(Statistic value) {
        String text = String.format(Locale.ROOT, "%.4f", value.mean());
        return Double.isNaN(value.deviation()) ? text : text + String.format(Locale.ROOT, " +- %.4f", value.deviation());
    }

    /** Says something without disturbing the display. */
    void say(String text) {
        if (bar != null) {
            System.err.println();
        }
        Main.say(text);
    }

    /** To be called before anything else is printed; harmless if nothing was begun. */
    void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
