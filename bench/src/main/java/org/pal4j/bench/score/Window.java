package org.pal4j.bench.score;

import java.util.Arrays;
import java.util.List;

/**
 * The last samples of a benchmark, and whether they are steady: nothing was allocated, no kernel compiled, the times are within a band and don't
 * drift, and the thread had its processor.
 *
 * @param size         samples
 * @param microseconds the median for an operation
 * @param bytes        the median for an operation
 * @param compiling    whether a kernel was compiled in any of them
 * @param spread       of the times without the least and the most of them, as a fraction of the median
 * @param drift        of the later half's median, as a fraction of the earlier half's
 * @param share        the median share of a processor; NaN if that does not matter
 */
public record Window(int size, double microseconds, double bytes, boolean compiling, double spread, double drift, double share) {
    /** Samples that must agree. */
    public static final int SAMPLES = 10;
    /** Of the times without the least and the most of them: one sample may be disturbed. */
    public static final double BAND = 0.1;
    /** From the earlier to the later half. */
    public static final double MOST_DRIFT = 0.03;
    /** An operation that allocates this many bytes boxes: the smallest vector has more. */
    public static final double BYTES = 1;
    /** Of a processor. With less, others compute there. */
    public static final double LEAST_SHARE = 0.9;

    /** Of the last samples of a list. */
    public static Window of(List<Sample> all) {
        List<Sample> last = all.subList(Math.max(0, all.size() - SAMPLES), all.size());
        if (last.isEmpty()) {
            return new Window(0, Double.NaN, Double.NaN, false, Double.NaN, Double.NaN, Double.NaN);
        }
        double[] times = last.stream().mapToDouble(Sample::microseconds).toArray();
        double median = Statistics.median(times);
        double[] earlier = Arrays.copyOfRange(times, 0, times.length / 2);
        double[] later = Arrays.copyOfRange(times, times.length / 2, times.length);
        return new Window(last.size(), median, Statistics.median(last.stream().mapToDouble(Sample::bytes).toArray()),
                last.stream().anyMatch(Sample::compiling), spread(times) / median,
                Statistics.median(later) / Statistics.median(earlier) - 1,
                Statistics.median(last.stream().mapToDouble(Sample::share).toArray()));
    }

    /** From the second least to the second most. */
    private static double spread(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        int left = sorted.length > 2 ? 1 : 0;
        return sorted[sorted.length - 1 - left] - sorted[left];
    }

    /** Returns whether the last samples are steady in all respects. */
    public boolean isSteady() {
        return isQuiet() && !allocates();
    }

    /** Returns whether the last samples are steady, whatever they allocate. */
    public boolean isQuiet() {
        return size >= SAMPLES && !compiling && !isLoaded() && spread <= BAND && Math.abs(drift) <= MOST_DRIFT;
    }

    /** Returns whether an operation allocates. */
    public boolean allocates() {
        return bytes >= BYTES;
    }

    /** Returns whether others compute on the same processor. */
    public boolean isLoaded() {
        return share < LEAST_SHARE;
    }
}
