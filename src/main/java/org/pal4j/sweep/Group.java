package org.pal4j.sweep;

import java.util.List;
import org.pal4j.model.Cost;

/**
 * Runs of a sweep that are computed together in one batch.
 *
 * @param runs equal but for seeds and {@link org.pal4j.model.Model#replicaKeys}; at least one
 * @param cost of each of them
 */
public record Group(List<Run> runs, Cost cost) {
    /** Copies the list. */
    public Group {
        runs = List.copyOf(runs);
    }

    static Group of(List<Run> runs) {
        return new Group(runs, runs.getFirst().point().experiment().cost());
    }

    /** The point of its first run: those of the others differ in nothing that samples depend on. */
    Point point() {
        return runs.getFirst().point();
    }

    /** Steps of all of them together, as far as they are known before samples are read. */
    public long steps() {
        return runs.size() * cost.steps();
    }

    /** Roughly how long they will take on one thread. */
    public double seconds() {
        return cost.seconds(runs.size());
    }

    /** Bytes that they will need at most, roughly. */
    long bytes() {
        return runs.size() * cost.bytes();
    }
}
