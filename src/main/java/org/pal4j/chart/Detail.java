package org.pal4j.chart;

/**
 * How much of the data a page carries, so that it stays small whatever was run.
 *
 * @param points   of the lines of one chart, all together
 * @param cells    of one matrix that is drawn
 * @param dots     of one cloud of points
 * @param features images of weights
 */
public record Detail(int points, int cells, int dots, int features) {
    /** What a page has if it is not too large then. */
    public static final Detail FULL = new Detail(12_000, 4_000, 2_000, 100);
    private static final int MIN_POINTS = 200;

    /** Half as much. */
    public Detail half() {
        return new Detail(points / 2, cells / 2, dots / 2, features / 2);
    }

    /** Whether half as much would still show something. */
    public boolean canShrink() {
        return points > MIN_POINTS;
    }
}
