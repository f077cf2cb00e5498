package org.pal4j.model.circuit.original;

import java.util.Locale;

/** What the original NumPy program is told to learn on its command line, since its parameter files don't say it. */
enum NumpyTask {
    /** Backward weights alone, from uniform inputs without targets. */
    BW_ONLY,
    /** Forward and backward weights, from a teacher. */
    FW_BW;

    /** The name on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As on the command line, where help and errors show it. */
    @Override
    public String toString() {
        return label();
    }
}
