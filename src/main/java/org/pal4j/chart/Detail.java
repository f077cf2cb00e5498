package org.pal4j.chart;

/**
 * Limits on the data in a page, which keep the page small for any run.
 *
 * @param points   the number of points of all lines in one chart
 * @param cells    the number of cells of one matrix
 * @param dots     the number of points of one scatter plot
 * @param features the number of weight images
 */
public record Detail(int points, int cells, int dots, int features) {
    /** The initial limits. A page that gets too large uses smaller ones. */
    public static final Detail FULL = new Detail(12_000, 4_000, 2_000, 100);
    private static final int MIN_POINTS = 200;

    /** Returns limits that are half as large. */
    public Detail half() {
        return new Detail(points / 2, cells / 2, dots / 2, features / 2);
    }

    /** Returns whether charts would still be useful with half the data. */
    public boolean canShrink() {
        return points > MIN_POINTS;
    }
}
