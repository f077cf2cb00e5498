package org.pal4j.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of all replicas of a rate network after so many epochs; replicas that were not finite any more are left out.
 *
 * @param epoch    epochs completed
 * @param updates  of each replica
 * @param replicas how many count
 * @param values   mean and standard deviation over replicas, by the names of columns
 * @param seconds  since the start of the run, when the last of them was done
 */
public record RateSummary(int epoch, long updates, int replicas, Map<String, Statistic> values, double seconds) {
    /** Copies the map. */
    public RateSummary {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Of at least one row, all of one epoch. The deviation over classifiers gives way to that over replicas. */
    static RateSummary of(List<RateMetrics> rows) {
        Map<String, Statistic> values = new LinkedHashMap<>();
        for (String name : rows.getFirst().values().keySet()) {
            if (!name.equals(RateMetrics.LATENT_DEVIATION)) {
                values.put(name, Statistic.of(rows.stream().map(row -> row.get(name)).toList()));
            }
        }
        return new RateSummary(rows.getFirst().epoch(), rows.getFirst().updates(), rows.size(), values,
                rows.stream().mapToDouble(RateMetrics::seconds).max().orElseThrow());
    }

    /** Mean and deviation of a column; NaN if there is none. */
    public Statistic get(String name) {
        return values.getOrDefault(name, new Statistic(Double.NaN, Double.NaN));
    }

    /** The columns of angles. */
    public List<String> angles() {
        return RateMetrics.angles(values);
    }
}
