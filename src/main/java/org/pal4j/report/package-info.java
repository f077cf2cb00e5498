/**
 * Reports, floor 10: the results of one or more runs as one HTML page, which opens in any browser without a network connection.
 *
 * <p>{@link org.pal4j.report.Report} is the entry point. A page comes from the files in run folders alone, so it does not matter which version
 * wrote a folder, or when. {@code RunReader} reads a folder into {@code RunData}; {@code ReportedRun} adds the trained network. {@code Sections}
 * lists what is on the page, in order. Each class beside it makes one section of the page. {@link org.pal4j.report.LiveCharts} gives charts of what
 * still learns as data, for other pages.
 *
 * <p>A report knows models only by their contract: charts of one model come from {@link org.pal4j.model.Model#charts} and {@link
 * org.pal4j.model.Model#feedback}. {@code report.sweep} makes the page of a sweep. {@code report.figure} writes charts as files for
 * print. {@code report.page} has the parts of all pages.
 *
 * <p>May use all floors below. {@code cli} is on the same floor and may use this package, never the reverse.
 */
package org.pal4j.report;
