package org.pal4j.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the finished runs of a sweep have left, as numbers.
 *
 * @param sweep    what was run
 * @param measures the names of what the runs measured, as the columns of results.csv have them; steps and seconds are not among them
 * @param finished the runs that came to an end, in the order of the sweep
 * @param gathered how many there are, and the best point in words
 * @param best     the point with the best score; nothing where there is none
 * @param summary  the text of summary.csv
 */
public record Results(
        Sweep sweep, List<String> measures, List<Finished> finished, SweepFolder.Gathered gathered, Optional<Point> best, String summary) {

    /**
     * A run that came to an end.
     *
     * @param run      which
     * @param complete whether it came to the end of its epochs; else it was no longer finite
     * @param values   the last of each measure; one that it has not is not there
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

    /** The finished runs of each point that has any, by the point's number. */
    public Map<Integer, List<Finished>> byPoint() {
        return finished.stream().collect(Collectors.groupingBy(one -> one.run().point().number()));
    }
}
