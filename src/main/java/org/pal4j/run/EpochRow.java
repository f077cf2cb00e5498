package org.pal4j.run;

import org.pal4j.model.Measures;

/**
 * The measurement of a replica after an epoch: a line of metrics.csv.
 *
 * @param epoch    the number of completed epochs
 * @param steps    the number of steps after the measurement
 * @param measures the measures
 * @param seconds  the computing time since the start
 */
public record EpochRow(int epoch, long steps, Measures measures, double seconds) {}
