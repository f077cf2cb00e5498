package org.pal4j.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.folder.Claim;
import org.pal4j.folder.OwnFiles;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Reason;
import org.pal4j.format.Safetensors;
import org.pal4j.format.WholeFile;
import org.pal4j.model.Memory;
import org.pal4j.model.Series;
import org.pal4j.model.Terms;

/**
 * The folder of one replica's run. Each file is written completely or not at all, so all files are readable even if the run is killed. {@link
 * #begin} writes configuration.yaml and environment.json. metrics.csv and weights.safetensors follow during the run, recordings.npz and result.json
 * at the end. {@link RunFiles} defines their content.
 */
public final class RunFolder {
    private final Path path;
    /** The folders that were created for this run, including this one, deepest first. */
    private final List<Path> made;
    private Optional<Recorder> recorder = Optional.empty();

    /**
     * What a run reads besides its configuration, for environment.json.
     *
     * @param dataFiles  the files of the samples, with the SHA-256 of the unpacked content
     * @param classNames the names of the classes, if only the files of the samples have them
     * @param weights    the files with the first weights, with their SHA-256
     */
    public record Inputs(Map<String, String> dataFiles, List<String> classNames, Map<String, String> weights) {
        private static final String DATA = "data_sha256";
        private static final String WEIGHTS = "weights_sha256";
        /** The inputs of a run that reads nothing. */
        public static final Inputs NONE = new Inputs(Map.of(), List.of(), Map.of());

        /** Copies the collections. */
        public Inputs {
            dataFiles = Collections.unmodifiableMap(new LinkedHashMap<>(dataFiles));
            classNames = List.copyOf(classNames);
            weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        }

        /** Returns the inputs of a run that reads samples only. */
        public static Inputs ofData(Map<String, String> dataFiles) {
            return new Inputs(dataFiles, List.of(), Map.of());
        }

        private Map<String, Object> entries() {
            Map<String, Object> entries = new LinkedHashMap<>();
            entries.put(DATA, dataFiles);
            entries.put(WEIGHTS, weights);
            entries.put(RunFiles.CLASSES, classNames);
            entries.values().removeIf(value -> value.equals(Map.of()) || value.equals(List.of()));
            return entries;
        }

        /** Checks that the run in a folder has begun with the same files. */
        private void require(Path environment) {
            Map<String, Object> before = Documents.json(environment);
            require(environment, "samples", before.getOrDefault(DATA, Map.of()), dataFiles);
            require(environment, "weights", before.getOrDefault(WEIGHTS, Map.of()), weights);
        }

        private static void require(Path environment, String what, Object before, Map<String, String> now) {
            // Files may have other names or places now; what counts is their content.
            boolean same = before instanceof Map<?, ?> files && Set.copyOf(files.values()).equals(Set.copyOf(now.values()));
            if (!same) {
                throw new InputException(environment + ": the run has begun with other " + what + ": " + Fault.shown(Json.text(before))
                        + ", and now there are " + Fault.shown(Json.text(now)) + " (SHA-256 of the files); put the former files back");
            }
        }
    }

    private RunFolder(Path path, List<Path> made) {
        this.path = path;
        this.made = made;
    }

    /**
     * Creates a folder at {@code path}, which must not exist or must be empty. A {@link Claim} may have created it.
     *
     * @throws InputException if it exists and is not an empty folder, or if it can't be created
     */
    public static RunFolder at(Path path) {
        requireFree(path);
        try {
            return new RunFolder(path, OwnFiles.makeFolder(path));
        } catch (IOException e) {
            throw new InputException(path + ": can't be made (" + Reason.of(e) + "); give another folder with --out", e);
        }
    }

