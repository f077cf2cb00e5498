package org.pal4j.chart;

import java.util.stream.IntStream;

/** Reduces the number of points in a chart without a visible change. */
public final class Thinning {
    private Thinning() {}

    /**
     * Selects points of a line by "largest triangle three buckets" (LTTB; Steinarsson 2013). Each bucket of neighbours keeps one point: the one that
     * forms the largest triangle with the previously kept point and the mean of the next bucket. Peaks are preserved.
     *
     * @param x    finite, ascending
     * @param y    finite, as long as {@code x}
     * @param most the maximum number of points, at least 3
     * @return ascending indices, including the first and last point; all indices if there are at most {@code most}
     */
    public static int[] lttb(double[] x, double[] y, int most) {
        int n = x.length;
        if (n <= most) {
            return IntStream.range(0, n).toArray();
        }
        int[] kept = new int[most];
        double width = (n - 2) / (double) (most - 2);
        int before = 0;
        for (int bucket = 0; bucket < most - 2; bucket++) {
            int from = 1 + (int) (bucket * width);
            int to = 1 + (int) ((bucket + 1) * width);
            int end = Math.min(n, Math.max(to + 1, 1 + (int) ((bucket + 2) * width)));
            double meanX = mean(x, to, end);
            double meanY = mean(y, to, end);
            int best = from;
            double largest = -1;
            for (int i = from; i < to; i++) {
                double area = Math.abs((x[before] - meanX) * (y[i] - y[before]) - (x[before] - x[i]) * (meanY - y[before]));
                if (area > largest) {
                    largest = area;
                    best = i;
                }
            }
            kept[bucket + 1] = best;
            before = best;
        }
        kept[most - 1] = n - 1;
        return kept;
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    /** Returns at most {@code most} evenly spaced indices of 0 .. n-1, including the first and last. */
    public static int[] evenly(int n, int most) {
        if (n <= most) {
            return IntStream.range(0, n).toArray();
        }
        return IntStream.range(0, most).map(i -> most == 1 ? 0 : (int) Math.round(i * (n - 1.0) / (most - 1))).toArray();
    }
}
