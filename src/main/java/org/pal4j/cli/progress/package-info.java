/**
 * How a computation goes on, in words and bars on standard error. {@link org.pal4j.cli.progress.ProgressDisplay} shows a study and {@link
 * org.pal4j.cli.progress.SweepProgress} a sweep, both with the bar of {@code ProgressLine}. {@link org.pal4j.cli.progress.MeasureText} puts
 * measures into words by their names alone, and {@link org.pal4j.cli.progress.Amounts} numbers with their units.
 *
 * <p>May use {@code sweep} and all floors below it, and nothing else of the command line.
 */
package org.pal4j.cli.progress;
