package org.pal4j.report.page;

import java.util.List;
import org.pal4j.chart.Chart;

/**
 * A part of a page with a heading.
 *
 * @param title  heading, plain text
 * @param html   HTML before the charts; may be empty
 * @param charts charts in order
 * @param parts  subsections
 */
public record Section(String title, String html, List<Chart> charts, List<Section> parts) {
    /** Copies the lists. */
    public Section {
        charts = List.copyOf(charts);
        parts = List.copyOf(parts);
    }

    /** Creates a section without subsections. */
    public Section(String title, String html, List<Chart> charts) {
        this(title, html, charts, List.of());
    }

    /** Returns whether the section is empty. */
    public boolean isEmpty() {
        return html.isEmpty() && charts.isEmpty() && parts.stream().allMatch(Section::isEmpty);
    }

    /** Returns the sections that are not empty. */
    public static List<Section> filled(List<Section> sections) {
        return sections.stream().filter(section -> !section.isEmpty()).toList();
    }
}
