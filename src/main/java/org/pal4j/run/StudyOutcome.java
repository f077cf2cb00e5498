package org.pal4j.run;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pal4j.measure.Statistic;

/**
 * The results of a study.
 *
 * @param outcomes  the outcomes of the replicas, in order
 * @param summaries one summary for the start, and one for each epoch that all running replicas completed
 * @param seconds   the wall time, including that of a run that was resumed
 * @param fault     the exception that ended a batch, if there was one; unfinished replicas count as interrupted
 */
public record StudyOutcome(List<Outcome> outcomes, List<EpochSummary> summaries, double seconds, Optional<RuntimeException> fault) {
    /** Copies the lists. */
    public StudyOutcome {
        outcomes = List.copyOf(outcomes);
        summaries = List.copyOf(summaries);
    }

    /** Returns what some of the replicas came to, by number, with the summary of the last epoch that all of them completed. */
    public StudyOutcome of(List<Integer> replicas) {
        List<Outcome> own = replicas.stream().map(outcomes::get).toList();
        List<List<EpochRow>> rows = own.stream().filter(outcome -> outcome.ending() != Ending.NON_FINITE).map(Outcome::rows).toList();
        int common = rows.stream().mapToInt(List::size).min().orElse(0);
        List<EpochSummary> last = common == 0 ? List.of()
                : List.of(EpochSummary.of(rows.stream().map(list -> list.get(common - 1)).toList()));
        return new StudyOutcome(own, last, seconds, fault);
    }

    /** Throws the exception that ended a batch, if there was one. Call this after the results are saved. */
    public void throwFault() {
        fault.ifPresent(thrown -> {
            throw thrown;
        });
    }

    /** Returns the total number of steps of all replicas. */
    public long steps() {
        return outcomes.stream().mapToLong(Outcome::steps).sum();
    }

    /** Returns the combined ending: interrupted if any replica was, otherwise complete if any was, otherwise non-finite. */
    public Ending ending() {
        return Ending.of(outcomes.stream().map(Outcome::ending).toList());
    }

    /** Returns the number of replicas that were no longer finite. */
    public int failures() {
        return (int) outcomes.stream().filter(outcome -> outcome.ending() == Ending.NON_FINITE).count();
    }

    /** Returns the warnings about replicas, in order of the replicas. */
    public List<String> warnings() {
        return outcomes.stream().flatMap(outcome -> outcome.warning().stream()).toList();
    }

    /** Returns the number of replicas with a test. */
    public int tested() {
        return (int) outcomes.stream().filter(outcome -> outcome.test().isPresent()).count();
    }

    /** Returns statistics of the test numbers by name, over the replicas with a test. */
    public Map<String, Statistic> test() {
        Set<String> names = new LinkedHashSet<>();
        outcomes.forEach(outcome -> outcome.test().ifPresent(test -> names.addAll(test.numbers().keySet())));
        Map<String, Statistic> test = new LinkedHashMap<>();
        names.forEach(name -> test.put(name, Statistic.of(outcomes.stream().map(outcome -> outcome.tested(name)).toList())));
        return test;
    }
}
