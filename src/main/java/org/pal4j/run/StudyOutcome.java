package org.pal4j.run;

import java.util.List;

/**
 * What a study gave.
 *
 * @param outcomes  of the replicas, in their order
 * @param summaries one for each epoch that all of them completed, and one for the start
 * @param seconds   wall time
 */
public record StudyOutcome(List<Outcome> outcomes, List<EpochSummary> summaries, double seconds) implements StudyResult {
    /** Copies the lists. */
    public StudyOutcome {
        outcomes = List.copyOf(outcomes);
        summaries = List.copyOf(summaries);
    }

    /** Accuracy in the test, of the replicas that came to it. */
    public Statistic testAccuracy() {
        return Statistic.of(outcomes.stream().flatMap(outcome -> outcome.test().stream()).map(TestResult::accuracy).toList());
    }

    @Override
    public long work() {
        return outcomes.stream().mapToLong(outcome -> outcome.circuit().step()).sum();
    }
}
