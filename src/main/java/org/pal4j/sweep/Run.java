package org.pal4j.sweep;

/** A run of a sweep: a point with one of the seeds. Each run has its own folder. */
public record Run(Point point, long seed) {
    /** Returns the path of its folder, relative to that of the sweep. */
    public String path() {
        return point.label() + "/seed-" + seed;
    }

    /** Returns the total number of steps, as far as known before samples are read. */
    public long steps() {
        return point.experiment().cost().steps();
    }
}
