/**
 * The parts of pages, floor 10. {@link org.pal4j.report.page.Page} makes HTML from {@link org.pal4j.report.page.Section}s with charts. {@link
 * org.pal4j.report.page.LineChart} collects the lines of a chart. {@link org.pal4j.report.page.Measure} has the title, axis and caption for a
 * measure. {@link org.pal4j.report.page.Omissions} is the section that tells what a page leaves out.
 *
 * <p>The scripts in the resources of {@code report} draw the charts with ECharts, and decide how they look: {@code charts.js}, {@code sweep.js} and
 * {@code roofline.js} have the kinds of charts, {@code drawing.js} puts them on a page, and {@code report.js} is the page in a file. {@link
 * org.pal4j.report.page.Scripts} joins them.
 *
 * <p>May use the floors below. Does not use {@code report} or {@code report.sweep}, which use it.
 */
package org.pal4j.report.page;
