package org.pal4j.run;

import org.pal4j.model.Measures;

/**
 * What was measured after so many epochs: a line of metrics.csv.
 *
 * @param epoch    epochs completed
 * @param steps    taken when everything was measured
 * @param measures what was measured
 * @param seconds  of computing since the start
 */
public record EpochRow(int epoch, long steps, Measures measures, double seconds) {}
