package org.pal4j.bench.score;

/**
 * What is expected of a JVM that measures.
 *
 * @param most     microseconds for an operation; what takes longer is measured for as long as the limit again, since the machine may be slow for a
 *                 while, and then looked at kernel by kernel
 * @param profiles whether it is looked at in any case
 */
public record Expectation(double most, boolean profiles) {
    /** Nothing is too slow. */
    public static final Expectation NONE = new Expectation(Double.POSITIVE_INFINITY, false);

    /** Returns whether the kernels of what took so many microseconds are to be looked at. */
    public boolean looksInto(double microseconds) {
        return profiles || microseconds > most;
    }
}
