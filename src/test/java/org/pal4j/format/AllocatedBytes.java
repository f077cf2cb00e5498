package org.pal4j.format;

/** The number of heap bytes that this thread has allocated since it started. */
final class AllocatedBytes {
    private AllocatedBytes() {}

    /** By reflection, because PAL4J does not otherwise need the module that measures this. */
    static long ofThisThread() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes").invoke(threads);
        } catch (ReflectiveOperationException absent) {
            throw new AssertionError(absent);
        }
    }
}
