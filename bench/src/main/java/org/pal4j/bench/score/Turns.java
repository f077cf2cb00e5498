package org.pal4j.bench.score;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Compares what is alive at the same time, in turn. What a shared machine does in one second and not in the next, it does to all.
 */
public final class Turns {
    /** Rounds of two samples of each, in both orders: a, b, b, a. */
    static final int FEW = 8;
    /** Rounds before something slow is believed. */
    static final int MANY = 40;

    private Turns() {}

    /**
     * The time of {@code b} over that of {@code a}: the median of some rounds. If it exceeds {@code most}, many more rounds decide.
     *
     * @param a takes a sample; NaN if it can't
     * @param b takes a sample; NaN if it can't
     * @return NaN if one of them could not take a sample
     */
    public static double ratio(DoubleSupplier a, DoubleSupplier b, double most) {
        double ratio = median(a, b, FEW);
        return ratio > most ? median(a, b, MANY) : ratio;
    }

    private static double median(DoubleSupplier a, DoubleSupplier b, int rounds) {
        return ratios(List.of(a, b), rounds)[1];
    }

    /**
     * The times of all over that of the first, which has 1: the medians of some rounds.
     *
     * @param all each takes a sample; NaN if it can't
     * @return NaN for what could not take a sample; for all, if the first could not
     */
    public static double[] ratios(List<DoubleSupplier> all) {
        return ratios(all, FEW);
    }

    private static double[] ratios(List<DoubleSupplier> all, int rounds) {
        double[][] ratios = new double[all.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            double[] times = new double[all.size()];
            for (int k = 0; k < times.length; k++) {
                times[k] = all.get(k).getAsDouble();
            }
            for (int k = times.length - 1; k >= 0; k--) {
                times[k] += all.get(k).getAsDouble();
            }
            for (int k = 0; k < times.length; k++) {
                ratios[k][round] = times[k] / times[0];
            }
        }
        return Arrays.stream(ratios).mapToDouble(of -> Arrays.stream(of).anyMatch(Double::isNaN) ? Double.NaN : Statistics.median(of)).toArray();
    }
}
