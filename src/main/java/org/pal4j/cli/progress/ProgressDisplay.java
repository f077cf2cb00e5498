package org.pal4j.cli.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pal4j.model.Place;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.run.EpochSummary;
import org.pal4j.run.Listener;

/**
 * Shows the progress of a study on standard error: a bar on a terminal, lines otherwise, and only notices in quiet mode. With several replicas, it
 * shows means of measures, and the total number of steps.
 */
public final class ProgressDisplay implements Listener {
    /** Duration below which an epoch gets no lines of its own. */
    private static final double SECONDS_OF_LONG_EPOCH = 2;
    /** Minimum interval of lines. It grows with the duration of the run, so that logs stay short. */
    private static final double SECONDS_BETWEEN_LINES = 1;
    private static final double SHARE_BETWEEN_LINES = 0.02;

    private final Study<?> study;
    private final boolean quiet;
    private final Consumer<String> notices;
    private Optional<ProgressLine> bar = Optional.empty();
    private List<String> measures = List.of();
    private TimeLeft timeLeft = new TimeLeft(Map.of(), 0);
    private long steps;
    /** The number of steps before the study was resumed. */
    private long before;
    /** The last epoch reported. */
    private int epoch;
    private long start;
    /** Times of the last line and of the end of the last epoch, in seconds from the start. */
    private double shown;
    private double reached;

    /**
     * Creates a display.
     *
     * @param study   the study
     * @param quiet   whether only notices are shown
     * @param notices prints notices
     */
    public ProgressDisplay(Study<?> study, boolean quiet, Consumer<String> notices) {
        this.study = study;
        this.quiet = quiet;
        this.notices = notices;
    }

    @Override
    public void begin(Study<?> begun, Map<Stage, Long> allSteps) {
        start = System.nanoTime();
        timeLeft = new TimeLeft(allSteps, 0);
        if (quiet) {
            return;
        }
        int replicas = study.replicas().size();
        System.err.println(study.name() + ": " + study.base().layers() + ", " + Amounts.count(study.epochs(), "epoch")
                + (replicas == 1 ? ", seed " + study.seeds().getFirst() : ", " + replicas + " replicas"));
        bar = ProgressLine.onTerminal(study.name(), allSteps.values().stream().mapToLong(Long::longValue).sum());
    }

    @Override
    public void resumed(List<EpochSummary> summaries, long allSteps) {
        before = allSteps;
        steps = allSteps;
        timeLeft.resume(before);
        epoch = summaries.isEmpty() ? 0 : summaries.getLast().epoch();
        if (!quiet) {
            System.err.println("goes on after " + Amounts.count(epoch, "epoch") + " and " + Amounts.large(before) + " "
                    + study.model().terms().steps());
        }
    }

    @Override
    public void progress(Place place, long allSteps) {
        steps = allSteps;
        timeLeft.advance(place.stage(), allSteps, seconds());
        epoch = place.epoch();
        if (quiet) {
            return;
        }
        boolean isLong = seconds() - reached >= SECONDS_OF_LONG_EPOCH;
        String stage = place.stage().label();
        if (bar.isPresent()) {
            boolean settles = place.stage() == Stage.SETTLING;
            String within = settles || !isLong ? "" : stage + " " + (place.presentation() + 1) + "/" + place.presentations();
            show(settles ? "settling" : epoch(), within);
        } else if (isLong && isDue()) {
            System.err.printf(Locale.ROOT, "%s: %s, presentation %d of %d, %s%n", epoch(), stage, place.presentation() + 1, place.presentations(),
                    String.join(", ", pace()));
        }
    }

    @Override
    public void summed(EpochSummary summary) {
        steps = Math.max(steps, summary.steps() * summary.replicas());
        epoch = summary.epoch();
        reached = seconds();
        if (quiet) {
            return;
        }
        if (epoch <= 1 || epoch == study.epochs() || isDue()) {
            shown = seconds();
            String line = epoch() + (study.hasValues() ? ", mean over different values: " : ": ") + MeasureText.line(summary.values()) + ", "
                    + String.join(", ", pace());
            bar.ifPresentOrElse(own -> own.above(line), () -> System.err.println(line));
        }
        if (bar.isPresent()) {
            measures = MeasureText.parts(summary.values());
            show(epoch(), "");
        }
    }

    /** Reports the failure of a replica in a study. The failure of a single network is reported at the end. */
    @Override
    public void failed(int replica, String fault) {
        if (study.hasReplicas()) {
            say(study.labels().get(replica) + " stopped: " + fault + " What was computed is kept; the others go on.");
        }
    }

    /** Prints a notice without disturbing the display. */
    public void say(String text) {
        bar.ifPresent(ProgressLine::leave);
        notices.accept(text);
    }

    /** Shows the final number of steps and ends the display. */
    public void finish(long allSteps) {
        steps = allSteps;
        if (bar.isPresent()) {
            show(epoch(), "");
        }
        end();
    }

    /** Ends the display. To be called before other output; harmless if the display has not begun. */
    public void end() {
        bar.ifPresent(ProgressLine::close);
        bar = Optional.empty();
    }

    private void show(String first, String within) {
        List<String> parts = new ArrayList<>(List.of(first));
        parts.addAll(measures);
        if (!within.isEmpty()) {
            parts.add(within);
        }
        parts.addAll(pace());
        bar.orElseThrow().show(steps, parts);
    }

    private String epoch() {
        return "epoch " + epoch + "/" + study.epochs();
    }

    private double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Returns whether a line is due, and counts it as shown. */
    private boolean isDue() {
        boolean due = seconds() - shown >= Math.max(SECONDS_BETWEEN_LINES, SHARE_BETWEEN_LINES * seconds());
        if (due) {
            shown = seconds();
        }
        return due;
    }

    /** Returns the mean speed, and the time so far and left. */
    private List<String> pace() {
        return timeLeft.after(Amounts.speed((steps - before) / Math.max(1e-9, seconds()), study.model().terms()));
    }
}
