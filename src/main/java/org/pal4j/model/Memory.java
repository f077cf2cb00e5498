package org.pal4j.model;

import java.util.Locale;
import org.pal4j.InputException;

/** Messages about insufficient memory. */
public final class Memory {
    private Memory() {}

    /** Returns the exception for a failed allocation, with advice for the experiment. */
    public static InputException exceeded(Experiment e, OutOfMemoryError error) {
        long most = Runtime.getRuntime().maxMemory();
        return new InputException(e.name() + ": the memory of this JVM, " + shown(most) + ", does not suffice (" + error.getMessage() + "); use "
                + e.model().terms().smaller() + ", or " + more(2 * most), error);
    }

    /** Returns advice on how to give the JVM a number of bytes. */
    public static String more(long bytes) {
        return String.format(Locale.ROOT, "give the JVM more: PAL4J_JAVA_OPTS=-Xmx%dg", (long) Math.ceil(1.25 * bytes / (1 << 30)));
    }

    /** Formats a number of bytes: {@code 120 MB}. */
    public static String shown(long bytes) {
        return bytes < 10_000_000_000L ? Math.ceilDiv(bytes, 1_000_000) + " MB" : Math.ceilDiv(bytes, 1_000_000_000) + " GB";
    }
}
