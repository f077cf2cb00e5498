/**
 * Reports, floor 6: what a run left, or several, as one page that opens in any browser, without a network.
 *
 * <p>{@link org.pal4j.report.Report} is the door. A page is made of the files of run folders alone: they are the contract, so whatever wrote a
 * folder, and whenever, it can be reported on. {@code RunData} is a folder as it was read, {@code Sections} says what is shown of it and in
 * which order; {@code SweepData} and {@code SweepPage} do the same for a sweep. The classes beside them make one kind of chart each, and
 * {@code Page} makes HTML of them. A {@code Chart} is data and words; how it looks is decided by the page's own script ({@code charts.js},
 * {@code sweep.js}, {@code report.js}) with ECharts. The only thing that is simulated is where the borders between the classes of Yin-Yang lie.
 *
 * <p>May use all floors below; {@code cli} on its own floor may use it, and never the reverse.
 */
package org.pal4j.report;
