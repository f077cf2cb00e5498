package org.pal4j.data.own;

import java.util.Locale;

/** The memory that the samples of an experiment may take. It is asked before memory is taken. */
final class MemoryBudget {
    private final long most;
    private long taken;

    /** Creates a budget of a number of bytes. */
    MemoryBudget(long most) {
        this.most = most;
    }

    /** Returns the budget of this JVM. */
    static MemoryBudget ofThisJvm() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory());
    }

    /**
     * Takes memory for the samples of a file.
     *
     * @return whether it suffices; if not, a fault was added
     */
    boolean take(double bytes, TableFaults faults) {
        if (taken + bytes <= most) {
            taken += (long) bytes;
            return true;
        }
        double all = taken + bytes;
        faults.add(String.format(Locale.ROOT, "needs %.0f MB of memory with what is read before it, and this JVM takes at most %.0f MB", all / 1e6,
                most / 1e6),
                String.format(Locale.ROOT, "give the JVM more: PAL4J_JAVA_OPTS=-Xmx%.0fg, or use a smaller file",
                        Math.ceil(1.25 * all / (1 << 30))));
        return false;
    }
}
