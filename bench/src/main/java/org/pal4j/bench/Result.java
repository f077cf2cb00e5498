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
 * @param rooflineFraction the least time that the machine could take, over this
 */
record Result(String benchmark, String network, String mode, String width, int threads, double microseconds, double rooflineFraction) {

    String row() {
        String name = benchmark + (threads > 1 ? ", " + threads + " threads" : "");
        return String.format(Locale.ROOT, "%-28s %-17s %-9s %12.4f %7.0f %%", name, network, mode, microseconds, 100 * rooflineFraction);
    }

    static String heading() {
        return String.format(Locale.ROOT, "%-28s %-17s %-9s %12s %9s", "benchmark", "network", "mode", "us a step", "roofline");
    }
}
