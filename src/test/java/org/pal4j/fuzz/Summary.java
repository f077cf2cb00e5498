package org.pal4j.fuzz;

import java.util.Locale;

/**
 * What a reader did with its mutants.
 *
 * @param accepted   mutants that were read
 * @param refused    mutants that were refused with a message
 * @param faulty     mutants that show a fault of the reader
 * @param mostMemory the largest memory of a mutant as a part of what it may take
 * @param seconds    the time that all mutants took
 * @param longest    the longest time that a mutant took, in seconds
 * @param slowest    the number of that mutant
 */
record Summary(String reader, long accepted, long refused, long faulty, double mostMemory, double seconds, double longest, long slowest) {
    /** The columns of {@link #line}. */
    static final String HEAD = String.format(Locale.ROOT, "%-26s %10s %10s %10s %8s %9s %9s %9s %s", "reader", "mutants", "read", "refused", "faulty",
            "memory", "each", "longest", "of mutant");

    private static final String MARK = "summary\t";

    Summary plus(Summary other) {
        Summary slower = longest >= other.longest ? this : other;
        return new Summary(reader, accepted + other.accepted, refused + other.refused, faulty + other.faulty, Math.max(mostMemory, other.mostMemory),
                seconds + other.seconds, slower.longest, slower.slowest);
    }

    long mutants() {
        return accepted + refused + faulty;
    }

    /** Returns a line of the table. */
    String line() {
        return String.format(Locale.ROOT, "%-26s %,10d %,10d %,10d %,8d %8.0f%% %6.1f ms %7.1f s  %d", reader, mutants(), accepted, refused, faulty,
                100 * mostMemory,
                1e3 * seconds / Math.max(1, mutants()), longest, slowest);
    }

    /** Returns the numbers for another process. */
    String sent() {
        return MARK + String.join("\t", reader, Long.toString(accepted), Long.toString(refused), Long.toString(faulty), Double.toString(mostMemory),
                Double.toString(seconds), Double.toString(longest), Long.toString(slowest));
    }

    static boolean isOne(String line) {
        return line.startsWith(MARK);
    }

    static Summary received(String line) {
        String[] parts = line.split("\t");
        return new Summary(parts[1], Long.parseLong(parts[2]), Long.parseLong(parts[3]), Long.parseLong(parts[4]), Double.parseDouble(parts[5]),
                Double.parseDouble(parts[6]), Double.parseDouble(parts[7]),
                Long.parseLong(parts[8]));
    }
}
