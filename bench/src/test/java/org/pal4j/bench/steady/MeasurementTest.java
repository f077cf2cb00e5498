package org.pal4j.bench.steady;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.Row;
import org.pal4j.bench.score.Window;

/** Measurements of an operation that takes as much processor time as a sample, on every machine and under every load. */
final class MeasurementTest {
    private static final long SAMPLE_NANOS = 20_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @TempDir
    private Path folder;

    private volatile byte[] kept = {};
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger gates = new AtomicInteger();
    private final AtomicInteger before = new AtomicInteger();

    private void operation() {
        calls.incrementAndGet();
        long end = THREADS.getCurrentThreadCpuTime() + SAMPLE_NANOS;
        while (THREADS.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    private Fork measured(Optional<Runnable> gate) throws IOException {
        Path log = Files.createFile(folder.resolve("jit.log"));
        Subject subject = new Subject("test", "waits", "busily", 1, 1, Optional.empty(), false, true, () -> this::operation);
        return new Measurement(log, 3, gate, state -> {}).measure(subject).fork();
    }

    @Test
    void whatWasSeenBeforeTheGateDoesNotCount() throws IOException {
        Fork fork = measured(Optional.of(() -> {
            gates.incrementAndGet();
            before.set(calls.get());
        }));
        assertEquals(1, gates.get());
        assertTrue(before.get() >= Window.SAMPLES, before.toString());
        assertTrue(calls.get() - before.get() >= Window.SAMPLES, calls + " calls, " + before + " of them before the gate");
        assertEquals(calls.get(), fork.operations());
    }

    @Test
    void aWaitAtTheGateIsNotCounted() throws IOException {
        Fork fork = measured(Optional.of(() -> {
            try {
                Thread.sleep(4000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        assertTrue(fork.window().size() >= Window.SAMPLES, fork.toString());
    }

    @Test
    void anotherSizeOfTheSameRoofIsWarm() throws IOException {
        List<String> states = new ArrayList<>();
        Measurement measurement = new Measurement(Files.createFile(folder.resolve("jit.log")), 3, Optional.empty(), states::add);
        measurement.measure(new Subject(Row.ROOF + "test", "short", "busily", 1, 1000, Optional.empty(), false, true, () -> Thread::onSpinWait));
        states.clear();
        measurement.measure(new Subject(Row.ROOF + "test", "long", "busily", 1, 1, Optional.empty(), false, true, () -> this::operation));
        assertTrue(states.stream().noneMatch(state -> state.endsWith(Patience.State.NOT_WARM.toString())), states.toString());
        measurement.measure(new Subject(Row.ROOF + "another", "long", "busily", 1, 1, Optional.empty(), false, true, () -> this::operation));
        assertTrue(states.stream().anyMatch(state -> state.endsWith(Patience.State.NOT_WARM.toString())), states.toString());
    }

    /** A look takes almost four seconds, and begins after two. A thousand bytes a call, which the clock takes, are less than one for an operation. */
    @Test
    void whatStopsAllocatingWhileItIsLookedAtIsMeasuredOn() throws IOException {
        long stop = System.nanoTime() + 3_500_000_000L;
        Subject subject = new Subject("test", "allocates", "for a while", 1, 100_000, Optional.empty(), false, true, () -> () -> {
            operation();
            if (System.nanoTime() < stop) {
                kept = new byte[1_000_000];
            }
        });
        Fork fork = new Measurement(Files.createFile(folder.resolve("jit.log")), 8, Optional.empty(), state -> {}).measure(subject).fork();
        assertTrue(fork.steady(), fork.toString());
    }
}
