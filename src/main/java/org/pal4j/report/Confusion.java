package org.pal4j.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.report.Chart.Size;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.RunData.TestClasses;
import org.pal4j.run.TaskKind;

/** Which classes are taken for which, over all test samples of all replicas. */
final class Confusion {
    /** More can't be read. */
    private static final int MOST_CLASSES = 50;

    private Confusion() {}

    /** The chart, if there was a test. */
    static Optional<Chart> of(RunData run) {
        List<TestClasses> tests = run.finite().stream().map(ReplicaData::test).flatMap(Optional::stream).toList();
        int size = 1 + tests.stream().flatMapToInt(test -> IntStream.concat(IntStream.of(test.expected()), IntStream.of(test.predicted())))
                .max().orElse(-1);
        if (size < 2 || size > MOST_CLASSES) {
            return Optional.empty();
        }
        int[][] counts = new int[size][size];
        int all = 0;
        for (TestClasses test : tests) {
            for (int i = 0; i < test.expected().length; i++) {
                counts[test.expected()[i]][test.predicted()[i]]++;
                all++;
            }
        }
        String title = "Confusion matrix";
        ObjectNode data = Chart.data("confusion").put("title", title);
        ArrayNode names = data.putArray("classes");
        names(run, size).forEach(names::add);
        ArrayNode rows = data.putArray("counts");
        for (int[] row : counts) {
            ArrayNode cells = rows.addArray();
            for (int count : row) {
                cells.add(count);
            }
        }
        String together = tests.size() > 1 ? " (" + tests.size() + " replicas together)" : "";
        String caption = "How many of the " + Numbers.count(all) + " test samples" + together + " of each class were taken for which. The diagonal "
                + "is what was right; colour is the share of the row.";
        return Optional.of(new Chart(title, caption, Size.SQUARE, data));
    }

    /** Yin-Yang's classes have names, others their numbers. */
    static List<String> names(RunData run, int size) {
        boolean yinYang = run.experiment().map(e -> e.task() == TaskKind.YINYANG).orElse(false);
        return yinYang && size <= 3 ? List.of("yang", "yin", "dots").subList(0, size) : IntStream.range(0, size).mapToObj(Integer::toString).toList();
    }
}
