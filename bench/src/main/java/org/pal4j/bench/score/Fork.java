package org.pal4j.bench.score;

import java.util.List;

/**
 * What one JVM measured of one subject.
 *
 * @param window     its last samples
 * @param steady     whether it ended because they were steady; otherwise it ended at the limit, or because allocation stays
 * @param seconds    until then
 * @param operations until then
 * @param compiled   whether the JVM's best compiler had compiled a kernel by then
 * @param compiler   the JVM's best compiler: C2, C1, or none
 * @param sites      where an operation allocates, most first; empty if it doesn't, or the JVM has no Flight Recorder
 * @param times      how long it is in which kernel; empty if nobody looked, or the JVM has no Flight Recorder
 * @param width      of vectors
 * @param java       the version of the JVM
 * @param fault      why there is no number; empty if there is one
 */
public record Fork(Window window, boolean steady, double seconds, long operations, boolean compiled, String compiler, List<Site> sites,
        List<KernelTime> times, String width, String java, String fault) {
    /** Copies the lists. */
    public Fork {
        sites = List.copyOf(sites);
        times = List.copyOf(times);
    }

    /** The same with kernels' times. */
    public Fork with(List<KernelTime> kernels) {
        return new Fork(window, steady, seconds, operations, compiled, compiler, sites, kernels, width, java, fault);
    }

    /** Of a JVM that gave no number. */
    public static Fork failed(String fault) {
        return new Fork(Window.of(List.of()), false, 0, 0, false, "", List.of(), List.of(), "", "", fault);
    }

    /** Returns whether it became warm. Until then a JVM allocates and is slow, which is no fault. */
    public boolean isWarm() {
        return hasScore() && compiled && (steady || !window.compiling());
    }

    /** Returns whether there is a number. */
    public boolean hasScore() {
        return window.microseconds() > 0;
    }

    /** Microseconds for an operation. */
    public double microseconds() {
        return window.microseconds();
    }
}
