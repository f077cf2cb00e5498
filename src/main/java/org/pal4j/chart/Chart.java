package org.pal4j.chart;

/**
 * A chart: its data and its texts.
 *
 * @param title   the plain text above the chart; also the name of its image file
 * @param caption the plain text below the chart, which explains it
 * @param size    the size on the page
 * @param data    the data for the page's script; {@code kind} selects the type of chart, and the rest depends on it
 */
public record Chart(String title, String caption, Size size, ChartData data) {
    /** The size of a chart on the page. */
    public enum Size {
        /** Half the width of a wide screen. */
        HALF,
        /** Half the width, and square. */
        SQUARE,
        /** A third to half of the width, with less height. */
        SMALL,
        /** The full width. */
        WIDE,
        /** The full width, with more height. */
        TALL
    }
}
