package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What was measured of all replicas after so many epochs; replicas that were not finite any more are left out.
 *
 * @param epoch              epochs completed
 * @param steps              steps of each replica
 * @param replicas           how many count
 * @param trainError         as in {@link EpochMetrics}
 * @param validationAccuracy as there
 * @param angles             as there
 * @param convergedAngles    as there
 * @param seconds            since the start of the run, when the last of them was done
 */
public record EpochSummary(
        int epoch, long steps, int replicas, Statistic trainError, Statistic validationAccuracy, List<Statistic> angles,
        List<Statistic> convergedAngles, double seconds) {

    /** Of at least one row, all of one epoch. */
    static EpochSummary of(List<EpochMetrics> rows) {
        EpochMetrics first = rows.getFirst();
        return new EpochSummary(first.epoch(), first.steps(), rows.size(), Statistic.of(rows.stream().map(EpochMetrics::trainError).toList()),
                Statistic.of(rows.stream().map(EpochMetrics::validationAccuracy).toList()), angles(rows, EpochMetrics::angles), angles(rows, EpochMetrics::convergedAngles),
                rows.stream().mapToDouble(EpochMetrics::seconds).max().orElseThrow());
    }

    private static List<Statistic> angles(List<EpochMetrics> rows, Function<EpochMetrics, double[]> of) {
        List<Statistic> angles = new ArrayList<>();
        for (int l = 0; l < of.apply(rows.getFirst()).length; l++) {
            int area = l;
            angles.add(Statistic.of(rows.stream().map(row -> of.apply(row)[area]).toList()));
        }
        return List.copyOf(angles);
    }
}
