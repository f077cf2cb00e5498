package org.pal4j.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.pal4j.measure.Statistic;

/** Formats numbers for readers, and rounds the numbers that a page contains. */
public final class Numbers {
    /** The precision of numbers in a page, finer than screen resolution. */
    private static final MathContext CARRIED = new MathContext(5);
    private static final double LARGEST_EXACT = 1e15;

    private Numbers() {}

    /** Adds a number, rounded to five digits. A number that is not finite becomes null, since JSON has no such numbers. */
    public static void add(List<Object> array, double value) {
        if (!Double.isFinite(value)) {
            array.add(null);
            return;
        }
        double rounded = new BigDecimal(value).round(CARRIED).doubleValue();
        if (rounded == Math.rint(rounded) && Math.abs(rounded) < LARGEST_EXACT) {
            array.add((long) rounded);
        } else {
            array.add(rounded);
        }
    }

    /** Formats a mean and its standard deviation, or the mean alone. NaN gives a dash. */
    public static String plusMinus(Statistic value, double factor, int digits, String unit) {
        if (Double.isNaN(value.mean())) {
            return "\u2013";
        }
        String mean = fixed(factor * value.mean(), digits);
        String text = Double.isNaN(value.deviation()) ? mean : mean + " \u00b1 " + fixed(factor * value.deviation(), digits);
        return text + (unit.isEmpty() || unit.equals("\u00b0") ? unit : "\u00a0" + unit);
    }

    /** Formats a number with a fixed number of decimal places. A number that is not finite gives words. */
    public static String fixed(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "not finite";
    }

    /** Formats a number with three significant digits, with an exponent only below 1e-3 and from 1e5. */
    public static String significant(double value) {
        double size = Math.abs(value);
        return size == 0 || size >= 1e-3 && size < 1e5
                ? new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString()
                : String.format(Locale.ROOT, "%.2e", value);
    }

    /** Formats a mean as {@link #significant} does, with its standard deviation if there is one. */
    public static String significant(Statistic value) {
        if (Double.isNaN(value.mean())) {
            return "\u2013";
        }
        if (Double.isNaN(value.deviation()) || Math.abs(value.mean()) < 1e-3 || Math.abs(value.mean()) >= 1e5) {
            return significant(value.mean()) + (Double.isNaN(value.deviation()) ? "" : " \u00b1 " + significant(value.deviation()));
        }
        // Three significant digits of the mean, and one more if the deviation is much smaller.
        int digits = digits(value.mean(), 3);
        int all = value.deviation() > 0 ? Math.max(digits, Math.min(digits + 1, digits(value.deviation(), 2))) : digits;
        return fixed(value.mean(), all) + " \u00b1 " + fixed(value.deviation(), all);
    }

    /** Returns the number of decimal places for {@code meaning} significant digits. */
    private static int digits(double value, int meaning) {
        return Math.max(0, meaning - 1 - (int) Math.floor(Math.log10(Math.abs(value))));
    }

    /** Formats a duration: 17.9 s, 2 min 5 s, 1 h 3 min. */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 100) {
            return fixed(seconds, seconds < 10 ? 2 : 1) + "\u00a0s";
        }
        return whole < 3600 ? whole / 60 + "\u00a0min " + whole % 60 + "\u00a0s" : whole / 3600 + "\u00a0h " + whole % 3600 / 60 + "\u00a0min";
    }

    /** Formats an integer with separators: 55,380,000. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
