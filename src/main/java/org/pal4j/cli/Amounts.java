package org.pal4j.cli;

import java.util.Locale;

/** Large numbers and times, as people say them. */
final class Amounts {
    private Amounts() {}

    /** For example {@code 27.6 M}. */
    static String steps(long steps) {
        if (steps < 100_000) {
            return String.format(Locale.ROOT, "%,d", steps);
        }
        if (steps < 10_000_000_000L) {
            return String.format(Locale.ROOT, "%.1f M", steps * 1e-6);
        }
        return String.format(Locale.ROOT, "%.1f G", steps * 1e-9);
    }

    /** For example {@code 40 s}, {@code 12 min}, {@code 5 h}. */
    static String time(double seconds) {
        if (seconds < 90) {
            return Math.round(seconds) + " s";
        }
        if (seconds < 90 * 60) {
            return Math.round(seconds / 60) + " min";
        }
        return seconds < 48 * 3600 ? Math.round(seconds / 3600) + " h" : Math.round(seconds / 86400) + " days";
    }
}
