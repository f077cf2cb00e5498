package org.pal4j.chart;

/**
 * A chart: data, and words beside it.
 *
 * @param title   above it, plain text; also what its image file is called
 * @param caption below it, plain text: what one sees
 * @param size    how much room it takes
 * @param data    for the script: {@code kind} says which chart it is, the rest depends on the kind
 */
public record Chart(String title, String caption, Size size, ChartData data) {
    /** How much room a chart takes. */
    public enum Size {
        /** Two beside each other on a wide screen. */
        HALF,
        /** The same, and as high as wide. */
        SQUARE,
        /** Two or three beside each other, and lower. */
        SMALL,
        /** The full width. */
        WIDE,
        /** The full width, and higher. */
        TALL
    }
}
