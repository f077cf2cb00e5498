package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;

/**
 * What was measured of all replicas after so many epochs; replicas that were not finite any more are left out.
 *
 * @param epoch              epochs completed
 * @param steps              steps of each replica
 * @param replicas           how many count
 * @param trainError         as in {@link EpochMetrics}
 * @param validationAccuracy as there
 * @param angles             as there
 * @param seconds            since the start of the run, when the last of them was done
 */
public record EpochSummary(
        int epoch, long steps, int replicas, Statistic trainError, Statistic validationAccuracy, List<Statistic> angles, double seconds) {

    /** Of at least one row, all of one epoch. */
    static EpochSummary of(List<EpochMetrics> rows) {
        EpochMetrics first = rows.getFirst();
        List<Statistic> angles = new ArrayList<>();
        for (int l = 0; l < first.angles().length; l++) {
            int area = l;
            angles.add(Statistic.of(rows.stream().map(row -> row.angles()[area]).toList()));
        }
        return new EpochSummary(first.epoch(), first.steps(), rows.size(), Statistic.of(rows.stream().map(EpochMetrics::trainError).toList()),
                Statistic.of(rows.stream().map(EpochMetrics::validationAccuracy).toList()), List.copyOf(angles),
                rows.stream().mapToDouble(EpochMetrics::seconds).max().orElseThrow());
    }
}
