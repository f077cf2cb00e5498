package org.pal4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.pal4j.InputException;
import org.pal4j.run.Configuration;
import org.pal4j.run.Model;
import org.pal4j.run.Outcome.Ending;
import org.pal4j.run.RunFolder;
import org.pal4j.run.Study;
import org.pal4j.run.StudyResult;

/**
 * {@code pal4j run} from reading samples to the report, in the order that keeps what was computed whatever happens.
 *
 * @param <E> what it is a study of
 * @param <R> what it gives
 */
abstract class RunOfStudy<E extends Configuration, R extends StudyResult> implements Callable<Integer> {
    /** Seconds between two savings of what there is of a replica. */
    static final double SAVE_EVERY = 5;

    final Study<E> study;
    private final Study<E> whole;
    private final Optional<Path> out;

    /**
     * @param study what to run
     * @param whole the same with all its epochs
     * @param out   where results go; a new folder below runs if empty
     */
    RunOfStudy(Study<E> study, Study<E> whole, Optional<Path> out) {
        this.study = study;
        this.whole = whole;
        this.out = out;
    }

    /** Reads samples, draws weights, and finds whatever is wrong with the input. */
    abstract void prepare(BooleanSupplier stop);

    /** Writes down what is known at the start. */
    abstract void begin(RunFolder root);

    /** Computes. */
    abstract R compute();

    /** Writes everything down. */
    abstract void finish(R outcome);

    /** Says what came of it. */
    abstract void report(R outcome);

    /** Steps or updates of so many epochs, or anything in proportion to them. */
    abstract double work(int epochs);

    /** To be called before anything else is printed. */
    abstract void endDisplay();

    @Override
    public final Integer call() {
        Model model = study.base().model();
        try (Interrupt interrupt = Interrupt.install()) {
            prepare(interrupt::requested);
            if (interrupt.requested()) {
                Main.say("interrupted before the first " + model.unit() + "; nothing was written");
                return Main.INTERRUPTED;
            }
            // Only now, when nothing can be wrong with the input any more.
            RunFolder root = out.map(RunFolder::at).orElseGet(() -> RunFolder.numbered(study.name()));
            begin(root);
            R outcome = compute();
            endDisplay();
            boolean kept = kept(outcome);
            report(outcome);
            print(outcome, model);
            System.out.println("results in " + root.path());
            if (kept) {
                ReportCommand.write(root.path());
            }
            more(outcome);
            return !kept || outcome.failures() > 0 && outcome.ending() != Ending.INTERRUPTED ? Main.FAILED : RunCommand.status(outcome.ending());
        } finally {
            endDisplay();
        }
    }

    /** A run that can't be saved has still something to tell. */
    private boolean kept(R outcome) {
        try {
            finish(outcome);
            return true;
        } catch (InputException fault) {
            Main.say(fault.getMessage());
            return false;
        }
    }

    private void print(R outcome, Model model) {
        double microseconds = outcome.seconds() * 1e6 / Math.max(1, outcome.work());
        System.out.printf(Locale.ROOT, "%s%,d %s in %.1f s: %s us %s%s, everything included%n",
                study.hasReplicas() ? study.replicas().size() + " replicas, " : "", outcome.work(), model.units(), outcome.seconds(),
                String.format(Locale.ROOT, microseconds < 10 ? "%.3f" : "%.1f", microseconds), model.one(), study.hasReplicas() ? " and replica" : "");
        if (!study.hasReplicas()) {
            outcome.outcomes().getFirst().fault().ifPresent(fault -> Main.say("stopped: " + fault + " What was computed is kept."));
        }
        if (outcome.ending() == Ending.INTERRUPTED) {
            Main.say("interrupted; what was computed is kept.");
        }
    }

    private void more(R outcome) {
        int done = study.epochs();
        int all = whole.epochs();
        if (outcome.ending() == Ending.COMPLETE && all > done) {
            System.out.printf(Locale.ROOT, "These were %d of %d epochs; add --epochs %d for all of them (about %s).%n", done, all, all,
                    Amounts.time(outcome.seconds() * work(all) / work(done)));
        }
    }
}
