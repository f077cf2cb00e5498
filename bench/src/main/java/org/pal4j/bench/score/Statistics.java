package org.pal4j.bench.score;

import java.util.Arrays;

/** Medians, and the ratio of two sets of times. */
public final class Statistics {
    /** Student's t for 95 %, two-sided, for 1 to 30 degrees of freedom. */
    private static final double[] T =
            {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
                2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};
    private static final double T_NORMAL = 1.96;

    private Statistics() {}

    /**
     * A ratio of times.
     *
     * @param value of the geometric means
     * @param low   the lower end of its confidence interval of 95 %; NaN without two forks of each
     * @param high  the upper end; NaN without two forks of each
     */
    public record Ratio(double value, double low, double high) {
        /** Returns whether the interval leaves out 1. */
        public boolean isClear() {
            return low > 1 || high < 1;
        }
    }

    /** The median; NaN of nothing. */
    public static double median(double[] values) {
        return quantile(values, 0.5);
    }

    /** A quantile, linear between the values beside it; NaN of nothing. */
    public static double quantile(double[] values, double share) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** The geometric mean of ratios that were measured in pairs, one from each round of forks, with Student's interval of the logarithms. */
    public static Ratio ratio(double[] pairs) {
        double[] logs = Arrays.stream(pairs).map(Math::log).toArray();
        double mean = mean(logs);
        if (logs.length < 2) {
            return new Ratio(Math.exp(mean), Double.NaN, Double.NaN);
        }
        double margin = student(logs.length - 1) * Math.sqrt(variance(logs) / logs.length);
        return new Ratio(Math.exp(mean), Math.exp(mean - margin), Math.exp(mean + margin));
    }

    /** The ratio of {@code now} to {@code before}, with Welch's interval of the logarithms' means: one number from each fork. */
    public static Ratio ratio(double[] now, double[] before) {
        double[] a = Arrays.stream(now).map(Math::log).toArray();
        double[] b = Arrays.stream(before).map(Math::log).toArray();
        double difference = mean(a) - mean(b);
        if (a.length < 2 || b.length < 2) {
            return new Ratio(Math.exp(difference), Double.NaN, Double.NaN);
        }
        double va = variance(a) / a.length;
        double vb = variance(b) / b.length;
        double error = Math.sqrt(va + vb);
        // Welch and Satterthwaite's degrees of freedom; of two sets without any variance it does not matter which.
        double freedom = error == 0 ? 1 : (va + vb) * (va + vb) / (va * va / (a.length - 1) + vb * vb / (b.length - 1));
        double margin = student(freedom) * error;
        return new Ratio(Math.exp(difference), Math.exp(difference - margin), Math.exp(difference + margin));
    }

    /** Student's t for 95 %, of the next smaller whole number of degrees of freedom. */
    static double student(double freedom) {
        int whole = (int) Math.max(1, Math.floor(freedom + 1e-9));
        return whole <= T.length ? T[whole - 1] : T_NORMAL + (T[T.length - 1] - T_NORMAL) * T.length / whole;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
    }
}
