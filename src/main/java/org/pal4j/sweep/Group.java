package org.pal4j.sweep;

import java.util.List;
import org.pal4j.model.Cost;

/**
 * Runs of a sweep that are computed together in one batch.
 *
 * @param runs at least one; they differ only in seeds and {@link org.pal4j.model.Model#replicaKeys}
 * @param cost the cost of each run
 */
public record Group(List<Run> runs, Cost cost) {
    /** Copies the list. */
    public Group {
        runs = List.copyOf(runs);
    }

    static Group of(List<Run> runs) {
        return new Group(runs, runs.getFirst().point().experiment().cost());
    }

    /** Returns the point of the first run. All other runs have the same samples. */
    Point point() {
        return runs.getFirst().point();
    }

    /** Returns the total number of steps of all runs, as far as known before samples are read. */
    public long steps() {
        return runs.size() * cost.steps();
    }

    /** Returns a rough estimate of the computing time on one thread. */
    public double seconds() {
        return cost.seconds(runs.size());
    }

    /** Returns a rough estimate of the computing time on one thread for each of the {@link #steps}, in seconds. */
    double secondsOfStep() {
        return 1e-6 * cost.microseconds().applyAsDouble(runs.size()) / runs.size();
    }

    /** Returns a rough estimate of the largest memory use in bytes. */
    long bytes() {
        return runs.size() * cost.bytes();
    }
}
