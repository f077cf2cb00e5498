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
import org.pal4j.model.Study;
import org.pal4j.run.Ending;
import org.pal4j.run.RunFiles;
import org.pal4j.run.RunFolder;

/**
 * The folder of a sweep: configuration.yaml and points.csv from the start, a folder {@code p0001/seed-5} with what a run leaves for each run, and
 * the tables.
 *
 * <p>Several processes may compute different runs in one folder at once, on several machines: while they do, each writes the folders of its own
 * runs only. (Whoever comes first writes configuration.yaml and points.csv, and all would write the same bytes.) A run is finished when its
 * result.json is there, which is written last.
 *
 * <p>Which models there are is known on the floor above; so whoever asks for a folder gives a {@code reader}, which reads the sweep in a file.
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
     * The folder of this very sweep, if it was begun there.
     *
     * @return nothing if the folder is yet to be made
     * @throws InputException if something else is there, another sweep for example
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

    /** A new folder {@code sweeps/NAME-K} in the current directory, with the least K that is free. */
    public static SweepFolder numbered(Sweep sweep, Function<Path, Sweep> reader) {
        return new SweepFolder(sweep, RunFolder.numbered(Path.of("sweeps"), sweep.name()).path(), reader);
    }

    /**
     * A new folder at {@code path}, or one that another process has just begun for the same sweep.
     *
     * @throws InputException if there is something else already, or it can't be made
     */
    public static SweepFolder at(Path path, Sweep sweep, Function<Path, Sweep> reader) {
        try {
            boolean begun = Files.isDirectory(path) && (onlyLeftOvers(path) || find(path, sweep, reader).isPresent());
            return new SweepFolder(sweep, begun ? path : RunFolder.at(path).path(), reader);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Another process may be writing its configuration at this moment. */
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
     * The folder of a sweep that was begun.
     *
     * @throws InputException if it is none
     */
    public static SweepFolder open(Path path, Function<Path, Sweep> reader) {
        Path file = path.resolve(RunFiles.CONFIGURATION);
        if (!Files.exists(file)) {
            throw new InputException(path + ": is no folder of a sweep, as it has no " + RunFiles.CONFIGURATION + "; ./pal4j sweep FILE --out " + path
                    + " begins one there");
        }
        return new SweepFolder(reader.apply(file), path, reader);
    }

    /**
     * Writes what is there from the start, if it is not there yet.
     *
     * @throws InputException if it can't be written, or another process has just begun another sweep there
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

    /** What is run in it. */
    public Sweep sweep() {
        return sweep;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Whether a run has come to its end, and is never computed again. */
    public boolean isFinished(Run run) {
        return result(run).isPresent();
    }

    /** What is in the result.json of a finished run. A file that can't be understood, though it was written whole, counts for nothing. */
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
     * The folder of a run that is about to be computed; what an earlier one has left that never came to its end is replaced.
     *
     * @throws InputException if it can't be made
     */
    RunFolder folder(Run run) {
        return RunFolder.again(path.resolve(run.path()));
    }

    /**
     * What is in the tables.
     *
     * @param complete  runs that came to the end of their epochs
     * @param nonFinite runs that were no longer finite
     * @param missing   runs that are yet to be done
     * @param best      the point with the best score, in words; nothing where there is none
     */
    public record Gathered(int complete, int nonFinite, int missing, Optional<String> best) {}

    /**
     * Writes results.csv and summary.csv from what the finished runs have left.
     *
     * @throws InputException if a table can't be written, or what a run has left can't be read
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
     * What the finished runs have left; nothing is written.
     *
     * @throws InputException if it can't be read
     */
    public Results results() {
        return Tables.of(this).numbers();
    }

    /** Whether a folder is that of a sweep, as its configuration says. */
    public static boolean isOne(Path path) {
        Path file = path.resolve(RunFiles.CONFIGURATION);
        try {
            return Files.isRegularFile(file) && Documents.read(file) instanceof Map<?, ?> keys && keys.containsKey(Study.SWEEP);
        } catch (InputException e) {
            return false;
        }
    }

    /** Removes what killed processes have left half written; when all runs are finished, nobody is writing. */
    private void sweepUp() {
        try {
            removeLeftOvers(path);
            for (Run run : sweep.runs()) {
                removeLeftOvers(path.resolve(run.path()));
            }
        } catch (IOException e) {
            // They do no harm.
        }
    }

    private static void removeLeftOvers(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, LEFT_OVER)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** The lines of a finished run's metrics.csv. */
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
