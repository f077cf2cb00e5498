package org.pal4j.bench.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A row beside that of an earlier run.
 *
 * @param now    measured now
 * @param before from the file
 * @param ratio  of the times
 * @param beyond whether it takes longer by more than the bound
 */
public record Against(Row now, Row before, Statistics.Ratio ratio, boolean beyond) {
    /**
     * Compares all rows that both runs have. Rows that are not valid are left out: they say nothing. So are roofs: they are of the machine.
     *
     * @param percent that a step may take longer
     */
    public static List<Against> of(List<Row> now, List<Row> before, double percent) {
        List<Against> compared = new ArrayList<>();
        for (Row row : now) {
            partner(row, before).filter(other -> row.isValid() && other.isValid() && !row.isRoof()).ifPresent(other -> {
                Statistics.Ratio ratio = Statistics.ratio(row.times(), other.times());
                compared.add(new Against(row, other, ratio, ratio.value() > 1 + percent / 100));
            });
        }
        return compared;
    }

    /** That of the JDK of the same name, or the only one that measures the same. Vectors must have the same width. */
    private static Optional<Row> partner(Row row, List<Row> before) {
        List<Row> like = before.stream().filter(other -> row.isLike(other) && row.width().equals(other.width())).toList();
        return like.stream().filter(other -> other.jdk().equals(row.jdk())).findFirst().or(() -> like.size() == 1 ? Optional.of(like.getFirst())
                : Optional.empty());
    }

    /** One line. */
    public String line() {
        return String.format(Locale.ROOT, "%-28s %-17s %-9s %12.4f %12.4f %s%s", now.name(), now.network(), now.mode(), before.microseconds(),
                now.microseconds(), Table.ratio(ratio), beyond ? "  slower" : "");
    }

    /** The heading of the lines. */
    public static String heading() {
        return String.format(Locale.ROOT, "%-28s %-17s %-9s %12s %12s %s", "benchmark", "network", "mode", "us then", "us now", "ratio");
    }
}
