package org.pal4j.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.measure.Statistic;
import org.pal4j.model.Measures;

/**
 * The summary of all replicas after an epoch, without those that are no longer finite.
 *
 * @param epoch    the number of completed epochs
 * @param steps    the number of steps of each replica
 * @param replicas the number of replicas included
 * @param values   mean and standard deviation over replicas, by column name
 * @param seconds  the computing time of the slowest replica
 */
public record EpochSummary(int epoch, long steps, int replicas, Map<String, Statistic> values, double seconds) {
    /** Copies the map. */
    public EpochSummary {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Summarizes at least one row, all of one epoch. Standard deviations within a network are replaced by those over replicas. */
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
