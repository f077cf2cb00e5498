package org.pal4j.run;

import java.util.Locale;

/** Where random numbers come from: the key {@code random}. */
public enum Draws {
    /** Our own counter-based generator, the faster one: each number a pure function of seed, purpose and place. */
    COUNTER,
    /** NumPy's legacy generator, drawn from in the order in which the original programs do: published runs can be followed. */
    NUMPY;

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
