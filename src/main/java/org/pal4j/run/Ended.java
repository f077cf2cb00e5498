package org.pal4j.run;

import java.util.Optional;
import org.pal4j.run.Outcome.Ending;

/** What a run gave, of whatever network. */
public sealed interface Ended permits Outcome, RateOutcome {
    /** How it ended. */
    Ending ending();

    /** What went wrong, if {@link Ending#NON_FINITE}. */
    Optional<String> fault();
}