    /**
     * Checks that there is nothing at {@code path}, or an empty folder.
     *
     * @throws InputException if there is something else
     */
    public static void requireFree(Path path) {
        if (path.toString().isEmpty()) {
            throw new InputException("--out is empty; give the name of a folder");
        }
        if (isUnfinished(path)) {
            // While another process computes it, that is what the user must know.
            Claim.of(path).close();
            throw new InputException(path + ": holds an unfinished run; nothing was changed. Go on with it by ./pal4j run --resume " + path
                    + ", or give another folder with --out");
        }
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            throw new InputException(path + ": is a link to something that does not exist; nothing was changed. Give another folder with --out");
        }
        try {
            if (Files.exists(path) && !(Files.isDirectory(path) && isEmpty(path))) {
                throw new InputException(path + ": exists already; nothing was changed. Give another folder with --out");
            }
        } catch (IOException e) {
            throw new InputException(path + ": can't be read (" + Reason.of(e) + "); give another folder with --out", e);
        }
    }

    /** Creates or reuses the folder at {@code path}, with all that is in it. */
    public static RunFolder open(Path path) {
        try {
            return new RunFolder(path, OwnFiles.makeFolder(path));
        } catch (IOException e) {
            throw new InputException(path + ": can't be made (" + Reason.of(e) + ")", e);
        }
    }

    /** Creates a folder {@code runs/NAME-K} in the current directory, with the smallest free K. */
    public static RunFolder numbered(String name) {
        return numbered(Path.of("runs"), name);
    }

    /** Creates a folder {@code NAME-K} in {@code parent}, with the smallest free K. */
    public static RunFolder numbered(Path parent, String name) {
        boolean first = Files.notExists(parent);
        try {
            Files.createDirectories(parent);
            for (int k = 1;; k++) {
                Path path = parent.resolve(name + "-" + k);
                try {
                    return new RunFolder(Files.createDirectory(path),
                            first ? List.of(path.toAbsolutePath(), parent.toAbsolutePath()) : List.of(path));
                } catch (FileAlreadyExistsException e) {
                    // Try the next K.
                }
            }
        } catch (IOException e) {
            throw new InputException(parent + ": can't be written (" + Reason.of(e) + "); give a folder with --out", e);
        }
    }

    /** Returns whether a folder holds a run that has begun and has no result, or was interrupted. */
    public static boolean isUnfinished(Path path) {
        Path result = path.resolve(RunFiles.RESULT);
        return Files.exists(path.resolve(RunFiles.CONFIGURATION)) && Files.exists(path.resolve(RunFiles.ENVIRONMENT))
                && (!Files.exists(result) || Ending.INTERRUPTED.label().equals(Documents.json(result).get(RunFiles.ENDING)));
    }

    /** Returns whether a folder holds a run that has ended because its values were no longer finite. */
    static boolean isNonFinite(Path path) {
        Path result = path.resolve(RunFiles.RESULT);
        return Files.exists(result) && Ending.NON_FINITE.label().equals(Documents.json(result).get(RunFiles.ENDING));
    }

    /** Removes files of these names. A link or a folder of such a name is not ours, and stays. */
    private void remove(String... names) {
        for (String name : names) {
            try {
                OwnFiles.delete(path.resolve(name));
            } catch (IOException e) {
                // It can't be written here any more. What follows will say so.
            }
        }
    }

    /** Returns whether a folder is empty, apart from the lock file and partial files of processes that write there. */
    public static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, entry -> !Claim.isNoContent(entry))) {
            return !entries.iterator().hasNext();
        }
    }

    /** Returns the path of the folder. */
    public Path path() {
        return path;
    }

    /**
     * Writes the files of the start: configuration and environment.
     *
     * @param configuration the resolved configuration
     * @param inputs        what the run reads
     * @throws InputException if they can't be written; the folder is then removed
     */
    public void begin(String configuration, Inputs inputs) {
        Map<String, Object> environment = new LinkedHashMap<>(Environment.ofRun());
        environment.putAll(inputs.entries());
        String[] fresh =
                Stream.of(RunFiles.CONFIGURATION, RunFiles.ENVIRONMENT).filter(name -> !Files.exists(path.resolve(name))).toArray(String[]::new);
        try {
            text(RunFiles.CONFIGURATION, configuration);
            text(RunFiles.ENVIRONMENT, Json.indented(environment));
        } catch (InputException e) {
            remove(fresh);
            OwnFiles.removeEmpty(made);
            throw e;
        }
    }

    /**
     * Checks that the recordings are there with which a run continues, before anything is changed.
     *
     * @throws InputException if there are none, but should be
     */
    public void requireRecordings(Optional<Checkpoint> checkpoint) {
        Path recordings = path.resolve(RunFiles.SERIES);
        checkpoint.filter(from -> from.recorded() > 0 && !Files.isDirectory(recordings)).ifPresent(from -> {
            throw new InputException(recordings + ": is missing, and the run goes on after " + from.recorded()
                    + " recorded rows; nothing was changed. Put it back, or remove " + path.resolve(Checkpoint.FILE) + " to begin this run anew");
        });
    }

    /**
     * Prepares the folder of an unfinished run for its continuation from a checkpoint, or for a new beginning. The environment of a run that
     * continues is that of its beginning. Recordings of a run that begins anew are replaced when the recorder is created.
     *
     * @param configuration the resolved configuration, which may have another number of epochs
     * @param inputs        what the run reads
     * @param continues     whether the run continues from a checkpoint
     * @throws InputException if a run that continues had other samples or weights; nothing is changed then. Also if the folder can't be written
     */
    public void resume(String configuration, Inputs inputs, boolean continues) {
        Path environment = path.resolve(RunFiles.ENVIRONMENT);
        if (continues && Files.exists(environment)) {
            inputs.require(environment);
            text(RunFiles.CONFIGURATION, configuration);
        } else {
            begin(configuration, inputs);
        }
        remove(RunFiles.RESULT);
    }

    /**
     * Checks that the run in a folder had the same samples.
     *
     * @throws InputException if they were others
     */
    static void requireData(Path folder, Map<String, String> dataFiles) {
        Path environment = folder.resolve(RunFiles.ENVIRONMENT);
        if (Files.exists(environment)) {
            Inputs.require(environment, "samples", Documents.json(environment).getOrDefault(Inputs.DATA, Map.of()), dataFiles);
        }
    }

    /**
     * Creates the recorder for the series of a run; nothing if there are no series. Call this once, after {@link #begin}.
     *
     * @param rows the number of rows that a resumed run keeps; nothing for a run without recordings so far
     */
    Optional<Recorder> recorder(List<Series> series, OptionalLong rows) {
        if (!series.isEmpty()) {
            recorder = Optional.of(new Recorder(path, series, rows));
        }
        return recorder;
    }

    /**
     * Claims this folder, which was just made, before anything is written there.
     *
     * @throws InputException if another process has it
     */
    public Claim claim() {
        return Claim.of(path, made);
    }

    /** Removes the checkpoint of a finished run that nobody will carry on. */
    public void dropCheckpoint() {
        remove(Checkpoint.FILE, Checkpoint.TEST_FILE);
    }

    /** Writes the measures and weights so far. Recordings are written by their recorder. */
    void progress(List<EpochRow> rows, Map<String, NpyArray> weights, Terms terms) {
        all(List.of(() -> text(RunFiles.METRICS, RunFiles.metrics(rows, terms)),
                () -> weights(weights, RunFiles.metadata(terms, rows.getLast().steps()))));
    }

    /**
     * Returns the parts to write at the end, in order. result.json comes last and marks the run as finished. Each part throws an {@link
     * InputException} if it can't be written.
     */
    List<Runnable> finish(Outcome outcome, Terms terms) {
        return List.of(
                () -> text(RunFiles.METRICS, RunFiles.metrics(outcome.rows(), terms)),
                () -> weights(outcome.weights(), RunFiles.metadata(terms, outcome.steps())),
                () -> recordings(RunFiles.recordings(outcome, terms)),
                () -> recorder.ifPresent(Recorder::flush),
                () -> text(RunFiles.RESULT, Json.indented(RunFiles.result(outcome, terms))),
                () -> {
                    if (outcome.ending() != Ending.INTERRUPTED) {
                        remove(Checkpoint.TEST_FILE);
                    }
                });
    }

    /**
     * Writes all files of the end. Stops at the first that can't be written.
     *
     * @throws InputException if a file can't be written
     */
    public void finishWhole(Outcome outcome, Terms terms) {
        finish(outcome, terms).forEach(Runnable::run);
    }

    /** Runs all parts, even if one fails, and then throws all faults together. */
    static void all(List<Runnable> parts) {
        List<InputException> faults = new ArrayList<>();
        for (Runnable part : parts) {
            try {
                part.run();
            } catch (InputException e) {
                faults.add(e);
            } catch (OutOfMemoryError e) {
                faults.add(new InputException("a file of the results needs more memory than there is (" + e.getMessage() + "), and was not written; "
                        + Memory.more(2 * Runtime.getRuntime().maxMemory()), e));
            }
        }
        if (faults.size() == 1) {
            throw faults.getFirst();
        }
        if (!faults.isEmpty()) {
            throw new InputException(faults.stream().map(InputException::getMessage).collect(Collectors.joining("\n")), faults.getFirst());
        }
    }

    private void weights(Map<String, NpyArray> weights, Map<String, String> metadata) {
        try {
            Safetensors.write(path.resolve(RunFiles.WEIGHTS), weights, metadata);
        } catch (IOException e) {
            throw cannotWrite(RunFiles.WEIGHTS, e);
        }
    }

    private void recordings(Map<String, NpyArray> arrays) {
        try {
            Npz.write(path.resolve(RunFiles.RECORDINGS), arrays);
        } catch (IOException e) {
            throw cannotWrite(RunFiles.RECORDINGS, e);
        }
    }

    /**
     * Writes a text file.
     *
     * @throws InputException if it can't be written; an existing file is then unchanged
     */
    public void text(String name, String text) {
        try {
            WholeFile.write(path.resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw cannotWrite(name, e);
        }
    }

    private InputException cannotWrite(String name, IOException e) {
        return new InputException(path.resolve(name) + ": can't be written (" + Reason.of(e) + "); what was there before is unchanged", e);
    }
}
