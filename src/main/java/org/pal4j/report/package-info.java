/**
 * Reports, floor 10: what one or several runs have left, as one page that opens in any browser, without a network.
 *
 * <p>{@link org.pal4j.report.Report} is the door. A page is made of the files in run folders alone, so it does not matter which version has written
 * a folder, or when. {@code RunReader} reads a folder into {@code RunData}; {@code ReportedRun} adds the trained network that is shown. {@code
 * Sections} says what is on the page and in which order, and the classes beside it make one kind of chart or table each.
 *
 * <p>A report knows models only by their contract: what a model adds of its own comes from {@link org.pal4j.model.Model#charts} and {@link
 * org.pal4j.model.Model#feedback}. {@code report.sweep} makes the page of a sweep, {@code report.page} is what all pages are made of.
 *
 * <p>May use all floors below. {@code cli} is on the same floor and may use it, never the reverse.
 */
package org.pal4j.report;
