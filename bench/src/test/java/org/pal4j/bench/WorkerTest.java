package org.pal4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.bench.fork.Held;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.fork.Jvm;
import org.pal4j.bench.fork.Warming;
import org.pal4j.bench.score.Fork;
import org.pal4j.bench.score.KernelTime;
import org.pal4j.bench.score.Reason;
import org.pal4j.bench.score.Validity;
import org.pal4j.bench.steady.Subject;

/** JVMs that measure, from their start to their record. None of these says anything about time: the machine may be loaded. */
final class WorkerTest {
    private static final double LIMIT = 8;

    private static Fork fork(Subject subject, String... flags) {
        return new Jvm("preferred", LIMIT).measure(new Jdk("own", Jdk.own().home(), List.of(flags)), List.of(subject.key()), state -> {}).forks()
                .getFirst();
    }

    private static boolean has(Fork fork, Reason.Kind kind) {
        return Validity.of(fork).stream().anyMatch(reason -> reason.kind() == kind);
    }

    @Test
    void aKernelThatBoxesOnPurposeIsNamed() {
        Fork fork = fork(BoxingSubjects.BOXING);
        assertTrue(has(fork, Reason.Kind.BOXES), fork.toString());
        assertTrue(fork.window().bytes() > 16, fork.toString());
        assertEquals("BoxingSubjects$Kernel.keep", fork.sites().getFirst().kernel(), fork.toString());
        assertTrue(fork.sites().getFirst().vector().endsWith("Vector.add"), fork.toString());
    }

    @Test
    void theSameWithoutIsNot() {
        Fork fork = fork(BoxingSubjects.CLEAN);
        assertFalse(has(fork, Reason.Kind.BOXES) || has(fork, Reason.Kind.INTERPRETED) || has(fork, Reason.Kind.FAILED), fork.toString());
        assertEquals(List.of(), fork.sites());
    }

    @Test
    void theKernelsThatTakeTheTimeAreNamed() throws IOException {
        Fork fork;
        try (Held held = new Jvm("preferred", LIMIT).hold(Jdk.own(), "experiment/yinyang/training/1", state -> {})) {
            fork = held.fork().with(held.times());
        }
        double all = fork.times().stream().mapToDouble(KernelTime::microseconds).sum();
        assertEquals(fork.microseconds(), all, 1e-9 * all);
        List<String> kernels = fork.times().stream().map(KernelTime::kernel).toList();
        assertTrue(kernels.containsAll(List.of("Neurons.respondLogistic", "Noise.normals", "Synapses.productAndUpdate")), kernels.toString());
        assertEquals(kernels.stream().distinct().toList(), kernels);
    }

    @Test
    void anInterpreterIsNamed() {
        Fork fork = fork(BoxingSubjects.CLEAN, "-Xint");
        assertTrue(has(fork, Reason.Kind.INTERPRETED), fork.toString());
        assertEquals("none", fork.compiler());
    }

    @Test
    void c1AloneIsNamed() {
        Fork fork = fork(BoxingSubjects.CLEAN, "-XX:TieredStopAtLevel=1");
        assertTrue(has(fork, Reason.Kind.BOXES), fork.toString());
        assertEquals("C1", fork.compiler());
    }

    @Test
    void whatAJvmSaysThatEndsBeforeItsRecord() {
        Fork fork = fork(BoxingSubjects.CLEAN, "-D" + org.pal4j.VectorWidth.PROPERTY + "=7");
        assertTrue(Validity.of(fork).getFirst().text().startsWith("no number: "), fork.toString());
    }

    @Test
    void aJvmThatIsHeldTakesMoreSamplesUntilItIsClosed() throws IOException {
        Held held = new Jvm("preferred", LIMIT).hold(Jdk.own(), BoxingSubjects.CLEAN.key(), state -> {});
        assertTrue(held.fork().hasScore(), held.fork().toString());
        for (int sample = 0; sample < 3; sample++) {
            assertTrue(held.sample() > 0);
        }
        held.close();
        assertTrue(Double.isNaN(held.sample()));
        assertEquals(List.of(), held.times());
    }

    @Test
    void aJvmThatCannotBeHeldSaysWhy() throws IOException {
        Jdk refuses = new Jdk("own", Jdk.own().home(), List.of("-D" + org.pal4j.VectorWidth.PROPERTY + "=7"));
        try (Held held = new Jvm("preferred", LIMIT).hold(refuses, BoxingSubjects.CLEAN.key(), state -> {})) {
            assertTrue(held.fork().fault().startsWith("no number: "), held.fork().toString());
            assertTrue(Double.isNaN(held.sample()));
        }
    }

