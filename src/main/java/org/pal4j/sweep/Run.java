package org.pal4j.sweep;

/**
 * A point of a sweep with one of its seeds: what is run, and what has a folder.
 *
 * @param point which values
 * @param seed  which seed
 */
public record Run(Point point, long seed) {
    /** Its folder in that of the sweep. */
    public String path() {
        return point.label() + "/seed-" + seed;
    }

    /** Steps until its end, as far as they are known before samples are read. */
    public long steps() {
        return point.experiment().cost().steps();
    }
}
