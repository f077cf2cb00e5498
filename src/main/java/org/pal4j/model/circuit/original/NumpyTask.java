package org.pal4j.model.circuit.original;

import java.util.Locale;

/** Tasks of the original NumPy program, set on its command line since its parameter files do not contain the task. */
enum NumpyTask {
    /** Only backward weights learn, from uniform inputs without targets. */
    BW_ONLY,
    /** Forward and backward weights learn from a teacher. */
    FW_BW;

    /** Returns the name on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
