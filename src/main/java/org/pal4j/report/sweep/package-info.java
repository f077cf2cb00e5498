/**
 * The page of a sweep, floor 10: what the runs of all its points have left, over the keys that vary.
 *
 * <p>{@link org.pal4j.report.sweep.SweepPage} is the door. {@code SweepData} is the folder as it was read. A {@code Direction} is what varies along
 * one axis, {@code View} is what charts show at first, and {@code Grids}, {@code Curves} and {@code Table} are the parts of the page.
 *
 * <p>May use all floors below and {@code report.page}; {@code report} uses this package, never the reverse.
 */
package org.pal4j.report.sweep;
