package org.pal4j.run;

import java.util.List;
import java.util.Locale;

/** How a run can end. */
public enum Ending {
    /** All epochs were done. */
    COMPLETE,
    /** It was asked to stop. */
    INTERRUPTED,
    /** A voltage or rate was no longer finite. */
    NON_FINITE;

    /** The word in result.json. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of several replicas: interrupted if any was; complete if any came to its end; else not finite. */
    static Ending of(List<Ending> endings) {
        return endings.contains(INTERRUPTED) ? INTERRUPTED : endings.contains(COMPLETE) ? COMPLETE : NON_FINITE;
    }
}
