package org.pal4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pal4j.InputException;
import org.pal4j.circuit.Replica;
import org.pal4j.run.DataFolder;
import org.pal4j.run.EpochMetrics;
import org.pal4j.run.EpochSummary;
import org.pal4j.run.Outcome.Ending;
import org.pal4j.run.RunFolder;
import org.pal4j.run.Statistic;
import org.pal4j.run.Study;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyListener;
import org.pal4j.run.StudyOutcome;
import org.pal4j.run.StudyRunner;

/** {@code pal4j run} with several replicas. */
final class StudyRun implements Callable<Integer>, StudyListener {
    /** Seconds between two savings of what there is of a replica. */
    private static final double SAVE_EVERY = 5;

    private final Study study;
    private final Study whole;
    private final int threads;
    private final Progress display;
    private final DataFolder data;
    private final Optional<Path> out;
    private final List<EpochSummary> summaries = new ArrayList<>();
    private final double[] saved;
    private final Saves saves;
    private Optional<StudyFolder> folder = Optional.empty();
    private double summed;
    private long steps;

    /**
     * @param study what to run
     * @param whole the same with all its epochs
     */
    StudyRun(Study study, Study whole, int threads, Progress display, DataFolder data, Optional<Path> out) {
        this.study = study;
        this.whole = whole;
        this.threads = threads;
        this.display = display;
        this.data = data;
        this.out = out;
        saved = new double[study.replicas().size()];
        saves = new Saves(text -> display.say("pal4j: " + text));
    }

    @Override
    public Integer call() {
        RunCommand.warn(study.base()).ifPresent(Main::say);
        try (Interrupt interrupt = Interrupt.install()) {
            StudyRunner runner = new StudyRunner(study, threads, this, interrupt::requested, data);
            if (interrupt.requested()) {
                Main.say("interrupted before the first step; nothing was written");
                return Main.INTERRUPTED;
            }
            RunFolder root = out.map(RunFolder::at).orElseGet(() -> RunFolder.numbered(study.base().name()));
            StudyFolder own = new StudyFolder(root);
            own.begin(study, runner.dataFiles());
            runner.recordInto(own);
            folder = Optional.of(own);
            StudyOutcome outcome = runner.run();
            display.end();
            boolean kept = finish(own, outcome);
            report(outcome);
            System.out.println("results in " + root.path());
            if (kept) {
                ReportCommand.write(root.path());
            }
            more(outcome);
            return !kept || outcome.failures() > 0 && outcome.ending() != Ending.INTERRUPTED ? Main.FAILED
                    : RunCommand.status(outcome.ending());
        } finally {
            display.end();
        }
    }

    private boolean finish(StudyFolder own, StudyOutcome outcome) {
        try {
            own.finish(study, outcome);
            return true;
        } catch (InputException fault) {
            Main.say(fault.getMessage());
            return false;
        }
    }

    private void report(StudyOutcome outcome) {
        Statistic accuracy = outcome.testAccuracy();
        int tested = (int) outcome.outcomes().stream().filter(o -> o.test().isPresent()).count();
        if (tested > 0) {
            System.out.println("test accuracy " + accuracy.shown(100) + " % (mean and standard deviation of " + tested + " replicas)");
        }
        if (!outcome.summaries().isEmpty()) {
            EpochSummary last = outcome.summaries().getLast();
            System.out.println("after epoch " + last.epoch() + ": " + Progress.describe(last));
        }
        System.out.printf(Locale.ROOT, "%d replicas, %,d steps in %.1f s: %.3f us a step and replica, everything included%n",
                study.replicas().size(), outcome.steps(), outcome.seconds(), outcome.seconds() * 1e6 / Math.max(1, outcome.steps()));
        if (outcome.ending() == Ending.INTERRUPTED) {
            Main.say("interrupted; what was computed is kept.");
        }
    }

    private void more(StudyOutcome outcome) {
        int all = whole.base().epochs();
        int done = study.base().epochs();
        if (outcome.ending() == Ending.COMPLETE && all > done) {
            double seconds = outcome.seconds() * study.base().totalSteps(all) / study.base().totalSteps(done);
            System.out.printf(Locale.ROOT, "These were %d of %d epochs; add --epochs %d for all of them (about %.0f s).%n", done, all, all,
                    seconds);
        }
    }

    @Override
    public void begin(Study begun, List<List<Integer>> groups, int running) {
        display.begin(begun.base(), begun.base().epochs(), begun.replicas().size());
    }

    @Override
    public void progress(int epoch, long allSteps) {
        steps = allSteps;
        display.progress(epoch, allSteps);
    }

    @Override
    public void measured(int replica, List<EpochMetrics> metrics, Replica circuit) {
        EpochMetrics last = metrics.getLast();
        if (last.epoch() == 0 || last.seconds() - saved[replica] > SAVE_EVERY) {
            saved[replica] = last.seconds();
            saves.save(() -> folder.orElseThrow().progress(replica, metrics, circuit));
        }
    }

    @Override
    public void summed(EpochSummary summary) {
        summaries.add(summary);
        display.summed(summary, Math.max(steps, summary.steps() * summary.replicas()));
        if (summary.epoch() == 0 || summary.seconds() - summed > SAVE_EVERY) {
            summed = summary.seconds();
            saves.save(() -> folder.orElseThrow().progress(summaries));
        }
    }

    @Override
    public void failed(int replica, String fault) {
        display.say("pal4j: " + study.labels().get(replica) + " stopped: " + fault + " What was computed is kept; the others go on.");
    }
}
