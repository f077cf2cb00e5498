package org.pal4j.sweep;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.folder.Claim;
import org.pal4j.format.Reason;
import org.pal4j.format.RegularFile;
import org.pal4j.format.WholeFile;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;
import org.pal4j.run.Checkpoint;
import org.pal4j.run.Ending;
import org.pal4j.run.RunFiles;
import org.pal4j.run.RunFolder;

/**
 * The folder of a sweep. It has configuration.yaml and points.csv from the start, a folder {@code p0001/seed-5} for each run, and the tables.
 *
 * <p>Several processes, also on different machines, may compute different runs in one folder at the same time. Each claims the folders of the
 * runs that it computes, and leaves out those that another process has. The files of the sweep itself are written by one process at a time. A run is
 * finished when its result.json exists, which is written last.
 *
 * <p>The models are known only on the floor above, so callers pass a {@code reader} that reads the sweep in a file.
 */
public final class SweepFolder {
    /** The table of points, written at the start. */
    public static final String POINTS = "points.csv";
    /** The table of finished runs. */
    public static final String RESULTS = "results.csv";
    /** The table of means over the runs of each point. */
    public static final String SUMMARY = "summary.csv";

    /** No metrics.csv of a run is larger. */
    private static final int MAX_METRICS = 1 << 28;
    /** How long to wait for another process that writes the files of the sweep itself, which takes moments. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** What {@link Run#path} gives. */
    private static final Pattern IN_SWEEP = Pattern.compile("p\\d+/seed-\\d+");

    private final Sweep sweep;
    private final Path path;
    private final Function<Path, Sweep> reader;

    private SweepFolder(Sweep sweep, Path path, Function<Path, Sweep> reader) {
        this.sweep = sweep;
        this.path = path;
        this.reader = reader;
    }

    /**
     * Returns the folder of this sweep, if the sweep has begun there.
     *
     * @return nothing if the folder has no configuration.yaml
     * @throws InputException if the folder belongs to something else, for example another sweep
     */
    public static Optional<SweepFolder> find(Path path, Sweep sweep, Function<Path, Sweep> reader) {
        if (!Files.exists(path.resolve(RunFiles.CONFIGURATION))) {
            return Optional.empty();
        }
        open(path, reader).sweep.difference(sweep).ifPresent(difference -> {
            throw new InputException(path + ": holds another sweep; nothing was changed. The first difference: " + difference
                    + ". Give another folder with --out, or go on with the sweep that is there: --resume " + path);
        });
        return Optional.of(new SweepFolder(sweep, path, reader));
    }

    /** Creates a folder {@code sweeps/NAME-K} in the current directory, with the smallest free K. */
    public static SweepFolder numbered(Sweep sweep, Function<Path, Sweep> reader) {
        return new SweepFolder(sweep, RunFolder.numbered(Path.of("sweeps"), sweep.name()).path(), reader);
    }

    /**
     * Uses the folder at {@code path}, which must be missing, empty, or that of the same sweep. {@link #begin} creates it.
     *
     * @throws InputException if the folder has other content
     */
    public static SweepFolder at(Path path, Sweep sweep, Function<Path, Sweep> reader) {
        if (find(path, sweep, reader).isEmpty()) {
            try {
                RunFolder.requireFree(path);
            } catch (InputException e) {
                // Another process may have begun the sweep between the two looks.
                if (find(path, sweep, reader).isEmpty()) {
                    throw e;
                }
            }
        }
        return new SweepFolder(sweep, path, reader);
    }

    /**
     * Opens the folder of a sweep that has begun.
     *
     * @throws InputException if it is not the folder of a sweep
     */
    public static SweepFolder open(Path path, Function<Path, Sweep> reader) {
        Path file = path.resolve(RunFiles.CONFIGURATION);
        if (!Files.exists(file)) {
            throw new InputException(path + ": is no folder of a sweep, as it has no " + RunFiles.CONFIGURATION + "; ./pal4j sweep FILE --out " + path
                    + " begins one there");
        }
        if (Files.exists(path.resolve(RunFiles.ENVIRONMENT))) {
            throw new InputException(path + ": is the folder of a run" + around(path)
                    .map(sweep -> " of a sweep; go on with all that is missing in it by ./pal4j sweep --resume " + sweep)
                    .orElse("; go on with it by ./pal4j run --resume " + path));
        }
        return new SweepFolder(reader.apply(file), path, reader);
    }

