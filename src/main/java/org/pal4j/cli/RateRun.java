package org.pal4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;
import org.pal4j.run.DataFolder;
import org.pal4j.run.Outcome.Ending;
import org.pal4j.run.RateFolder;
import org.pal4j.run.RateListener;
import org.pal4j.run.RateMetrics;
import org.pal4j.run.RateOutcome;
import org.pal4j.run.RateRunner;
import org.pal4j.run.RateStudy;
import org.pal4j.run.RateStudyOutcome;
import org.pal4j.run.RateSummary;
import org.pal4j.run.RunFolder;
import org.pal4j.run.Statistic;

/** {@code pal4j run} with a rate network, alone or with replicas. */
final class RateRun implements Callable<Integer>, RateListener {
    /** Seconds between two savings of what there is of a replica. */
    private static final double SAVE_EVERY = 5;

    private final RateStudy study;
    private final RateStudy whole;
    private final int threads;
    private final RateProgress display;
    private final DataFolder data;
    private final Optional<Path> out;
    private final List<RateSummary> summaries = new ArrayList<>();
    private final long[] saved;
    private final Saves saves;
    private Optional<RateFolder> folder = Optional.empty();

    /**
     * @param study what to run
     * @param whole the same with all its epochs
     */
    RateRun(RateStudy study, RateStudy whole, int threads, boolean quiet, DataFolder data, Optional<Path> out) {
        this.study = study;
        this.whole = whole;
        this.threads = threads;
        this.data = data;
        this.out = out;
        display = new RateProgress(study, quiet);
        saved = new long[study.replicas().size()];
        saves = new Saves(display::say);
    }

    @Override
    public Integer call() {
        try (Interrupt interrupt = Interrupt.install()) {
            RateRunner runner = new RateRunner(study, threads, this, interrupt::requested, data);
            if (interrupt.requested()) {
                Main.say("interrupted before the first update; nothing was written");
                return Main.INTERRUPTED;
            }
            // Only now, when nothing can be wrong with the input any more.
            RunFolder root = out.map(RunFolder::at).orElseGet(() -> RunFolder.numbered(study.name()));
            RateFolder own = new RateFolder(root);
            own.begin(study, runner.dataFiles());
            folder = Optional.of(own);
            RateStudyOutcome outcome = runner.run();
            display.end();
            boolean kept = finish(own, outcome);
            report(outcome);
            System.out.println("results in " + root.path());
            if (kept) {
                ReportCommand.write(root.path());
            }
            more(outcome);
            return !kept || outcome.failures() > 0 && outcome.ending() != Ending.INTERRUPTED ? Main.FAILED : RunCommand.status(outcome.ending());
        } finally {
            display.end();
        }
    }

    /** A run that can't be saved has still something to tell. */
    private boolean finish(RateFolder own, RateStudyOutcome outcome) {
        try {
            own.finish(study, outcome);
            return true;
        } catch (InputException fault) {
            Main.say(fault.getMessage());
            return false;
        }
    }

    private void report(RateStudyOutcome outcome) {
        Map<String, Statistic> test = outcome.test();
        int tested = (int) outcome.outcomes().stream().filter(o -> !o.test().isEmpty()).count();
        String behind = study.hasReplicas() ? "mean and standard deviation of " + tested + " replicas"
                : outcome.outcomes().getFirst().testSamples() + " samples";
        show("test accuracy", test.get(RateOutcome.TEST_ACCURACY), behind);
        if (test.containsKey(RateOutcome.TEST_ERROR)) {
            System.out.println("test error " + RateProgress.error(test.get(RateOutcome.TEST_ERROR)) + " (" + behind + ")");
        }
        show("test accuracy of the linear classifier of latent rates", test.get(RateOutcome.TEST_LATENT_ACCURACY), behind);
        if (study.hasReplicas() && !outcome.summaries().isEmpty()) {
            RateSummary last = outcome.summaries().getLast();
            System.out.println("after epoch " + last.epoch() + ": " + String.join(", ", RateProgress.parts(last)));
        } else if (!study.hasReplicas() && !outcome.outcomes().getFirst().metrics().isEmpty()) {
            RateMetrics last = outcome.outcomes().getFirst().metrics().getLast();
            System.out.println("after epoch " + last.epoch() + ": " + String.join(", ", RateProgress.parts(last)));
        }
        double microseconds = outcome.seconds() * 1e6 / Math.max(1, outcome.updates());
        System.out.printf(Locale.ROOT, "%s%,d updates in %.1f s: %.1f us an update%s, everything included%n",
                study.hasReplicas() ? study.replicas().size() + " replicas, " : "", outcome.updates(), outcome.seconds(), microseconds,
                study.hasReplicas() ? " and replica" : "");
        if (!study.hasReplicas()) {
            outcome.outcomes().getFirst().fault().ifPresent(fault -> Main.say("stopped: " + fault + " What was computed is kept."));
        }
        if (outcome.ending() == Ending.INTERRUPTED) {
            Main.say("interrupted; what was computed is kept.");
        }
    }

    private static void show(String name, Statistic value, String behind) {
        if (value != null && !Double.isNaN(value.mean())) {
            System.out.println(name + " " + value.shown(100) + " % (" + behind + ")");
        }
    }

    private void more(RateStudyOutcome outcome) {
        int done = study.epochs();
        int all = whole.epochs();
        if (outcome.ending() == Ending.COMPLETE && all > done) {
            System.out.printf(Locale.ROOT, "These were %d of %d epochs; add --epochs %d for all of them (about %s).%n", done, all, all,
                    Amounts.time(outcome.seconds() * (all + 1) / (done + 1)));
        }
    }

    @Override
    public void begin(RateStudy begun, long updates) {
        display.begin(updates);
    }

    @Override
    public void progress(Where where, long updates) {
        display.progress(where, updates);
    }

    @Override
    public void measured(int replica, List<RateMetrics> metrics, Supplier<Map<String, NpyArray>> weights) {
        if (!study.hasReplicas()) {
            display.measured(metrics.getLast());
        }
        if (metrics.size() == 1 || (System.nanoTime() - saved[replica]) * 1e-9 > SAVE_EVERY) {
            saved[replica] = System.nanoTime();
            saves.save(() -> folder.orElseThrow().progress(replica, metrics, weights.get()));
        }
    }

    @Override
    public void summed(RateSummary summary) {
        summaries.add(summary);
        if (study.hasReplicas()) {
            display.summed(summary);
            saves.save(() -> folder.orElseThrow().progress(summaries));
        }
    }

    @Override
    public void failed(int replica, String fault) {
        if (study.hasReplicas()) {
            display.say(study.labels().get(replica) + " stopped: " + fault + " What was computed is kept; the others go on.");
        }
    }
}
