package org.pal4j.model;

import java.util.Locale;

/**
 * A stage of a run. A run settles and is measured; then each epoch trains and is measured; the test comes last. A measurement consists of {@link
 * #VALIDATION} and {@link #READOUT}, if the model has them.
 */
public enum Stage {
    /** The network settles without learning. */
    SETTLING,
    /** Training samples are shown, and weights learn. */
    TRAINING,
    /** Validation samples are shown. */
    VALIDATION,
    /** Training samples are shown to a classifier that reads the network's rates. */
    READOUT,
    /** Test samples are shown. */
    TEST;

    /** Returns the name for messages, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
