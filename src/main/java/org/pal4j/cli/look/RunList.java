package org.pal4j.cli.look;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pal4j.InputException;

/** The table of the runs in a folder. */
public final class RunList {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int MAX_NAME = 40;

    private RunList() {}

    /**
     * Returns the lines of the table, the newest run last; a sentence if there are no runs.
     *
     * @throws InputException if the folder can't be read
     */
    public static List<String> of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + (Files.exists(folder) ? ": is a file; give a folder with runs" : ": there is no such folder"));
        }
        List<RunSummary> runs = RunSummary.in(folder.normalize()).stream().map(RunSummary::read)
                .sorted(Comparator.comparing(RunSummary::written).thenComparing(RunSummary::folder)).toList();
        if (runs.isEmpty()) {
            return List.of(
                    "no runs in " + (folder.toString().isEmpty() ? "this folder" : folder) + "; ./pal4j run yinyang makes one, in runs/yinyang-1");
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("folder", "experiment", "state", "epochs", "accuracy or error", "written"));
        runs.forEach(run -> rows.add(row(run)));
        int[] widths = IntStream.range(0, rows.getFirst().size()).map(k -> rows.stream().mapToInt(row -> row.get(k).length()).max().orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>(rows.stream().map(row -> line(row, widths)).toList());
        runs.stream().filter(run -> !run.fault().isEmpty()).forEach(run -> lines.add(run.folder() + " is damaged: " + oneLine(run.fault())));
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int k = 0; k < widths.length; k++) {
            line.append(row.get(k)).repeat(' ', widths[k] - row.get(k).length() + 2);
        }
        return line.toString().stripTrailing();
    }

    private static String oneLine(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining(" ")).replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }

    private static List<String> row(RunSummary run) {
        boolean damaged = run.state().equals(RunSummary.DAMAGED);
        return List.of(run.folder().toString(), shown(run.name()), run.state(), run.epochs().isEmpty() ? "-" : run.epochs(),
                damaged ? "-" : run.score(), TIME.format(run.written().atZone(ZoneId.systemDefault())));
    }

    private static String shown(String name) {
        return name.isEmpty() ? "-" : name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "..." : name;
    }
}
