package org.pal4j.measure;

import java.util.List;
import java.util.Locale;

/**
 * Mean and standard deviation over replicas (with n - 1).
 *
 * @param mean      mean; NaN without values
 * @param deviation standard deviation; NaN with fewer than two values
 */
public record Statistic(double mean, double deviation) {

    /** Computes the statistic of values, in their order, so that the bits are the same everywhere. Missing values (NaN) are ignored. */
    public static Statistic of(List<Double> values) {
        List<Double> there = values.stream().filter(value -> !value.isNaN()).toList();
        double sum = 0;
        for (double value : there) {
            sum += value;
        }
        double mean = there.isEmpty() ? Double.NaN : sum / there.size();
        double squares = 0;
        for (double value : there) {
            squares += (value - mean) * (value - mean);
        }
        return new Statistic(mean, there.size() < 2 ? Double.NaN : Math.sqrt(squares / (there.size() - 1)));
    }

    /** Formats the statistic: {@code 95.1 +- 0.4}; a dash without values. */
    public String shown(double factor) {
        if (Double.isNaN(mean)) {
            return "-";
        }
        String text = String.format(Locale.ROOT, "%.1f", factor * mean);
        return Double.isNaN(deviation) ? text : text + String.format(Locale.ROOT, " +- %.1f", factor * deviation);
    }
}
