/**
 * The parts of pages, floor 10. {@link org.pal4j.report.page.Page} makes HTML from {@link org.pal4j.report.page.Section}s with charts. {@link
 * org.pal4j.report.page.LineChart} collects the lines of a chart. {@link org.pal4j.report.page.Measure} has the title, axis and caption for a
 * measure. {@link org.pal4j.report.page.Omissions} is the section that tells what a page leaves out.
 *
 * <p>The scripts {@code charts.js}, {@code sweep.js}, {@code roofline.js} and {@code report.js} in the resources of {@code report} draw the charts
 * with ECharts, and decide how they look.
 *
 * <p>May use the floors below. Does not use {@code report} or {@code report.sweep}, which use it.
 */
package org.pal4j.report.page;
