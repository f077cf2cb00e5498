package org.pal4j.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param benchmark        what was measured
 * @param network          a network, or the size of a matrix
 * @param mode             single, ensemble (16 replicas, a step of one of them), dense or clamped
 * @param width            of vectors, in bits, or scalar
 * @param threads          that computed
 * @param microseconds     for one step
 * @param rooflineFraction the least time that the machine could take, over this; NaN where there is no such time
 */
record Result(String benchmark, String network, String mode, String width, int threads, double microseconds, double rooflineFraction) {

    String row() {
        String fraction = Double.isNaN(rooflineFraction) ? "" : String.format(Locale.ROOT, "%5.0f %%", 100 * rooflineFraction);
        return String.format(Locale.ROOT, "%-28s %-17s %-9s %12.4f %9s", benchmark, network, mode, microseconds, fraction);
    }

    static String heading() {
        return String.format(Locale.ROOT, "%-28s %-17s %-9s %12s %9s", "benchmark", "network", "mode", "us a step", "roofline");
    }
}
