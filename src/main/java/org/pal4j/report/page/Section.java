package org.pal4j.report.page;

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
public record Section(String title, String html, List<Chart> charts, List<Section> parts) {
    /** Copies the lists. */
    public Section {
        charts = List.copyOf(charts);
        parts = List.copyOf(parts);
    }

    /** A section without others in it. */
    public Section(String title, String html, List<Chart> charts) {
        this(title, html, charts, List.of());
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return html.isEmpty() && charts.isEmpty() && parts.stream().allMatch(Section::isEmpty);
    }

    /** Those in which there is something. */
    public static List<Section> filled(List<Section> sections) {
        return sections.stream().filter(section -> !section.isEmpty()).toList();
    }
}
