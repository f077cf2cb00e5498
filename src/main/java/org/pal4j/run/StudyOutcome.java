package org.pal4j.run;

import java.util.List;
import org.pal4j.run.Outcome.Ending;

/**
 * What a study gave.
 *
 * @param outcomes  of the replicas, in their order
 * @param summaries one for each epoch that all of them completed, and one for the start
 * @param seconds   wall time
 */
public record StudyOutcome(List<Outcome> outcomes, List<EpochSummary> summaries, double seconds) {
    /** Copies the lists. */
    public StudyOutcome {
        outcomes = List.copyOf(outcomes);
        summaries = List.copyOf(summaries);
    }

    /** Interrupted if any replica was; complete if any came to its end; else not finite. */
    public Ending ending() {
        return Ending.of(outcomes.stream().map(Outcome::ending).toList());
    }

    /** The number of replicas that were not finite any more. */
    public int failures() {
        return (int) outcomes.stream().filter(outcome -> outcome.ending() == Ending.NON_FINITE).count();
    }

    /** Accuracy in the test, of the replicas that came to it. */
    public Statistic testAccuracy() {
        return Statistic.of(outcomes.stream().flatMap(outcome -> outcome.test().stream()).map(TestResult::accuracy).toList());
    }

    /** Steps of all replicas together. */
    public long steps() {
        return outcomes.stream().mapToLong(outcome -> outcome.circuit().step()).sum();
    }
}
