package org.pal4j.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.chart.Chart;
import org.pal4j.chart.Chart.Size;
import org.pal4j.chart.ChartData;
import org.pal4j.chart.Numbers;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.RunData.TestClasses;

/** Confusion matrix over all test samples of all replicas. */
final class ConfusionMatrix {
    /** Maximum number of classes in a readable matrix. */
    static final int MAX_CLASSES = 50;
    static final String TITLE = "Confusion matrix";

    private ConfusionMatrix() {}

    /** Returns the chart if there was a test. */
    static Optional<Chart> of(RunData run) {
        List<TestClasses> tests = run.finite().stream().map(ReplicaData::test).flatMap(Optional::stream).toList();
        int size = 1 + tests.stream().flatMapToInt(test -> IntStream.concat(IntStream.of(test.expected()), IntStream.of(test.predicted())))
                .max().orElse(-1);
        if (size < 2 || size > MAX_CLASSES) {
            return Optional.empty();
        }
        int[][] counts = new int[size][size];
        for (TestClasses test : tests) {
            for (int i = 0; i < test.expected().length; i++) {
                counts[test.expected()[i]][test.predicted()[i]]++;
            }
        }
        int all = tests.stream().mapToInt(test -> test.expected().length).sum();
        ChartData data = ChartData.of("confusion").put("title", TITLE);
        data.list("classes").addAll(names(run, size));
        List<Object> rows = data.list("counts");
        for (int[] row : counts) {
            Arrays.stream(row).forEach(ChartData.appendList(rows)::add);
        }
        String together = tests.size() > 1 ? " (" + tests.size() + " replicas together)" : "";
        String caption = "How many of the " + Numbers.count(all) + " test samples" + together + " of each class were taken for which. The diagonal "
                + "is what was right; colour is the share of the row.";
        return Optional.of(new Chart(TITLE, caption, Size.SQUARE, data));
    }

    /** Returns the names of the classes, or their numbers if there are no names. */
    private static List<String> names(RunData run, int size) {
        List<String> names = run.classNames();
        return size <= names.size() ? names.subList(0, size) : IntStream.range(0, size).mapToObj(Integer::toString).toList();
    }
}
