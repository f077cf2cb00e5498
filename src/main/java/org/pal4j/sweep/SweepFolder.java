package org.pal4j.sweep;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.format.Reason;
import org.pal4j.model.Experiment;
import org.pal4j.model.Study;
import org.pal4j.run.Checkpoint;
import org.pal4j.run.Ending;
import org.pal4j.run.RunFiles;
import org.pal4j.run.RunFolder;

/**
 * The folder of a sweep. It has configuration.yaml and points.csv from the start, a folder {@code p0001/seed-5} for each run, and the tables.
 *
 * <p>Several processes, also on different machines, may compute different runs in one folder at the same time. Each writes only the folders of its
 * own runs. (The first process writes configuration.yaml and points.csv; all would write the same bytes.) A run is finished when its result.json
 * exists, which is written last.
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

    private static final String LEFT_OVER = ".pal4j-*.part";

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
     * Creates a folder at {@code path}, or uses one that another process has just begun for the same sweep.
     *
     * @throws InputException if the folder has other content, or can't be created
     */
    public static SweepFolder at(Path path, Sweep sweep, Function<Path, Sweep> reader) {
        try {
            boolean begun = Files.isDirectory(path) && (onlyLeftOvers(path) || find(path, sweep, reader).isPresent());
            return new SweepFolder(sweep, begun ? path : RunFolder.at(path).path(), reader);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Returns whether a folder has only partial files; another process may be writing its configuration right now. */
    private static boolean onlyLeftOvers(Path path) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path); DirectoryStream<Path> parts = Files.newDirectoryStream(path, LEFT_OVER)) {
            long count = 0;
            for (Path ignored : all) {
                count++;
            }
            for (Path ignored : parts) {
                count--;
            }
            return count <= 0;
        }
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
            throw new InputException(path + ": is the folder of a run; go on with it by ./pal4j run --resume " + path);
        }
        return new SweepFolder(reader.apply(file), path, reader);
    }

    /**
     * Writes the files of the start, unless they exist.
     *
     * @throws InputException if they can't be written, or if another process has just begun another sweep there
     */
    public void begin() {
        RunFolder root = RunFolder.again(path);
        if (!Files.exists(path.resolve(RunFiles.CONFIGURATION))) {
            root.text(RunFiles.CONFIGURATION, sweep.show());
            find(path, sweep, reader);
        }
        if (!Files.exists(path.resolve(POINTS))) {
            root.text(POINTS, Tables.points(sweep));
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
        return result(run).isPresent();
    }

    /** Returns the content of result.json of a finished run. A file that can't be parsed is treated as missing. */
    Optional<Map<String, Object>> result(Run run) {
        Path file = path.resolve(run.path()).resolve(RunFiles.RESULT);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Map<String, Object> result = Documents.json(file);
            boolean finished = result.get(RunFiles.ENDING) instanceof String ending
                    && (ending.equals(Ending.COMPLETE.label()) || ending.equals(Ending.NON_FINITE.label()));
            return finished ? Optional.of(result) : Optional.empty();
        } catch (InputException e) {
            return Optional.empty();
        }
    }

    /**
     * Creates or reuses the folder of a run that is about to be computed. Files of an earlier unfinished attempt are replaced.
     *
     * @throws InputException if it can't be created
     */
    RunFolder folder(Run run) {
        return RunFolder.open(path.resolve(run.path()));
    }

    /**
     * Reads the checkpoint of an unfinished run.
     *
     * @throws InputException if it is damaged, of a newer format or of another configuration
     */
    Optional<Checkpoint> checkpoint(Run run, Experiment e) {
        return Checkpoint.read(path.resolve(run.path()), e);
    }

    /**
     * A summary of the tables.
     *
     * @param complete  the number of complete runs
     * @param nonFinite the number of runs that were no longer finite
     * @param missing   the number of unfinished runs
     * @param best      the point with the best score in words, if there is one
     */
    public record Gathered(int complete, int nonFinite, int missing, Optional<String> best) {}

    /**
     * Writes results.csv and summary.csv from the files of the finished runs.
     *
     * @throws InputException if a table can't be written, or a run can't be read
     */
    public Gathered gather() {
        Tables tables = Tables.of(this);
        RunFolder root = RunFolder.again(path);
        root.text(RESULTS, tables.results());
        root.text(SUMMARY, tables.summary());
        Gathered gathered = tables.gathered();
        if (gathered.missing() == 0) {
            sweepUp();
        }
        return gathered;
    }

    /**
     * Reads the results of the finished runs, without writing any files.
     *
     * @throws InputException if a run can't be read
     */
    public Results results() {
        return Tables.of(this).numbers();
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

    /** Removes partial files of killed processes. When all runs are finished, no process is writing. */
    private void sweepUp() {
        try {
            removeLeftOvers(path);
            for (Run run : sweep.runs()) {
                removeLeftOvers(path.resolve(run.path()));
            }
        } catch (IOException e) {
            // Partial files do no harm.
        }
    }

    private static void removeLeftOvers(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, LEFT_OVER)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** Returns the lines of a finished run's metrics.csv. */
    List<String> metrics(Run run) {
        Path file = path.resolve(run.path()).resolve(RunFiles.METRICS);
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InputException unreadable(Path path, IOException e) {
        return new InputException(path + ": can't be read (" + Reason.of(e) + ")", e);
    }
}
