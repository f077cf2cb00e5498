package org.pal4j.run;

import java.util.List;
import org.pal4j.run.Outcome.Ending;

/** What a study gave, of whatever networks. */
public sealed interface StudyResult permits StudyOutcome, RateStudyOutcome {
    /** Of the replicas, in their order. */
    List<? extends Ended> outcomes();

    /** Steps or updates of all replicas together. */
    long work();

    /** Wall time. */
    double seconds();

    /** Interrupted if any replica was; complete if any came to its end; else not finite. */
    default Ending ending() {
        return Ending.of(outcomes().stream().map(Ended::ending).toList());
    }

    /** The number of replicas that were not finite any more. */
    default int failures() {
        return (int) outcomes().stream().filter(outcome -> outcome.ending() == Ending.NON_FINITE).count();
    }
}
