package org.pal4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.pal4j.cli.progress.Amounts;
import org.pal4j.cli.progress.MeasureText;
import org.pal4j.cli.slurm.SlurmScripts;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;
import org.pal4j.model.Terms;
import org.pal4j.run.Ending;
import org.pal4j.run.EpochSummary;
import org.pal4j.run.StudyOutcome;

/** Prints the results of a study to standard output, and errors to standard error. */
record Printout(Study<?> study, StudyOutcome outcome, Path folder, boolean kept) {
    /** Prints the results of the test and of the last epoch, and the time. */
    void results() {
        outcome.test().forEach((name, value) -> {
            if (!Double.isNaN(value.mean())) {
                System.out.println(MeasureText.tested(name, value) + " (" + of() + ")");
            }
        });
        if (!outcome.summaries().isEmpty()) {
            EpochSummary last = outcome.summaries().getLast();
            System.out.println("after epoch " + last.epoch() + ": " + MeasureText.line(last.values()));
        }
        Terms terms = study.model().terms();
        boolean several = study.hasReplicas();
        System.out.printf(Locale.ROOT, "%s%,d %s in %.1f s: %s %s%s, everything included%n", several ? study.replicas().size() + " replicas, " : "",
                outcome.steps(), terms.steps(), outcome.seconds(), Amounts.microseconds(outcome.seconds() * 1e6 / Math.max(1, outcome.steps())),
                terms.aStep(), several ? " and replica" : "");
        if (!several) {
            outcome.outcomes().getFirst().fault().ifPresent(fault -> Main.say("stopped: " + fault + " What was computed is kept."));
        }
        if (outcome.ending() == Ending.INTERRUPTED) {
            Main.say("interrupted; " + (kept ? "what was computed is kept" : "not all of what was computed is kept, see above")
                    + ". Go on with ./pal4j run --resume " + SlurmScripts.quoted(folder.toString()));
        }
    }

    private String of() {
        return study.hasReplicas() ? "mean and standard deviation of " + outcome.tested() + " replicas"
                : outcome.outcomes().getFirst().test().map(TestResult::samples).orElse(0) + " samples";
    }

    /** Prints how to run all epochs, those of {@code whole}, if this run made fewer. */
    void more(Experiment whole) {
        int done = study.epochs();
        int all = whole.epochs();
        if (outcome.ending() == Ending.COMPLETE && all > done) {
            double share = (double) whole.cost().steps() / Math.max(1, study.base().cost().steps());
            System.out.printf(Locale.ROOT, "These were %d of %d epochs; for all of them (about %s):  ./pal4j run --resume %s --epochs %d%n", done,
                    all,
                    Amounts.time(outcome.seconds() * share), SlurmScripts.quoted(folder.toString()), all);
        }
    }

    /** Returns the exit status. A study with a non-finite replica has failed, unless it was interrupted. */
    int status() {
        return switch (outcome.ending()) {
            case INTERRUPTED -> Main.INTERRUPTED;
            case COMPLETE -> outcome.failures() > 0 ? Main.FAILED : 0;
            case NON_FINITE -> Main.FAILED;
        };
    }
}
