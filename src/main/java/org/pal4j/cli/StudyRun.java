package org.pal4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.pal4j.circuit.Replica;
import org.pal4j.run.DataFolder;
import org.pal4j.run.EpochMetrics;
import org.pal4j.run.EpochSummary;
import org.pal4j.run.Experiment;
import org.pal4j.run.RunFolder;
import org.pal4j.run.Statistic;
import org.pal4j.run.Study;
import org.pal4j.run.StudyFolder;
import org.pal4j.run.StudyListener;
import org.pal4j.run.StudyOutcome;
import org.pal4j.run.StudyRunner;

/** {@code pal4j run} with several replicas of a circuit. */
final class StudyRun extends RunOfStudy<Experiment, StudyOutcome> implements StudyListener {
    private final int threads;
    private final Progress display;
    private final DataFolder data;
    private final List<EpochSummary> summaries = new ArrayList<>();
    private final double[] saved;
    private final Saves saves;
    private Optional<StudyRunner> runner = Optional.empty();
    private Optional<StudyFolder> folder = Optional.empty();
    private double summed;
    private long steps;

    StudyRun(Study<Experiment> study, Study<Experiment> whole, int threads, Progress display, DataFolder data, Optional<Path> out) {
        super(study, whole, out);
        this.threads = threads;
        this.display = display;
        this.data = data;
        saved = new double[study.replicas().size()];
        saves = new Saves(text -> display.say("pal4j: " + text));
    }

    @Override
    void prepare(BooleanSupplier stop) {
        RunCommand.warn(study.base()).ifPresent(Main::say);
        runner = Optional.of(new StudyRunner(study, threads, this, stop, data));
    }

    @Override
    void begin(RunFolder root) {
        StudyFolder own = new StudyFolder(root);
        own.begin(study, runner.orElseThrow().dataFiles());
        runner.orElseThrow().recordInto(own);
        folder = Optional.of(own);
    }

    @Override
    StudyOutcome compute() {
        return runner.orElseThrow().run();
    }

    @Override
    void finish(StudyOutcome outcome) {
        folder.orElseThrow().finish(study, outcome);
    }

    @Override
    void report(StudyOutcome outcome) {
        Statistic accuracy = outcome.testAccuracy();
        int tested = (int) outcome.outcomes().stream().filter(o -> o.test().isPresent()).count();
        if (tested > 0) {
            System.out.println("test accuracy " + accuracy.shown(100) + " % (mean and standard deviation of " + tested + " replicas)");
        }
        if (!outcome.summaries().isEmpty()) {
            EpochSummary last = outcome.summaries().getLast();
            System.out.println("after epoch " + last.epoch() + ": " + Progress.describe(last));
        }
    }

    @Override
    double work(int epochs) {
        return study.base().totalSteps(epochs);
    }

    @Override
    void endDisplay() {
        display.end();
    }

    @Override
    public void begin(Study<Experiment> begun, List<List<Integer>> groups, int running) {
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
