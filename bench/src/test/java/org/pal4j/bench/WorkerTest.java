package org.pal4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.bench.fork.Held;
import org.pal4j.bench.fork.Jdk;
import org.pal4j.bench.fork.Jvm;
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
