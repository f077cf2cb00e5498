package org.pal4j.model;

import java.util.function.IntToDoubleFunction;

/**
 * What an experiment will take, roughly.
 *
 * @param steps        of one replica until its end, as far as they are known before samples are read
 * @param microseconds for a step of so many replicas in one batch, on one fast core
 * @param bytes        of memory of one replica, its samples included
 * @param sharesSteps  whether several threads can share a step
 */
public record Cost(long steps, IntToDoubleFunction microseconds, long bytes, boolean sharesSteps) {
    /** Seconds for so many replicas in one batch. */
    public double seconds(int replicas) {
        return steps * microseconds.applyAsDouble(replicas) * 1e-6;
    }
}