    /**
     * Creates the folder and writes the files of the start, unless another process has done it for the same sweep.
     *
     * @throws InputException if they can't be written, or if another process has begun something else there
     */
    public void begin() {
        alone(() -> {
            if (find(path, sweep, reader).isEmpty()) {
                RunFolder.at(path).text(RunFiles.CONFIGURATION, sweep.show());
            }
            if (!Files.exists(path.resolve(POINTS))) {
                RunFolder.open(path).text(POINTS, Tables.points(sweep));
            }
        });
    }

    /** Does something while no other process writes the files of the sweep itself. Runs are claimed one by one, and are not affected. */
    private void alone(Runnable work) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            Optional<Claim> claim = Instant.now().isAfter(end) ? Optional.of(Claim.of(path)) : Claim.unlessTaken(path);
            if (claim.isPresent()) {
                try {
                    work.run();
                } finally {
                    claim.get().close();
                }
                return;
            }
            // It may be a run that has the folder, and keeps it.
            find(path, sweep, reader);
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InputException(path + ": interrupted while another process writes there", e);
            }
        }
    }

    /** Returns the sweep. */
    public Sweep sweep() {
        return sweep;
    }

    /** Returns the path of the folder. */
    public Path path() {
        return path;
    }

    /** Returns whether a run is finished. Finished runs are never computed again. */
    public boolean isFinished(Run run) {
        return result(run, damaged -> {}).isPresent();
    }

    /**
     * Returns the content of result.json of a finished run.
     *
     * @param damaged is told if the file is there and can't be read; the run then counts as unfinished
     */
    Optional<Map<String, Object>> result(Run run, Consumer<InputException> damaged) {
        Path file = path.resolve(run.path()).resolve(RunFiles.RESULT);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Map<String, Object> result = Documents.json(file);
            boolean finished = result.get(RunFiles.ENDING) instanceof String ending
                    && (ending.equals(Ending.COMPLETE.label()) || ending.equals(Ending.NON_FINITE.label()));
            return finished ? Optional.of(result) : Optional.empty();
        } catch (InputException e) {
            damaged.accept(new InputException(e.getMessage() + "; the file is cut or damaged, so the run counts as unfinished, and ./pal4j sweep "
                    + "--resume " + path + " computes it again", e));
            return Optional.empty();
        }
    }

    /**
     * Claims the folder of a run that is about to be computed, and creates it if it is missing.
     *
     * @return nothing if another process computes the run
     * @throws InputException if it can't be created, or if the folder of the sweep is gone
     */
    Optional<Claim> claim(Run run) {
        return Claim.unlessTaken(made(run));
    }

    private void requireThere() {
        if (!Files.isDirectory(path)) {
            throw new InputException(path + ": the folder of the sweep has been removed while it was computed; its runs are lost");
        }
    }

    /** Creates the folder of a run, if it is missing. The folder of a sweep that somebody has removed is not made again. */
    private Path made(Run run) {
        Path folder = path;
        for (Path name : Path.of(run.path())) {
            requireThere();
            folder = folder.resolve(name);
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                // From an earlier run of the sweep, or from another process.
            } catch (IOException e) {
                requireThere();
                throw new InputException(folder + ": can't be made (" + Reason.of(e) + ")", e);
            }
        }
        return folder;
    }

    /** Returns the folder of a run, which is claimed. Files of an earlier unfinished attempt will be replaced. */
    RunFolder folder(Run run) {
        return RunFolder.open(made(run));
    }

    /**
     * Reads the checkpoint of an unfinished run.
     *
     * @param say is told if the last checkpoint is damaged, and the one before it is taken
     * @throws InputException if it is damaged, of a newer format or of another configuration
     */
    Optional<Checkpoint> checkpoint(Run run, Experiment e, Consumer<String> say) {
        return Checkpoint.read(path.resolve(run.path()), e, say);
    }

    /**
     * A summary of the tables.
     *
     * @param complete  the number of complete runs
     * @param nonFinite the number of runs that were no longer finite
     * @param missing   the number of unfinished runs
     * @param warned    the number of complete runs with a warning
     * @param best      the point with the best score in words, if there is one
     */
    public record Gathered(int complete, int nonFinite, int missing, int warned, Optional<String> best) {}

    /**
     * Writes results.csv and summary.csv from the files of the finished runs.
     *
     * @throws InputException if a table can't be written, or a run can't be read
     */
    public Gathered gather() {
        requireThere();
        List<Gathered> gathered = new ArrayList<>();
        // Of two processes that gather at the same time, the one that writes last must have seen all that the other has.
        alone(() -> {
            Tables tables = Tables.of(this, e -> {
                throw e;
            });
            RunFolder root = RunFolder.open(path);
            root.text(RESULTS, tables.results());
            root.text(SUMMARY, tables.summary());
            gathered.add(tables.gathered());
        });
        if (gathered.getFirst().missing() == 0) {
            sweep.runs().forEach(run -> WholeFile.sweep(path.resolve(run.path())));
        }
        return gathered.getFirst();
    }

    /**
     * Reads the results of the finished runs, without writing any files.
     *
     * @param damaged receives what is wrong with a run that can't be read, which then counts as missing
     */
    public Results results(Consumer<InputException> damaged) {
        return Tables.of(this, damaged).numbers();
    }

    /** Returns whether a folder is that of a sweep, according to its configuration. */
    public static boolean isOne(Path path) {
        Path file = path.resolve(RunFiles.CONFIGURATION);
        try {
            return Files.isRegularFile(file) && Documents.read(file) instanceof Map<?, ?> keys && keys.containsKey(Study.SWEEP);
        } catch (InputException e) {
            return false;
        }
    }

    /** Returns the folder of the sweep that the run in a folder belongs to; nothing for a run of its own. */
    public static Optional<Path> around(Path run) {
        Path whole = run.toAbsolutePath().normalize();
        Path point = whole.getParent();
        if (point == null || point.getParent() == null || !IN_SWEEP.matcher(point.getFileName() + "/" + whole.getFileName()).matches()) {
            return Optional.empty();
        }
        Path above = run.resolve("../..").normalize();
        return Optional.of(above.toString().isEmpty() ? Path.of(".") : above).filter(SweepFolder::isOne);
    }

    /**
     * Returns the lines of a finished run's metrics.csv.
     *
     * @param result its result.json, which says how many there must be
     * @throws InputException if it can't be read, or is cut
     */
    List<String> metrics(Run run, Map<String, Object> result) {
        Path file = path.resolve(run.path()).resolve(RunFiles.METRICS);
        String text = RegularFile.text(file, MAX_METRICS);
        List<String> lines = text.lines().toList();
        int cells = lines.isEmpty() ? 0 : lines.getFirst().split(",", -1).length;
        String last = lines.size() < 2 ? "0" : lines.getLast().split(",", -1)[0];
        boolean whole = text.endsWith("\n") && lines.stream().allMatch(line -> line.split(",", -1).length == cells)
                && last.equals(String.valueOf(result.get(RunFiles.EPOCHS)))
                // The first row is of epoch 0. A run that was not finite before it has none.
                && (lines.size() == 1 || Integer.toString(lines.size() - 2).equals(last));
        if (!whole) {
            throw new InputException(file + ": is cut or damaged, as " + RunFiles.RESULT + " says that the run has " + RunFiles.EPOCHS + " = "
                    + result.get(RunFiles.EPOCHS) + ", and its last line is " + Fault.shown(lines.isEmpty() ? "" : lines.getLast())
                    + (text.endsWith("\n") ? "" : " without a line end") + "; remove " + file.getParent()
                    + ", and ./pal4j sweep --resume " + path + " computes this run again");
        }
        return lines;
    }
}
