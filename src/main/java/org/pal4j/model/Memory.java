package org.pal4j.model;

import java.util.Locale;
import org.pal4j.InputException;

/** Words about memory that does not suffice. */
public final class Memory {
    private Memory() {}

    /** What an allocation that failed means for an experiment, and what to do about it. */
    public static InputException exceeded(Experiment e, OutOfMemoryError error) {
        long most = Runtime.getRuntime().maxMemory();
        return new InputException(e.name() + ": the memory of this JVM, " + shown(most) + ", does not suffice (" + error.getMessage() + "); use "
                + e.model().terms().smaller() + ", or " + more(2 * most), error);
    }

    /** How to give the JVM so many bytes. */
    public static String more(long bytes) {
        return String.format(Locale.ROOT, "give the JVM more: PAL4J_JAVA_OPTS=-Xmx%dg", (long) Math.ceil(1.25 * bytes / (1 << 30)));
    }

    /** {@code 120 MB}. */
    public static String shown(long bytes) {
        return bytes < 10_000_000_000L ? Math.ceilDiv(bytes, 1_000_000) + " MB" : Math.ceilDiv(bytes, 1_000_000_000) + " GB";
    }
}
