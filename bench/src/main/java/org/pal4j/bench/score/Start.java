package org.pal4j.bench.score;

/**
 * One of many starts.
 *
 * @param fork  what it measured
 * @param ratio of its time to that of the start with which all are compared; NaN if it was not compared
 */
public record Start(Fork fork, double ratio) {
    /** Returns whether its time says how it was compiled. */
    public boolean isSound() {
        return fork.isWarm() && !fork.window().allocates();
    }
}
