package org.pal4j.run;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pal4j.measure.Statistic;

/**
 * What a study gave.
 *
 * @param outcomes  of the replicas, in their order
 * @param summaries one for each epoch that all of them completed, and one for the start
 * @param seconds   wall time
 * @param fault     a fault of the program that ended a batch, if there was one; its replicas count as interrupted, the others have come to their ends
 */
public record StudyOutcome(List<Outcome> outcomes, List<EpochSummary> summaries, double seconds, Optional<RuntimeException> fault) {
    /** Copies the lists. */
    public StudyOutcome {
        outcomes = List.copyOf(outcomes);
        summaries = List.copyOf(summaries);
    }

    /** Throws the fault of the program, if there was one. To be called once the results are kept. */
    public void throwFault() {
        fault.ifPresent(thrown -> {
            throw thrown;
        });
    }

    /** Steps of all replicas together. */
    public long steps() {
        return outcomes.stream().mapToLong(Outcome::steps).sum();
    }

    /** Interrupted if any replica was; complete if any came to its end; else not finite. */
    public Ending ending() {
        return Ending.of(outcomes.stream().map(Outcome::ending).toList());
    }

    /** The number of replicas that were no longer finite. */
    public int failures() {
        return (int) outcomes.stream().filter(outcome -> outcome.ending() == Ending.NON_FINITE).count();
    }

    /** Replicas that came to the test. */
    public int tested() {
        return (int) outcomes.stream().filter(outcome -> outcome.test().isPresent()).count();
    }

    /** Numbers of the test by name, over the replicas that came to it. */
    public Map<String, Statistic> test() {
        Set<String> names = new LinkedHashSet<>();
        outcomes.forEach(outcome -> outcome.test().ifPresent(test -> names.addAll(test.numbers().keySet())));
        Map<String, Statistic> test = new LinkedHashMap<>();
        names.forEach(name -> test.put(name, Statistic.of(outcomes.stream().map(outcome -> outcome.tested(name)).toList())));
        return test;
    }
}
