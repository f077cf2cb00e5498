package org.pal4j.model.circuit;

import java.util.Locale;

/** Sources of random numbers (key {@code random}). */
public enum RandomSource {
    /** PAL4J's counter-based generator, which is faster: each number is a pure function of seed, purpose and place. */
    COUNTER,
    /**
     * NumPy's legacy generator for initial values (weights, voltages, inputs), drawn as in the original programs, so that equal seeds give equal
     * networks. Noise and the order of samples come from PAL4J's generator.
     */
    NUMPY_START,
    /** NumPy's legacy generator for everything, in the original programs' order of draws: reproduces published runs. */
    NUMPY;

    /** Returns the name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns whether NumPy's generator draws the initial values. */
    boolean startsWithNumpy() {
        return this != COUNTER;
    }
}
