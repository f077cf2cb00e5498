/**
 * The page of a sweep, floor 10: the results of all runs, plotted against the varied keys.
 *
 * <p>{@link org.pal4j.report.sweep.SweepPage} is the entry point. {@code SweepData} is the folder of the sweep in memory. A {@code Direction} is
 * one varied key, or keys that vary together. A {@code View} is the choice of axes at first. {@code Grids}, {@code Neurons}, {@code Curves} and
 * {@code Table} are the parts of the page, and {@code SweepOmissions} tells what they leave out.
 *
 * <p>May use all floors below and {@code report.page}. Does not use {@code report}, which uses it.
 */
package org.pal4j.report.sweep;
