package org.pal4j.run;

import java.util.List;
import java.util.Locale;

/** The way a run ended. */
public enum Ending {
    /** All epochs were completed. */
    COMPLETE,
    /** The run was stopped. */
    INTERRUPTED,
    /** A voltage or rate was no longer finite, or beyond 1e12. */
    NON_FINITE;

    /** Returns the name in result.json. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Combines the endings of replicas: interrupted if any replica was, otherwise complete if any was, otherwise non-finite. */
    static Ending of(List<Ending> endings) {
        return endings.contains(INTERRUPTED) ? INTERRUPTED : endings.contains(COMPLETE) ? COMPLETE : NON_FINITE;
    }
}
