package org.pal4j.bench;

import java.util.List;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.pal4j.bench.steady.Subject;
import org.pal4j.bench.steady.SubjectSource;

/** Subjects of tests: one that boxes on purpose, and the same without; one that sleeps, and one that waits busily. */
public final class BoxingSubjects implements SubjectSource {
    static final Subject BOXING = new Subject("test", "kept", "boxing", 1, 1000, Optional.empty(), true, () -> () -> Kernel.run(true));
    /** Has a processor for a small part of the time. */
    static final Subject SLEEPING = new Subject("test", "sleep", "all time", 1, 1, Optional.empty(), false, () -> Sleep::run);
    static final Subject BUSY = new Subject("test", "sleep", "busy", 1, 1, Optional.empty(), false, true, () -> Sleep::run);
    /** Takes a millisecond on every machine, unless it has to wait for a processor. */
    static final Subject WAITING = new Subject("test", "wait", "all time", 1, 1, Optional.empty(), false, () -> BoxingSubjects::waitBusily);
    static final Subject CLEAN = new Subject("test", "kept", "clean", 1, 1000, Optional.empty(), true, () -> () -> Kernel.run(false));

    @Override
    public List<Subject> subjects() {
        return List.of(BOXING, CLEAN, SLEEPING, BUSY, WAITING);
    }

    private static void waitBusily() {
        long end = System.nanoTime() + 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Sleeps for twenty milliseconds. */
    static final class Sleep {
        private Sleep() {}

        static void run() {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A vector that is kept in a field must be an object. */
    static final class Kernel {
        private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
        static volatile FloatVector kept;
        static volatile float sum;

        private Kernel() {}

        static void run(boolean boxing) {
            FloatVector vector = FloatVector.zero(FLOATS);
            for (int i = 0; i < 1000; i++) {
                vector = vector.mul(0.5f).add(1f);
                if (boxing) {
                    keep(vector);
                }
            }
            sum = vector.reduceLanes(VectorOperators.ADD);
        }

        private static void keep(FloatVector vector) {
            kept = vector.add(1f);
        }
    }
}
