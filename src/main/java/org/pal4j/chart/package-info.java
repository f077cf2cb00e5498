/**
 * Charts as data, floor 5. A model adds {@link org.pal4j.chart.Chart}s to a report. Each has a title, a caption and {@link
 * org.pal4j.chart.ChartData}.
 *
 * <p>{@link org.pal4j.chart.Numbers} formats numbers. {@link org.pal4j.chart.Thinning} drops points from long lines. {@link
 * org.pal4j.chart.Detail} says how much a page can hold. To add a kind of chart, add it to {@code ChartData} and to {@code charts.js} in the
 * resources of {@code report}. There is no HTML here: {@code report.page} makes the page, and its scripts decide how a chart looks.
 *
 * <p>May use all floors below; uses {@code measure}.
 */
package org.pal4j.chart;
