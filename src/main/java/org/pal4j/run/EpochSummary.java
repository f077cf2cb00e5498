package org.pal4j.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Measures;

/**
 * What was measured of all replicas after so many epochs; replicas that were no longer finite are left out.
 *
 * @param epoch    epochs completed
 * @param steps    of each replica
 * @param replicas how many count
 * @param values   mean and standard deviation over replicas, by the names of columns
 * @param seconds  of computing, of the replica that took longest
 */
public record EpochSummary(int epoch, long steps, int replicas, Map<String, Statistic> values, double seconds) {
    /** Copies the map. */
    public EpochSummary {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Of at least one row, all of one epoch. A deviation within a network gives way to that over replicas. */
    static EpochSummary of(List<EpochRow> rows) {
        EpochRow first = rows.getFirst();
        List<Map<String, Double>> columns = rows.stream().map(row -> row.measures().columns()).toList();
        Map<String, Statistic> values = new LinkedHashMap<>();
        for (String name : columns.getFirst().keySet()) {
            if (!Measures.isDeviation(name, columns.getFirst().keySet())) {
                values.put(name, Statistic.of(columns.stream().map(row -> row.get(name)).toList()));
            }
        }
        return new EpochSummary(first.epoch(), first.steps(), rows.size(), values, rows.stream().mapToDouble(EpochRow::seconds).max().orElseThrow());
    }
}
