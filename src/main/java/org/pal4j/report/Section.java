package org.pal4j.report;

import java.util.List;
import org.pal4j.chart.Chart;

/**
 * A part of a page with a heading.
 *
 * @param title  plain text
 * @param html   what comes before the charts, perhaps empty
 * @param charts in their order
 * @param parts  sections within this one
 */
record Section(String title, String html, List<Chart> charts, List<Section> parts) {
    Section(String title, String html, List<Chart> charts) {
        this(title, html, charts, List.of());
    }

    /** Whether there is nothing in it. */
    boolean isEmpty() {
        return html.isEmpty() && charts.isEmpty() && parts.stream().allMatch(Section::isEmpty);
    }
}