    @Test
    void severalJvmsBecomeWarmAndWaitUntilEachIsMeasured() throws IOException {
        Jvm jvm = new Jvm("preferred", LIMIT);
        List<Warming> all = new ArrayList<>();
        for (Subject subject : List.of(BoxingSubjects.WAITING, BoxingSubjects.CLEAN)) {
            all.add(jvm.warm(Jdk.own(), subject.key(), state -> {}));
        }
        all.forEach(Warming::await);
        assertTrue(all.stream().allMatch(Warming::isWaiting));
        for (Warming one : all) {
            try (Held held = one.measure()) {
                assertTrue(held.fork().hasScore(), held.fork().toString());
                assertTrue(held.sample() > 0);
            }
        }
    }

    @Test
    void whatWillNotBecomeWarmIsMeasuredAsItIs() throws IOException {
        Jdk interprets = new Jdk("own", Jdk.own().home(), List.of("-Xint"));
        try (Warming warming = new Jvm("preferred", LIMIT).warm(interprets, BoxingSubjects.CLEAN.key(), state -> {})) {
            warming.await();
            assertTrue(warming.isWaiting());
            assertTrue(has(warming.measure().fork(), Reason.Kind.INTERPRETED));
        }
    }

    @Test
    void aJvmThatEndsBeforeItIsWarmSaysWhy() throws IOException {
        Jdk refuses = new Jdk("own", Jdk.own().home(), List.of("-D" + org.pal4j.VectorWidth.PROPERTY + "=7"));
        try (Warming warming = new Jvm("preferred", LIMIT).warm(refuses, BoxingSubjects.CLEAN.key(), state -> {})) {
            warming.await();
            assertFalse(warming.isWaiting());
            assertTrue(warming.measure().fork().fault().startsWith("no number: "));
        }
    }

    /** As if somebody else had the processor meanwhile. */
    @Test
    void processorTimeLeavesOutWhatOthersTook() {
        Fork all = fork(BoxingSubjects.SLEEPING);
        assertTrue(has(all, Reason.Kind.LOADED), all.toString());
        assertTrue(all.microseconds() >= 20_000, all.toString());
        Fork busy = fork(BoxingSubjects.BUSY);
        assertFalse(has(busy, Reason.Kind.LOADED), busy.toString());
        assertTrue(busy.microseconds() < 20_000, busy.toString());
    }

    /** As under a quota: the JVM has a processor for half of the time, in slices shorter and longer than a sample. */
    @Test
    void aQuotaGivesNoWrongNumber() {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no /bin/kill");
        for (int slice : new int[] {5, 50}) {
            Quota quota = new Quota(slice);
            Fork fork = new Jvm("preferred", 3).measure(Jdk.own(), List.of(BoxingSubjects.WAITING.key()), quota::start).forks().getFirst();
            quota.end();
            assertTrue(quota.stops > 0);
            assertTrue(fork.hasScore() && (Validity.isDisturbed(fork) || fork.microseconds() < 1300), slice + " ms: " + fork);
        }
    }

    /** Stops the child of this JVM and lets it go on, in slices of milliseconds, from its first word until it has ended. */
    private static final class Quota {
        private final int slice;
        private final Thread thread = new Thread(this::run);
        private int stops;

        Quota(int slice) {
            this.slice = slice;
        }

        void start(String said) {
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
        }

        void end() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            try {
                // One of a test before may not have ended yet.
                ProcessHandle child = ProcessHandle.current().children().max(Comparator.comparing(Quota::begin)).orElseThrow();
                while (child.isAlive()) {
                    send("-STOP", child);
                    stops++;
                    Thread.sleep(slice);
                    send("-CONT", child);
                    Thread.sleep(slice);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static Instant begin(ProcessHandle child) {
            return child.info().startInstant().orElse(Instant.MIN);
        }

        private static void send(String signal, ProcessHandle to) throws IOException, InterruptedException {
            new ProcessBuilder("/bin/kill", signal, Long.toString(to.pid())).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start()
                    .waitFor();
        }
    }

    @Test
    void experimentsAreMeasuredInProcessorTimeOnOneThread() {
        assertTrue(Experiments.subjects().stream().allMatch(subject -> subject.busy() && subject.threads() == 1));
        assertTrue(Subjects.standard().stream().noneMatch(subject -> subject.busy() && !subject.benchmark().equals("test")));
    }

    @Test
    void keysAreDifferent() {
        List<String> keys = Subjects.all().stream().map(Subject::key).toList();
        assertEquals(keys.size(), keys.stream().distinct().count());
    }
}
