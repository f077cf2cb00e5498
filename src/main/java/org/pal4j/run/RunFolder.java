package org.pal4j.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
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
    /** The file that the process holds which computes the run. */
    private static final String LOCK = ".lock";
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
     * Creates a folder at {@code path}, which must not exist or must be empty.
     *
     * @throws InputException if it exists and is not an empty folder, or if it can't be created
     */
    public static RunFolder at(Path path) {
        List<Path> missing = new ArrayList<>();
        try {
            if (path.toString().isEmpty()) {
                throw new InputException("--out is empty; give the name of a folder");
            }
            if (isUnfinished(path)) {
                throw new InputException(path + ": holds an unfinished run; nothing was changed. Go on with it by ./pal4j run --resume " + path
                        + ", or give another folder with --out");
            }
            if (Files.exists(path) && !(Files.isDirectory(path) && isEmpty(path))) {
                throw new InputException(path + ": exists already; nothing was changed. Give another folder with --out");
            }
            for (Path at = path.toAbsolutePath(); at != null && Files.notExists(at); at = at.getParent()) {
                missing.add(at);
            }
            Files.createDirectories(path);
            return new RunFolder(path, missing);
        } catch (IOException e) {
            remove(missing);
            throw new InputException(path + ": can't be made (" + Reason.of(e) + "); give another folder with --out", e);
        }
    }

    /** Creates or reuses the folder at {@code path}. Recordings of an unfinished run are deleted; its other files will be replaced. */
    public static RunFolder again(Path path) {
        RunFolder folder = open(path);
        folder.clearRecordings();
        return folder;
    }

    /** Creates or reuses the folder at {@code path}, with all that is in it. */
    public static RunFolder open(Path path) {
        try {
            Files.createDirectories(path);
            return new RunFolder(path, List.of());
        } catch (IOException e) {
            throw new InputException(path + ": can't be made (" + Reason.of(e) + ")", e);
        }
    }

    private void clearRecordings() {
        Path recordings = path.resolve(RunFiles.SERIES);
        if (Files.isDirectory(recordings)) {
            List<Path> left = new ArrayList<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(recordings)) {
                files.forEach(left::add);
            } catch (IOException e) {
                throw new InputException(recordings + ": can't be read (" + Reason.of(e) + ")", e);
            }
            left.add(recordings);
            remove(left);
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
                    return new RunFolder(Files.createDirectory(path), first ? List.of(path, parent) : List.of(path));
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

    /** Removes files, and folders if they are empty. */
    private static void remove(List<Path> paths) {
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // It was never created, or another process already uses it.
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
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
        Map<String, Object> environment = new LinkedHashMap<>(Environment.describe());
        environment.putAll(inputs.entries());
        try {
            text(RunFiles.CONFIGURATION, configuration);
            text(RunFiles.ENVIRONMENT, Json.indented(environment));
        } catch (InputException e) {
            remove(List.of(path.resolve(RunFiles.CONFIGURATION), path.resolve(RunFiles.ENVIRONMENT)));
            remove(made);
            throw e;
        }
    }

    /**
     * Prepares the folder of an unfinished run for its continuation from a checkpoint, or for a new beginning. The environment of a run that
     * continues is that of its beginning.
     *
     * @param configuration the resolved configuration, which may have another number of epochs
     * @param inputs        what the run reads
     * @param continues     whether the run continues from a checkpoint
     * @throws InputException if a run that continues had other samples or weights, or if the folder can't be written
     */
    public void resume(String configuration, Inputs inputs, boolean continues) {
        Path environment = path.resolve(RunFiles.ENVIRONMENT);
        if (continues && Files.exists(environment)) {
            inputs.require(environment);
            text(RunFiles.CONFIGURATION, configuration);
        } else {
            begin(configuration, inputs);
        }
        if (!continues) {
            clearRecordings();
        }
        if (Files.isRegularFile(path.resolve(RunFiles.RESULT))) {
            remove(List.of(path.resolve(RunFiles.RESULT)));
        }
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
     * Claims the folder for this process. Where the file system has no locks, nothing is claimed.
     *
     * @return gives the folder back
     * @throws InputException if another process has claimed it
     */
    public Runnable claim() {
        Path file = path.resolve(LOCK);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new InputException(path + ": another process computes this run; wait for it, or stop it");
            }
            return () -> {
                remove(List.of(file));
                close(channel);
            };
        } catch (IOException e) {
            return () -> {};
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // This process has it already.
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the checkpoint of a finished run that nobody will carry on. */
    public void dropCheckpoint() {
        remove(List.of(path.resolve(Checkpoint.FILE), path.resolve(Checkpoint.TEST_FILE)));
    }

    /** Writes the measures and weights so far. */
    void progress(List<EpochRow> rows, Map<String, NpyArray> weights, Terms terms) {
        all(List.of(() -> text(RunFiles.METRICS, RunFiles.metrics(rows, terms)),
                () -> weights(weights, RunFiles.metadata(terms, rows.getLast().steps())),
                () -> recorder.ifPresent(Recorder::flush)));
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
                () -> remove(outcome.ending() == Ending.INTERRUPTED ? List.of() : List.of(path.resolve(Checkpoint.TEST_FILE))));
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
