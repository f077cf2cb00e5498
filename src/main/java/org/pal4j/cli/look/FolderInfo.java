package org.pal4j.cli.look;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.cli.progress.MeasureText;
import org.pal4j.format.Reason;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;
import org.pal4j.run.Checkpoint;
import org.pal4j.run.Ending;
import org.pal4j.run.RunFiles;
import org.pal4j.sweep.SweepFolder;

/** What there is to say about the folder of a run, a study or a sweep. */
public final class FolderInfo {
    private static final Map<String, String> WHAT = Map.of(
            RunFiles.CONFIGURATION, "the resolved configuration", RunFiles.ENVIRONMENT, "software and hardware", RunFiles.METRICS,
            "measures of each epoch", RunFiles.WEIGHTS, "weights", RunFiles.RECORDINGS, "measures, snapshots and the test as arrays",
            RunFiles.RESULT, "the results", Checkpoint.FILE, "where the run can go on", "report.html", "a page for a browser", RunFiles.SERIES,
            "recorded series");

    private FolderInfo() {}

    /**
     * Returns the lines.
     *
     * @throws InputException if it is no folder of a run, or if a file in it can't be read
     */
    public static List<String> of(Path folder) {
        if (!RunSummary.isOne(folder)) {
            throw new InputException(folder + ": is not the folder of a run, as it has no " + RunFiles.CONFIGURATION
                    + "; ./pal4j runs lists those that are there");
        }
        RunSummary run = RunSummary.read(folder);
        if (!run.fault().isEmpty()) {
            throw new InputException(run.fault().startsWith("has no") ? folder + ": " + run.fault() : run.fault());
        }
        List<String> lines = new ArrayList<>();
        if (run.sweep()) {
            lines.add(folder + ": a sweep of " + run.name());
            lines.add(run.state() + ": " + run.epochs() + " are finished");
        } else {
            describe(run, run.study().orElseThrow(), lines);
        }
        files(folder, lines);
        lines.add(next(run));
        return lines;
    }

    private static void describe(RunSummary run, Study<?> study, List<String> lines) {
        Experiment e = study.base();
        lines.add(run.folder() + ": " + (study.hasReplicas() ? "a study of " + study.replicas().size() + " replicas of " : "a run of ") + run.name());
        if (!e.title().isEmpty()) {
            lines.add(e.title());
        }
        lines.add(e.description() + (study.hasReplicas() ? "" : ", seed " + e.seed()));
        e.settings().weights().ifPresent(path -> lines.add("began with the weights in " + path));
        lines.add(run.state() + ": " + run.epochs().replace("/", " of ") + " epochs"
                + (run.result().get(study.model().terms().steps()) instanceof Number steps
                        ? String.format(Locale.ROOT, ", %,d %s", steps.longValue(), study.model().terms().steps()) : ""));
        if (run.result().get(RunFiles.FAULT) instanceof String fault) {
            lines.add(fault);
        }
        run.result().keySet().stream().filter(name -> name.startsWith("test_") && !name.endsWith(RunFiles.DEVIATION))
                .map(name -> name.replaceFirst(RunFiles.MEAN + "$", "")).distinct()
                .forEach(name -> run.tested(name).ifPresent(value -> lines.add(MeasureText.tested(name, value))));
        run.metrics().filter(table -> table.rows() > 0)
                .ifPresent(table -> lines.add("after epoch " + table.lastEpoch() + ": " + MeasureText.line(run.last())));
    }

    private static void files(Path folder, List<String> lines) {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                String size = Files.isDirectory(entry) ? "" : bytes(Files.size(entry));
                String what = name.equals(Checkpoint.FILE) ? FileInfo.place(entry) : WHAT.getOrDefault(name, "");
                lines.add(String.format(Locale.ROOT, "  %-26s %9s  %s", Files.isDirectory(entry) ? name + "/" : name, size, what).stripTrailing());
            }
        } catch (IOException e) {
            throw new InputException(folder + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }

    /** Formats a size: {@code 812 B}, {@code 12.3 kB}. */
    static String bytes(long size) {
        return size < 1000 ? size + " B" : size < 1_000_000 ? String.format(Locale.ROOT, "%.1f kB", size * 1e-3)
                : String.format(Locale.ROOT, "%.1f MB", size * 1e-6);
    }

    private static String next(RunSummary run) {
        String folder = word(run.folder());
        if (run.sweep()) {
            return run.state().equals(Ending.COMPLETE.label()) ? "see it:  ./pal4j report " + folder : "go on:  ./pal4j sweep --resume " + folder;
        }
        Optional<Path> sweep = SweepFolder.around(run.folder());
        Optional<Path> study = study(run.folder());
        if (run.state().equals(RunSummary.BEGUN) || run.state().equals(Ending.INTERRUPTED.label())) {
            return "go on, unless it is running:  ./pal4j "
                    + sweep.map(all -> "sweep --resume " + word(all)).orElse("run --resume " + word(study.orElse(run.folder())));
        }
        String again = "./pal4j run " + word(run.folder().resolve(RunFiles.CONFIGURATION));
        if (run.state().equals(Ending.NON_FINITE.label().replace('_', ' '))) {
            return "see it:  ./pal4j report " + folder + "      begin again with other values:  " + again + " --set KEY=VALUE";
        }
        String longer = " --epochs " + 2L * Math.max(1, run.study().orElseThrow().epochs());
        boolean resumes = Files.exists(run.folder().resolve(Checkpoint.FILE)) || run.study().filter(Study::hasReplicas).isPresent();
        return "ask it:  ./pal4j predict " + folder + " test      "
                + (sweep.isEmpty() && resumes ? "carry it on:  ./pal4j run --resume " + word(study.orElse(run.folder())) + longer
                        // Runs of a sweep keep no checkpoint, and all have the epochs of the sweep.
                        : "begin again, for longer:  " + again + longer);
    }

    /** Returns the folder of the study that the run in a folder is a replica of. */
    private static Optional<Path> study(Path folder) {
        Path above = folder.resolve("..").normalize();
        Path root = above.toString().isEmpty() ? Path.of(".") : above;
        String label = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        return Files.exists(root.resolve(RunFiles.CONFIGURATION)) && RunSummary.read(root).study()
                .filter(study -> study.hasReplicas() && study.labels().contains(label)).isPresent() ? Optional.of(root) : Optional.empty();
    }

    /** Returns a path as one word of a shell. */
    private static String word(Path path) {
        String text = path.toString();
        return text.matches("[\\w./~-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
