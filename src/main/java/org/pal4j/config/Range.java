package org.pal4j.config;

/**
 * The interval from which values are drawn.
 *
 * @param low  its lower end
 * @param high its upper end, not below
 */
public record Range(double low, double high) {}
