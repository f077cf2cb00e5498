package org.pal4j.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Batch.TestResult;

/**
 * What the run of one replica gave, whether it came to its end or not.
 *
 * @param ending    how it ended
 * @param fault     what went wrong, if {@link Ending#NON_FINITE}
 * @param rows      one for each epoch completed, and one for the start
 * @param snapshots of weights, where the experiment asks for them
 * @param test      of a run that came to its end and has test samples
 * @param weights   as they were left, by name
 * @param steps     taken
 * @param seconds   of computing
 */
public record Outcome(
        Ending ending, Optional<String> fault, List<EpochRow> rows, List<Snapshot> snapshots, Optional<TestResult> test,
        Map<String, NpyArray> weights, long steps, double seconds) {
    /** Copies the collections. */
    public Outcome {
        rows = List.copyOf(rows);
        snapshots = List.copyOf(snapshots);
        weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
    }

    /**
     * Weights after so many epochs.
     *
     * @param epoch   epochs completed
     * @param weights by name
     */
    public record Snapshot(int epoch, Map<String, NpyArray> weights) {}

    /** Microseconds of computing for each step, with everything that a run does around the steps; NaN without a step. */
    public double microsecondsPerStep() {
        return steps == 0 ? Double.NaN : seconds * 1e6 / steps;
    }

    /** The last value of a measure's column; NaN if there is none. */
    public double last(String column) {
        return rows.isEmpty() ? Double.NaN : rows.getLast().measures().column(column);
    }

    /** A number of the test; NaN if there is none. */
    public double tested(String name) {
        return test.map(result -> result.numbers().getOrDefault(name, Double.NaN)).orElse(Double.NaN);
    }
}
