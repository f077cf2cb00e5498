package org.pal4j.bench.score;

/**
 * A few hundredths of a second of a benchmark.
 *
 * @param operations   that were done
 * @param microseconds for each: of all time, or of processor time
 * @param bytes        that all threads allocated for each
 * @param compiling    whether a kernel's compilation began in it, or was under way when it ended
 * @param share        of a processor that the measuring thread had; NaN if that does not matter
 */
public record Sample(long operations, double microseconds, double bytes, boolean compiling, double share) {}
