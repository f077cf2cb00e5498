package org.pal4j.model;

import java.util.function.IntToDoubleFunction;

/**
 * A rough estimate of the cost of an experiment.
 *
 * @param steps        the total number of steps of one replica, as far as known before samples are read
 * @param microseconds the time for one step on one fast core, given the number of replicas in a batch
 * @param bytes        the memory for one replica, including its samples
 * @param sharesSteps  whether several threads can share a step
 */
public record Cost(long steps, IntToDoubleFunction microseconds, long bytes, boolean sharesSteps) {
    /** Returns the time in seconds for a number of replicas in one batch. */
    public double seconds(int replicas) {
        return steps * microseconds.applyAsDouble(replicas) * 1e-6;
    }
}
