package org.pal4j.bench.score;

import java.util.function.DoubleSupplier;

/**
 * Compares two that are alive at the same time, in turn. What a shared machine does in one second and not in the next, it does to both.
 */
public final class Turns {
    /** Rounds of four samples, a, b, b, a. */
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
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            double first = a.getAsDouble();
            double between = b.getAsDouble() + b.getAsDouble();
            ratios[round] = between / (first + a.getAsDouble());
            if (Double.isNaN(ratios[round])) {
                return Double.NaN;
            }
        }
        return Statistics.median(ratios);
    }
}
