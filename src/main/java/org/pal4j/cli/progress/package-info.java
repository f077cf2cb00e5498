/**
 * Progress displays on standard error, floor 12. {@link org.pal4j.cli.progress.ProgressDisplay} is for a study, {@link
 * org.pal4j.cli.progress.SweepProgress} for a sweep. Both use the bar of {@code ProgressLine}. {@link org.pal4j.cli.progress.MeasureText} puts
 * measures into words by their names alone. {@link org.pal4j.cli.progress.Amounts} writes numbers with their units.
 *
 * <p>May use {@code sweep} and all floors below it, and nothing else of the command line.
 */
package org.pal4j.cli.progress;
