package org.pal4j.data.own;

import java.util.Locale;

/** How the values of an input are scaled. All parameters come from the training samples alone. */
public enum Scale {
    /** Not at all. */
    NONE,
    /** From the least and the greatest value to 0 and 1. */
    UNIT,
    /** To mean 0 and standard deviation 1. */
    STANDARD;

    /** Returns the name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
