package org.pal4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.cli.option.Messages;
import org.pal4j.cli.progress.Amounts;
import org.pal4j.cli.progress.MeasureText;
import org.pal4j.cli.slurm.SlurmScripts;
import org.pal4j.model.Batch.TestResult;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;
import org.pal4j.model.Terms;
import org.pal4j.run.Ending;
import org.pal4j.run.StudyOutcome;

/** Prints the results of a study to standard output, and errors to standard error. */
record Printout(Study<?> study, StudyOutcome outcome, Path folder, boolean kept) {
    /** Prints the results of the test and of the last epoch, and the time. */
    void results() {
        if (study.hasValues()) {
            study.byValue().forEach((value, replicas) -> {
                StudyOutcome own = outcome.of(replicas);
                String who = replicas.size() == 1 ? "" : " (mean and standard deviation of " + replicas.size() + " seeds)";
                String numbers = Stream.concat(tested(own), after(own)).collect(Collectors.joining("; "));
                System.out.println(value + ": " + (numbers.isEmpty() ? "no longer finite" : numbers + who));
            });
        } else {
            tested(outcome).forEach(text -> System.out.println(text + " (" + of() + ")"));
            after(outcome).forEach(System.out::println);
        }
        Terms terms = study.model().terms();
        boolean several = study.hasReplicas();
        System.out.printf(Locale.ROOT, "%s%,d %s in %.1f s: %s %s%s, everything included%n", several ? study.replicas().size() + " replicas, " : "",
                outcome.steps(), terms.steps(), outcome.seconds(), Amounts.microseconds(outcome.seconds() * 1e6 / Math.max(1, outcome.steps())),
                terms.aStep(), several ? " and replica" : "");
        if (!several) {
            outcome.outcomes().getFirst().fault().ifPresent(fault -> Main.say("stopped: " + fault + " What was computed is kept."));
        }
        warn();
    }

    private static Stream<String> tested(StudyOutcome outcome) {
        return outcome.test().entrySet().stream().filter(entry -> !Double.isNaN(entry.getValue().mean()))
                .map(entry -> MeasureText.tested(entry.getKey(), entry.getValue()));
    }

    private static Stream<String> after(StudyOutcome outcome) {
        return outcome.summaries().reversed().stream().limit(1).map(last -> "after epoch " + last.epoch() + ": " + MeasureText.line(last.values()));
    }

    /** Says how to go on with a run that was interrupted. */
    void advice() {
        if (outcome.fault().isPresent()) {
            Main.say("stopped by the fault below; " + (kept ? "what was computed is kept" : "not all of what was computed is kept, see above"));
        } else if (outcome.ending() == Ending.INTERRUPTED) {
            Main.say("interrupted; " + (kept ? "what was computed is kept" : "not all of what was computed is kept, see above")
                    + ". Go on with ./pal4j run --resume " + SlurmScripts.quoted(folder.toString()));
        }
    }

    private void warn() {
        List<String> warnings = outcome.warnings();
        if (!warnings.isEmpty()) {
            String who = study.hasReplicas() ? warnings.size() + " of " + study.replicas().size() + " replicas (see each result.json), the first: "
                    : "";
            Main.say("warning: " + who + warnings.getFirst());
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
            Messages.print(
                    String.format(Locale.ROOT, "These were %d of %d epochs; for all of them (about %s):  ./pal4j run --resume %s --epochs %d", done,
                            all,
                            Amounts.time(outcome.seconds() * share), SlurmScripts.quoted(folder.toString()), all));
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
