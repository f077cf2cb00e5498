package org.pal4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.pal4j.format.NpyArray;
import org.pal4j.run.DataFolder;
import org.pal4j.run.RateExperiment;
import org.pal4j.run.RateFolder;
import org.pal4j.run.RateListener;
import org.pal4j.run.RateMetrics;
import org.pal4j.run.RateOutcome;
import org.pal4j.run.RateRunner;
import org.pal4j.run.RateStudyOutcome;
import org.pal4j.run.RateSummary;
import org.pal4j.run.RunFolder;
import org.pal4j.run.Statistic;
import org.pal4j.run.Study;

/** {@code pal4j run} with a rate network, alone or with replicas. */
final class RateRun extends RunOfStudy<RateExperiment, RateStudyOutcome> implements RateListener {
    private final int threads;
    private final RateProgress display;
    private final DataFolder data;
    private final List<RateSummary> summaries = new ArrayList<>();
    private final long[] saved;
    private final Saves saves;
    private Optional<RateRunner> runner = Optional.empty();
    private Optional<RateFolder> folder = Optional.empty();

    RateRun(Study<RateExperiment> study, Study<RateExperiment> whole, int threads, boolean quiet, DataFolder data, Optional<Path> out) {
        super(study, whole, out);
        this.threads = threads;
        this.data = data;
        display = new RateProgress(study, quiet);
        saved = new long[study.replicas().size()];
        saves = new Saves(display::say);
    }

    @Override
    void prepare(BooleanSupplier stop) {
        runner = Optional.of(new RateRunner(study, threads, this, stop, data));
    }

    @Override
    void begin(RunFolder root) {
        RateFolder own = new RateFolder(root);
        own.begin(study, runner.orElseThrow().dataFiles());
        folder = Optional.of(own);
    }

    @Override
    RateStudyOutcome compute() {
        return runner.orElseThrow().run();
    }

    @Override
    void finish(RateStudyOutcome outcome) {
        folder.orElseThrow().finish(study, outcome);
    }

    @Override
    void report(RateStudyOutcome outcome) {
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
    }

    /** One more than epochs: the start is evaluated, too. */
    @Override
    double work(int epochs) {
        return epochs + 1.0;
    }

    @Override
    void endDisplay() {
        display.end();
    }

    private static void show(String name, Statistic value, String behind) {
        if (value != null && !Double.isNaN(value.mean())) {
            System.out.println(name + " " + value.shown(100) + " % (" + behind + ")");
        }
    }

    @Override
    public void begin(Study<RateExperiment> begun, long updates) {
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
