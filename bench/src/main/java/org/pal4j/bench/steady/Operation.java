package org.pal4j.bench.steady;

/** What is timed. */
@FunctionalInterface
public interface Operation {
    /** Does it once. */
    void run();
}
