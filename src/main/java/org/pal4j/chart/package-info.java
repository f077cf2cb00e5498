/**
 * Charts as data, floor 5: what a page draws, and words beside it, without a word of HTML. A {@link org.pal4j.chart.Chart} is what a model adds to a
 * report; {@link org.pal4j.chart.Numbers} are numbers as people read them, {@link org.pal4j.chart.Thinning} keeps lines small.
 *
 * <p>How a chart looks is decided by the page's own script. May use {@code measure}.
 */
package org.pal4j.chart;
