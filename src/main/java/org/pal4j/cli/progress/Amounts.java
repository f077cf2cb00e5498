package org.pal4j.cli.progress;

import java.util.Locale;
import org.pal4j.model.Terms;

/** Formats numbers and times for people. */
public final class Amounts {
    private Amounts() {}

    /** Formats a large number: {@code 27.6 M}. */
    public static String large(long number) {
        if (number < 100_000) {
            return String.format(Locale.ROOT, "%,d", number);
        }
        if (number < 10_000_000_000L) {
            return String.format(Locale.ROOT, "%.1f M", number * 1e-6);
        }
        return String.format(Locale.ROOT, "%.1f G", number * 1e-9);
    }

    /** Formats a speed: {@code 3.27 M steps/s}, {@code 870.5 updates/s}. */
    public static String speed(double perSecond, Terms terms) {
        String unit = terms.steps() + "/s";
        if (perSecond < 1000) {
            return String.format(Locale.ROOT, "%.1f %s", perSecond, unit);
        }
        return perSecond < 10_000 ? String.format(Locale.ROOT, "%.2f k %s", perSecond / 1000, unit)
                : String.format(Locale.ROOT, "%.2f M %s", perSecond * 1e-6, unit);
    }

    /** Formats a time in microseconds: {@code 0.264 us}, {@code 31.4 us}. */
    public static String microseconds(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.3f us" : "%.1f us", value);
    }

    /** Formats a time in seconds: {@code 40 s}, {@code 12 min}, {@code 5 h 20 min}, {@code 3 days 4 h}. */
    public static String time(double seconds) {
        if (seconds < 90) {
            return Math.round(seconds) + " s";
        }
        if (seconds < 90 * 60) {
            return Math.round(seconds / 60) + " min";
        }
        if (seconds < 47.5 * 3600) {
            long minutes = Math.round(seconds / 600) * 10;
            return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        long hours = Math.round(seconds / 3600);
        return hours / 24 + " days" + (hours % 24 == 0 ? "" : " " + hours % 24 + " h");
    }

    /** Formats a count with its noun: {@code 1 run}, {@code 8 runs}. */
    public static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
