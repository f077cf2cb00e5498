package org.pal4j.model;

import java.util.Locale;

/**
 * A stage of a run. A run settles, is measured, and then for each epoch trains and is measured; at the end comes the test. To be measured is to go
 * through {@link #VALIDATION} and {@link #READOUT}, where the model has them.
 */
public enum Stage {
    /** The network settles, with all learning off. */
    SETTLING,
    /** Training samples are shown, and weights learn. */
    TRAINING,
    /** Validation samples are shown. */
    VALIDATION,
    /** Training samples are shown to a classifier that reads the network's rates. */
    READOUT,
    /** Test samples are shown. */
    TEST;

    /** In a sentence. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
