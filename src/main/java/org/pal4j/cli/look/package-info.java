/**
 * What the commands {@code info}, {@code runs} and {@code predict} show and write, floor 12.
 *
 * <p>{@code RunSummary} is what a folder says of a run, a study or a sweep, damaged or not. {@code RunList} is the table of several. {@code
 * FolderInfo} and {@code FileInfo} are the texts on one folder or file, and {@code PredictionFile} is the file with predictions.
 *
 * <p>May use all floors below, and {@code cli.progress} beside it.
 */
package org.pal4j.cli.look;
