package org.pal4j.format;

/** How much memory this thread has taken from the heap since it began. */
final class AllocatedBytes {
    private AllocatedBytes() {
    }

    /** By reflection, since PAL4J has no other use for the module that measures this. */
    static long ofThisThread() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes").invoke(threads);
        } catch (ReflectiveOperationException absent) {
            throw new AssertionError(absent);
        }
    }
}
