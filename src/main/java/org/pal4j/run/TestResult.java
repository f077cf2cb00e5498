package org.pal4j.run;

/**
 * What the circuit made of the test samples.
 *
 * @param accuracy  the share classified right
 * @param outputs   the mean prospective output voltages of each sample
 * @param expected  the class of each sample
 * @param predicted the class that the circuit votes for
 */
public record TestResult(double accuracy, float[][] outputs, int[] expected, int[] predicted) {}
