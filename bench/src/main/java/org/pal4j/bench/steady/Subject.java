package org.pal4j.bench.steady;

import java.util.Optional;
import java.util.function.Supplier;
import org.pal4j.bench.score.Row;
import org.pal4j.bench.score.Work;

/**
 * What is measured.
 *
 * @param benchmark   what it is
 * @param network     a network, or the size of a matrix
 * @param mode        a variant of it
 * @param threads     that compute
 * @param operations  steps in a call
 * @param work        the least that a step must do; empty if no roof is known
 * @param java        whether it computes in Java, so that the JVM's compiler must have compiled it
 * @param busy        whether only the time counts in which its thread has a processor, so that other work on the machine makes nothing slow; for one
 *                    thread
 * @param preparation makes what is called, in the JVM that measures
 */
public record Subject(String benchmark, String network, String mode, int threads, int operations, Optional<Work> work, boolean java, boolean busy,
        Supplier<Operation> preparation) {
    /** Of which all time counts. */
    public Subject(String benchmark, String network, String mode, int threads, int operations, Optional<Work> work, boolean java,
            Supplier<Operation> preparation) {
        this(benchmark, network, mode, threads, operations, work, java, false, preparation);
    }

    /** Returns whether it is a part of the roofline. */
    public boolean isRoof() {
        return benchmark.startsWith(Row.ROOF);
    }

    /** Its name, by which a JVM is told what to measure. */
    public String key() {
        return benchmark + "/" + network + "/" + mode + "/" + threads;
    }
}
