package org.pal4j.bench.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows as text. */
public final class Table {
    /** Stands behind a row that is not valid. */
    static final String MARK = "  ! not valid";
    private static final int NAME = 12;
    private static final int KERNELS = 5;
    private static final int VECTORS = 2;

    private final boolean several;

    /** With a column for the name of the JDK and one for the ratio, if there are several. */
    public Table(boolean several) {
        this.several = several;
    }

    /** The line above. */
    public String heading() {
        return String.format(Locale.ROOT, "%-28s %-17s %-9s%s %12s %9s%s", "benchmark", "network", "mode", jdk("jdk"), "us a step", "roofline",
                several ? "  ratio to the first, 95 %" : "");
    }

    /** A row, and a line for each reason why it is not valid. */
    public List<String> lines(Row row) {
        String ratio = row.ratio().map(of -> "  " + ratio(of)).orElse("");
        String time = row.microseconds() > 0 ? String.format(Locale.ROOT, "%12.4f", row.microseconds()) : "           -";
        String fraction =
                Double.isFinite(row.rooflineFraction()) ? String.format(Locale.ROOT, "%7.0f %%", 100 * row.rooflineFraction()) : "        -";
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-28s %-17s %-9s%s %s %s%s%s", row.name(), row.network(), row.mode(), jdk(row.jdk()), time, fraction,
                ratio, row.isValid() ? "" : MARK));
        row.reasons().forEach(reason -> lines.add("    ! " + reason.text()));
        return lines;
    }

    /** Why parts of the roofline are not valid: a line for each JDK, kind and rule. */
    public static List<String> invalidRoofs(List<Row> rows) {
        Map<String, List<Row>> broken = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        for (Row row : rows) {
            for (Reason reason : row.isRoof() ? row.reasons() : List.<Reason>of()) {
                String key = row.benchmark() + ", " + row.jdk() + " " + reason.kind();
                broken.computeIfAbsent(key, any -> new ArrayList<>()).add(row);
                texts.putIfAbsent(key, reason.text());
            }
        }
        List<String> lines = new ArrayList<>();
        broken.forEach((key, those) -> lines.add(those.getFirst().benchmark() + ", " + those.getFirst().jdk() + ", "
                + those.stream().map(Row::network).collect(Collectors.joining(", ")) + ": " + texts.get(key)));
        return lines;
    }

    private String jdk(String name) {
        return several ? String.format(Locale.ROOT, " %-" + NAME + "s", name) : "";
    }

    /** A ratio with its interval: {@code 1.42 [1.38, 1.47]}. */
    public static String ratio(Statistics.Ratio ratio) {
        String interval = Double.isNaN(ratio.low()) ? "" : String.format(Locale.ROOT, " [%.3f, %.3f]", ratio.low(), ratio.high());
        return String.format(Locale.ROOT, "%.3f", ratio.value()) + interval;
    }

    /** What allocates where: a line for each JDK and kernel, with the row where it allocates most; the worst kernels first. */
    public static List<String> boxes(List<Row> rows) {
        List<String> lines = new ArrayList<>();
        for (String jdk : rows.stream().map(Row::jdk).distinct().toList()) {
            List<Kernel> kernels = rows.stream().filter(row -> row.jdk().equals(jdk)).flatMap(Kernel::of)
                    .sorted(Comparator.comparingDouble(Kernel::bytes).reversed()).toList();
            List<String> names = kernels.stream().map(Kernel::name).distinct().toList();
            names.stream().limit(KERNELS).forEach(name -> lines.add(kernels.stream().filter(kernel -> kernel.name.equals(name)).findFirst()
                    .orElseThrow().line()));
            if (names.size() > KERNELS) {
                lines.add("on " + jdk + " " + (names.size() - KERNELS) + " more places allocate less");
            }
        }
        return lines;
    }

    /** A kernel that allocates in a row, with all places within it, most first. */
    private record Kernel(Row row, String name, List<Site> sites) {
        static Stream<Kernel> of(Row row) {
            return row.sites().stream().map(Site::kernel).distinct()
                    .map(name -> new Kernel(row, name, row.sites().stream().filter(site -> site.kernel().equals(name)).toList()));
        }

        double bytes() {
            return sites.stream().mapToDouble(Site::bytes).sum();
        }

        String line() {
            String vectors = sites.stream().map(Site::vector).filter(vector -> !vector.isEmpty()).distinct().limit(VECTORS)
                    .collect(Collectors.joining(", "));
            String known = sites.stream().map(site -> KnownFault.of(row.java(), site)).flatMap(Optional::stream).findFirst()
                    .map(fault -> "; " + fault.note()).orElse("");
            return String.format(Locale.ROOT, "on %s (%s) %s %s, %,.0f B a step of %s %s%s", row.jdk(), row.java(), name,
                    vectors.isEmpty() ? "allocates" : "boxes: " + vectors, bytes(), row.network(), row.mode(), known);
        }
    }
}
