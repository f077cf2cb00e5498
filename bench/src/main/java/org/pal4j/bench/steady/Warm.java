package org.pal4j.bench.steady;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.KernelTime;

/** A subject after its measurement. It can be run again, in turn with the same in another JVM, and looked into. */
public final class Warm {
    private static final double RECORDED_SECONDS = 3;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Subject subject;
    private final Operation operation;
    private final long calls;
    private final Fork fork;

    Warm(Subject subject, Operation operation, long calls, Fork fork) {
        this.subject = subject;
        this.operation = operation;
        this.calls = calls;
        this.fork = fork;
    }

    /** Returns what the measurement found. */
    public Fork fork() {
        return fork;
    }

    /** Runs one more sample of some 20 ms, or one call if that takes longer. Returns microseconds for an operation. */
    public double sample() {
        long processor = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        Measurement.repeat(operation, calls);
        long nanos = System.nanoTime() - start;
        processor = threads.getCurrentThreadCpuTime() - processor;
        return (subject.busy() ? processor : nanos) / 1e3 / (calls * subject.operations());
    }

    /** Runs it for three seconds. Returns how long it is in which kernel, most first; an empty list if this JVM has no Flight Recorder. */
    public List<KernelTime> times() throws IOException {
        try {
            return TimeSites.of(() -> Measurement.repeat(operation, calls, RECORDED_SECONDS), fork.microseconds());
        } catch (NoClassDefFoundError | IllegalStateException absent) {
            return List.of();
        }
    }
}
