package org.pal4j.run;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pal4j.InputException;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Safetensors;
import org.pal4j.format.WholeFile;

/**
 * The folder of one run. Each file is written whole or not at all, so whenever a run is cut, what lies there can be read:
 * configuration.yaml and environment.json from the start, metrics.csv and weights.safetensors as it goes on, all of it and
 * recordings.npz and result.json at the end.
 */
public final class RunFolder {
    private static final String CONFIGURATION = "configuration.yaml";
    private static final String ENVIRONMENT = "environment.json";
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

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
    static RunFolder again(Path path) {
        try {
            Files.createDirectories(path);
            Path recordings = path.resolve(Recorder.FOLDER);
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

    static RunFolder numbered(Path parent, String name) {
        boolean first = Files.notExists(parent);
        try {
            Files.createDirectories(parent);
            for (int k = 1; ; k++) {
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
     * @throws InputException if it can't be written; the folder is gone again then
     */
    public void begin(Experiment experiment) {
        begin(experiment, Map.of());
    }

    /**
     * What is known at the start.
     *
     * @param dataFiles the files that samples were read from, with their checksums
     * @throws InputException if it can't be written; the folder is gone again then
     */
    public void begin(Experiment experiment, Map<String, String> dataFiles) {
        begin(ExperimentKeys.show(experiment), dataFiles);
        if (!experiment.recording().isEmpty()) {
            recorder = Optional.of(new Recorder(path, experiment.recording(), experiment.circuit()));
        }
    }

    /** What writes down as the run goes on, if the experiment asks for it; once the run has begun. */
    Optional<Recorder> recorder() {
        return recorder;
    }

    /** {@link #begin} with a configuration that is already written down. */
    void begin(String configuration, Map<String, String> dataFiles) {
        Map<String, Object> environment = new LinkedHashMap<>(Environment.describe());
        if (!dataFiles.isEmpty()) {
            environment.put("data_sha256", dataFiles);
        }
        try {
            text(CONFIGURATION, configuration);
            text(ENVIRONMENT, json(environment));
        } catch (InputException e) {
            remove(List.of(path.resolve(CONFIGURATION), path.resolve(ENVIRONMENT)));
            remove(made);
            throw e;
        }
    }

    /** What is known so far. */
    public void progress(List<EpochMetrics> metrics, Replica circuit) {
        all(List.of(() -> text("metrics.csv", csv(metrics, circuit.parameters())), () -> weights(circuit),
                () -> recorder.ifPresent(Recorder::flush)));
    }

    /**
     * Everything.
     *
     * @throws InputException if something can't be written; all the rest is
     */
    public void finish(Experiment experiment, Outcome outcome) {
        all(parts(experiment, outcome));
    }

    /** {@link #finish}, but what comes after something that can't be written is not: result.json, the last, says that all is there. */
    void finishWhole(Experiment experiment, Outcome outcome) {
        parts(experiment, outcome).forEach(Runnable::run);
    }

    private List<Runnable> parts(Experiment experiment, Outcome outcome) {
        return List.of(
                () -> text("metrics.csv", csv(outcome.metrics(), outcome.circuit().parameters())),
                () -> weights(outcome.circuit()),
                () -> recordings(Recordings.of(experiment, outcome)),
                () -> recorder.ifPresent(Recorder::flush),
                () -> text("result.json", json(result(outcome))));
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

    static ObjectNode result(Outcome outcome) {
        ObjectNode result = JSON.createObjectNode();
        result.put("ending", outcome.ending().name().toLowerCase(Locale.ROOT));
        outcome.fault().ifPresent(fault -> result.put("fault", fault));
        result.put("epochs", outcome.metrics().isEmpty() ? 0 : outcome.metrics().getLast().epoch());
        result.put("steps", outcome.circuit().step());
        result.put("seconds", outcome.seconds());
        // Without a step there is no such number, and JSON has no NaN.
        result.put("microseconds_per_step", outcome.circuit().step() == 0 ? null : outcome.microsecondsPerStep());
        outcome.test().ifPresent(test -> result.put("test_accuracy", test.accuracy()));
        return result;
    }

    private static String csv(List<EpochMetrics> metrics, CircuitParameters p) {
        StringBuilder text = new StringBuilder("epoch,steps,train_error,validation_accuracy");
        for (int l = 1; l < p.areas(); l++) {
            text.append(",angle_B").append(l);
        }
        for (int l = 1; l < p.areas(); l++) {
            text.append(",angle_phi").append(l);
        }
        text.append(",seconds\n");
        for (EpochMetrics row : metrics) {
            text.append(row.epoch()).append(',').append(row.steps()).append(',').append(cell(row.trainError())).append(',')
                    .append(cell(row.validationAccuracy()));
            for (double angle : row.angles()) {
                text.append(',').append(cell(angle));
            }
            for (double angle : row.convergedAngles()) {
                text.append(',').append(cell(angle));
            }
            text.append(',').append(String.format(Locale.ROOT, "%.3f", row.seconds())).append('\n');
        }
        return text.toString();
    }

    /** Nothing stands for a number that does not exist. */
    static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private void weights(Replica circuit) {
        Map<String, NpyArray> tensors = new LinkedHashMap<>();
        for (Variable variable : List.of(Variable.W, Variable.B, Variable.WI, Variable.BI)) {
            for (int i = 0; i < variable.count(circuit.parameters()); i++) {
                // Named by their area, as in the paper.
                String name = variable + variable.population(circuit.parameters(), i).substring(1);
                int[] shape = variable.shape(circuit.parameters(), i);
                tensors.put(name, NpyArray.ofFloats(circuit.matrix(variable, i).toArray(), shape));
            }
        }
        tensors(tensors, Map.of("steps", Long.toString(circuit.step())));
    }

    /** Writes weights, with a few words beside them. */
    void tensors(Map<String, NpyArray> tensors, Map<String, String> metadata) {
        try {
            Safetensors.write(path.resolve("weights.safetensors"), tensors, metadata);
        } catch (IOException e) {
            throw cannotWrite("weights.safetensors", e);
        }
    }

    /** Writes recordings. */
    void recordings(Map<String, NpyArray> arrays) {
        String name = "recordings.npz";
        try {
            org.pal4j.format.Npz.write(path.resolve(name), arrays);
        } catch (IOException e) {
            throw cannotWrite(name, e);
        }
    }

    void text(String name, String text) {
        try {
            WholeFile.write(path.resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw cannotWrite(name, e);
        }
    }

    private InputException cannotWrite(String name, IOException e) {
        return new InputException(path.resolve(name) + ": can't be written (" + Reason.of(e) + "); what was there before is unchanged", e);
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
