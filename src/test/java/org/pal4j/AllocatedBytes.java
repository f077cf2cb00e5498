package org.pal4j;

/** The number of heap bytes that this thread has allocated since it started. */
public final class AllocatedBytes {
    private AllocatedBytes() {}

    /** By reflection, because PAL4J does not otherwise need the module that measures this. */
    public static long ofThisThread() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes").invoke(threads);
        } catch (ReflectiveOperationException absent) {
            throw new AssertionError(absent);
        }
    }
}
