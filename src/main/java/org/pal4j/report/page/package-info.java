/**
 * What pages are made of, floor 10: {@link org.pal4j.report.page.Page} makes HTML of {@link org.pal4j.report.page.Section}s with charts, {@link
 * org.pal4j.report.page.LineChart} is the data of charts of lines, and {@link org.pal4j.report.page.Measure} has the words for what networks measure.
 *
 * <p>Used by {@code report} and {@code report.sweep}; uses neither. May use the floors below. How a chart looks is decided by the page's own
 * scripts, {@code charts.js}, {@code sweep.js} and {@code report.js}, with ECharts.
 */
package org.pal4j.report.page;
