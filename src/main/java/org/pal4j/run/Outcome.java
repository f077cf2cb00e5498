package org.pal4j.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch.TestResult;

/**
 * The results of one replica, complete or not.
 *
 * @param ending    the way it ended
 * @param fault     the reason, if {@link Ending#NON_FINITE}
 * @param warning   what makes the results doubtful, of a complete run; see {@link org.pal4j.model.Batch#warning}
 * @param rows      one row for the start, and one for each measured epoch
 * @param snapshots snapshots of the weights, if the experiment asks for them
 * @param test      the test results, if the run is complete and has test samples
 * @param weights   the final weights by name
 * @param steps     the number of steps
 * @param seconds   the computing time
 */
public record Outcome(
        Ending ending, Optional<String> fault, Optional<String> warning, List<EpochRow> rows, List<Snapshot> snapshots, Optional<TestResult> test,
        Map<String, NpyArray> weights, long steps, double seconds) {
    /** Copies the collections. */
    public Outcome {
        rows = List.copyOf(rows);
        snapshots = List.copyOf(snapshots);
        weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
    }

    /**
     * Weights after an epoch.
     *
     * @param epoch   the number of completed epochs
     * @param weights the weights by name
     */
    public record Snapshot(int epoch, Map<String, NpyArray> weights) {}

    /** Returns the computing time per step in microseconds, including all other work of the run; NaN if there were no steps. */
    public double microsecondsPerStep() {
        return steps == 0 ? Double.NaN : seconds * 1e6 / steps;
    }

    /** Returns the last value in a column; NaN if there is none. */
    public double last(String column) {
        return rows.isEmpty() ? Double.NaN : rows.getLast().measures().column(column);
    }

    /** Returns a number of the test; NaN if there is none. */
    public double tested(String name) {
        return test.map(result -> result.numbers().getOrDefault(name, Double.NaN)).orElse(Double.NaN);
    }
}
