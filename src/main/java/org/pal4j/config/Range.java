package org.pal4j.config;

/**
 * An interval from which values are drawn.
 *
 * @param low  the lower end
 * @param high the upper end, at least {@code low}
 */
public record Range(double low, double high) {}
