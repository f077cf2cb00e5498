package org.pal4j.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.pal4j.measure.Statistic;

/** Numbers as people read them, and as the page carries them. */
public final class Numbers {
    /** Digits that a page carries: more than any screen shows. */
    private static final MathContext CARRIED = new MathContext(5);
    private static final double LARGEST_EXACT = 1e15;

    private Numbers() {}

    /** Adds a number with five digits; null for one that is not finite, which JSON lacks. */
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

    /** Mean and standard deviation, or a value alone; a dash for none. */
    public static String plusMinus(Statistic value, double factor, int digits, String unit) {
        if (Double.isNaN(value.mean())) {
            return "\u2013";
        }
        String mean = fixed(factor * value.mean(), digits);
        String text = Double.isNaN(value.deviation()) ? mean : mean + " \u00b1 " + fixed(factor * value.deviation(), digits);
        return text + (unit.isEmpty() || unit.equals("\u00b0") ? unit : "\u00a0" + unit);
    }

    /** With so many digits after the point; infinities in words. */
    public static String fixed(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "not finite";
    }

    /** Three digits, with an exponent only where nobody can read it otherwise. */
    public static String significant(double value) {
        double size = Math.abs(value);
        return size == 0 || size >= 1e-3 && size < 1e5
                ? new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString()
                : String.format(Locale.ROOT, "%.2e", value);
    }

    /** {@link #significant} with a standard deviation, if there is one. */
    public static String significant(Statistic value) {
        if (Double.isNaN(value.mean())) {
            return "\u2013";
        }
        if (Double.isNaN(value.deviation()) || Math.abs(value.mean()) < 1e-3 || Math.abs(value.mean()) >= 1e5) {
            return significant(value.mean()) + (Double.isNaN(value.deviation()) ? "" : " \u00b1 " + significant(value.deviation()));
        }
        // Three digits of the mean, and one more if the deviation is small beside it.
        int digits = digits(value.mean(), 3);
        int all = value.deviation() > 0 ? Math.max(digits, Math.min(digits + 1, digits(value.deviation(), 2))) : digits;
        return fixed(value.mean(), all) + " \u00b1 " + fixed(value.deviation(), all);
    }

    /** How many digits behind the point show so many that mean something. */
    private static int digits(double value, int meaning) {
        return Math.max(0, meaning - 1 - (int) Math.floor(Math.log10(Math.abs(value))));
    }

    /** 17.9 s, 2 min 5 s, 1 h 3 min. */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 100) {
            return fixed(seconds, seconds < 10 ? 2 : 1) + "\u00a0s";
        }
        return whole < 3600 ? whole / 60 + "\u00a0min " + whole % 60 + "\u00a0s" : whole / 3600 + "\u00a0h " + whole % 3600 / 60 + "\u00a0min";
    }

    /** 55,380,000. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
