package org.pal4j.run;

/**
 * A point of a sweep with one of its seeds: what is run, and what has a folder.
 *
 * @param point which values
 * @param seed  which seed
 */
public record SweepRun(SweepPoint point, long seed) {
    /** Its folder in that of the sweep. */
    public String path() {
        return point.label() + "/seed-" + seed;
    }

    /** Steps or updates until its end. */
    public long work() {
        return point.experiment().work();
    }
}
