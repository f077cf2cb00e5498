package org.pal4j.run;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a study of rate networks gave.
 *
 * @param outcomes  of the replicas, in their order
 * @param summaries one for each epoch that all of them completed, and one for the start
 * @param seconds   wall time
 */
public record RateStudyOutcome(List<RateOutcome> outcomes, List<RateSummary> summaries, double seconds) implements StudyResult {
    /** Copies the lists. */
    public RateStudyOutcome {
        outcomes = List.copyOf(outcomes);
        summaries = List.copyOf(summaries);
    }

    @Override
    public long work() {
        return outcomes.stream().mapToLong(RateOutcome::updates).sum();
    }

    /** Results of the test by name, over the replicas that came to it. */
    public Map<String, Statistic> test() {
        Set<String> names = new LinkedHashSet<>();
        outcomes.forEach(outcome -> names.addAll(outcome.test().keySet()));
        Map<String, Statistic> test = new LinkedHashMap<>();
        for (String name : names) {
            test.put(name, Statistic.of(outcomes.stream().map(outcome -> outcome.test().getOrDefault(name, Double.NaN)).toList()));
        }
        return test;
    }
}
