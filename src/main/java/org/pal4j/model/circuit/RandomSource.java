package org.pal4j.model.circuit;

import java.util.Locale;

/** Where random numbers come from: the key {@code random}. */
public enum RandomSource {
    /** Our own counter-based generator, the faster one: each number a pure function of seed, purpose and place. */
    COUNTER,
    /**
     * What a run starts with (weights, voltages, inputs) from NumPy's legacy generator, as the original programs draw it, so that their seeds mean
     * the same networks; noise and order of samples from our own.
     */
    NUMPY_START,
    /** Everything from NumPy's legacy generator, in the order in which the original programs draw: published runs can be followed. */
    NUMPY;

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether initial values are NumPy's. */
    boolean startsWithNumpy() {
        return this != COUNTER;
    }
}
