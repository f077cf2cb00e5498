package org.pal4j.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pal4j.InputException;
import org.pal4j.config.Json;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Reason;
import org.pal4j.format.Safetensors;
import org.pal4j.format.WholeFile;
import org.pal4j.model.Series;
import org.pal4j.model.Terms;

/**
 * The folder of the run of one replica. Each file is written whole or not at all, so whenever a run is cut, what lies there can be read:
 * configuration.yaml and environment.json from the start, metrics.csv and weights.safetensors as it goes on, all of it and recordings.npz and
 * result.json at the end. {@link RunFiles} knows what is in them.
 */
public final class RunFolder {

    private final Path path;
    /** The folders that were made for this one, itself included, the deepest first. */
    private final List<Path> made;
    private Optional<Recorder> recorder = Optional.empty();

    private RunFolder(Path path, List<Path> made) {
        this.path = path;
        this.made = made;
    }

    /**
     * A new folder at {@code path}, which must not exist or be empty.
     *
     * @throws InputException if there is something already, or it can't be made
     */
    public static RunFolder at(Path path) {
        List<Path> missing = new ArrayList<>();
        try {
            if (path.toString().isEmpty()) {
                throw new InputException("--out is empty; give the name of a folder");
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

    /** The folder at {@code path}, where a run may have been that never came to its end: its recordings go, its files will be replaced. */
    public static RunFolder again(Path path) {
        try {
            Files.createDirectories(path);
            Path recordings = path.resolve(RunFiles.SERIES);
            if (Files.isDirectory(recordings)) {
                List<Path> left = new ArrayList<>();
                try (DirectoryStream<Path> files = Files.newDirectoryStream(recordings)) {
                    files.forEach(left::add);
                }
                left.add(recordings);
                remove(left);
            }
            return new RunFolder(path, List.of());
        } catch (IOException e) {
            throw new InputException(path + ": can't be made (" + Reason.of(e) + ")", e);
        }
    }

    /** A new folder {@code runs/NAME-K} in the current directory, with the least K that is free. */
    public static RunFolder numbered(String name) {
        return numbered(Path.of("runs"), name);
    }

    /** The same in another folder than {@code runs}. */
    public static RunFolder numbered(Path parent, String name) {
        boolean first = Files.notExists(parent);
        try {
            Files.createDirectories(parent);
            for (int k = 1;; k++) {
                Path path = parent.resolve(name + "-" + k);
                try {
                    return new RunFolder(Files.createDirectory(path), first ? List.of(path, parent) : List.of(path));
                } catch (FileAlreadyExistsException e) {
                    // The next one, then.
                }
            }
        } catch (IOException e) {
            throw new InputException(parent + ": can't be written (" + Reason.of(e) + "); give a folder with --out", e);
        }
    }

    /** Removes files, and folders if they are empty. */
    private static void remove(List<Path> paths) {
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // It was never made, or somebody uses it already.
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * What is known at the start.
     *
     * @param configuration which reads back as the same
     * @param dataFiles     the files that samples were read from, with their checksums
     * @throws InputException if it can't be written; the folder is gone again then
     */
    public void begin(String configuration, Map<String, String> dataFiles) {
        Map<String, Object> environment = new LinkedHashMap<>(Environment.describe());
        if (!dataFiles.isEmpty()) {
            environment.put("data_sha256", dataFiles);
        }
        try {
            text(RunFiles.CONFIGURATION, configuration);
            text(RunFiles.ENVIRONMENT, Json.indented(environment));
        } catch (InputException e) {
            remove(List.of(path.resolve(RunFiles.CONFIGURATION), path.resolve(RunFiles.ENVIRONMENT)));
            remove(made);
            throw e;
        }
    }

    /** What writes the series of a run as it goes on; nothing if there are none. To be asked for once, when the run has begun. */
    Optional<Recorder> recorder(List<Series> series) {
        if (!series.isEmpty()) {
            recorder = Optional.of(new Recorder(path, series));
        }
        return recorder;
    }

    /** What is known so far. */
    void progress(List<EpochRow> rows, Map<String, NpyArray> weights, Terms terms) {
        all(List.of(() -> text(RunFiles.METRICS, RunFiles.metrics(rows, terms)),
                () -> weights(weights, RunFiles.metadata(terms, rows.getLast().steps())),
                () -> recorder.ifPresent(Recorder::flush)));
    }

    /**
     * What to write at the end, in this order: result.json, the last, says that all is there. Each part throws an {@link InputException} if it can't
     * be written.
     */
    List<Runnable> finish(Outcome outcome, Terms terms) {
        return List.of(
                () -> text(RunFiles.METRICS, RunFiles.metrics(outcome.rows(), terms)),
                () -> weights(outcome.weights(), RunFiles.metadata(terms, outcome.steps())),
                () -> recordings(RunFiles.recordings(outcome, terms)),
                () -> recorder.ifPresent(Recorder::flush),
                () -> text(RunFiles.RESULT, Json.indented(RunFiles.result(outcome, terms))));
    }

    /**
     * Writes everything; what comes after something that can't be written is not.
     *
     * @throws InputException if something can't be written
     */
    public void finishWhole(Outcome outcome, Terms terms) {
        finish(outcome, terms).forEach(Runnable::run);
    }

    /** Carries all parts out, even after one has failed; all faults are told then. */
    static void all(List<Runnable> parts) {
        List<InputException> faults = new ArrayList<>();
        for (Runnable part : parts) {
            try {
                part.run();
            } catch (InputException e) {
                faults.add(e);
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
     * Writes a text.
     *
     * @throws InputException if it can't be written; what was there before is unchanged then
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
