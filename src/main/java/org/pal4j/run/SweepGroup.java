package org.pal4j.run;

import java.util.List;

/**
 * Runs of a sweep that are computed together: circuits side by side, in the lanes of vectors; or one alone. A rate network is always alone.
 *
 * @param runs of circuits, equal but for seeds, learning rates, noise scales and alphas
 */
public record SweepGroup(List<SweepRun> runs) {
    /** Copies the list. */
    public SweepGroup {
        runs = List.copyOf(runs);
    }

    /** The point of its first run: those of the others differ in nothing that samples depend on. */
    SweepPoint point() {
        return runs.getFirst().point();
    }

    /** Steps or updates of all of them together. */
    public long work() {
        return runs.stream().mapToLong(SweepRun::work).sum();
    }

    /** Roughly how long they will take on one thread. */
    public double seconds() {
        double one = switch (point().experiment()) {
            case Experiment e -> StepCost.together(e.circuit(), runs.size());
            case RateExperiment e -> UpdateCost.microseconds(e.network());
        };
        return runs.getFirst().work() * one * 1e-6;
    }

    /** Bytes that they will need at most, roughly. */
    long bytes() {
        return runs.size() * MemoryNeed.of(point().experiment());
    }
}
