package org.pal4j.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The results of the finished runs of a sweep, as numbers.
 *
 * @param measures the names of the measures, as in the columns of results.csv; without steps and seconds
 * @param finished the finished runs, in the order of the sweep
 * @param gathered the numbers of runs, and the best point in words
 * @param best     the point with the best score, if there is one
 * @param summary  the text of summary.csv
 */
public record Results(
        Sweep sweep, List<String> measures, List<Finished> finished, SweepFolder.Gathered gathered, Optional<Point> best, String summary) {

    /**
     * A finished run.
     *
     * @param complete whether all epochs were completed; otherwise the run was no longer finite
     * @param values   the last value of each measure; missing measures are left out
     */
    public record Finished(Run run, boolean complete, Map<String, Double> values) {
        /** Copies the values. */
        public Finished {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** Copies the lists. */
    public Results {
        measures = List.copyOf(measures);
        finished = List.copyOf(finished);
    }

    /** Returns the finished runs by the number of their point; points without finished runs are left out. */
    public Map<Integer, List<Finished>> byPoint() {
        return finished.stream().collect(Collectors.groupingBy(one -> one.run().point().number()));
    }
}
