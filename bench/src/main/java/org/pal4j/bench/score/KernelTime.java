package org.pal4j.bench.score;

/**
 * How long an operation is in a kernel, by samples of its stack.
 *
 * @param kernel       the method of PAL4J that the program called, {@code Neurons.respondLogistic}
 * @param microseconds for each operation
 * @param samples      that were in it, of which a number n has a standard deviation of its root
 */
public record KernelTime(String kernel, double microseconds, int samples) {
    /** The variance of the microseconds. */
    double variance() {
        return samples == 0 ? 0 : microseconds * microseconds / samples;
    }
}
