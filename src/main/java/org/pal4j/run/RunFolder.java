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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pal4j.InputException;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
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
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /**
     * A new folder at {@code path}, which must not exist or be empty.
     *
     * @throws InputException if there is something already, or it can't be made
     */
    public static RunFolder at(Path path) {
        try {
            if (Files.exists(path) && !(Files.isDirectory(path) && isEmpty(path))) {
                throw new InputException(path + ": exists already; nothing was changed. Give another folder with --out");
            }
            Files.createDirectories(path);
            return new RunFolder(path);
        } catch (IOException e) {
            throw new InputException(path + ": can't be made (" + e.getMessage() + "); give another folder with --out", e);
        }
    }

    /** A new folder {@code runs/NAME-K} in the current directory, with the least K that is free. */
    public static RunFolder numbered(String name) {
        Path parent = Path.of("runs");
        try {
            Files.createDirectories(parent);
            for (int k = 1; ; k++) {
                Path path = parent.resolve(name + "-" + k);
                try {
                    return new RunFolder(Files.createDirectory(path));
                } catch (FileAlreadyExistsException e) {
                    // The next one, then.
                }
            }
        } catch (IOException e) {
            throw new InputException(parent + ": can't be written (" + e.getMessage() + "); give a folder with --out", e);
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

    /** What is known at the start. */
    public void begin(Experiment experiment) {
        text("configuration.yaml", ExperimentKeys.show(experiment));
        text("environment.json", json(Environment.describe()));
    }

    /** What is known so far. */
    public void progress(List<EpochMetrics> metrics, Circuit circuit) {
        text("metrics.csv", csv(metrics, circuit.parameters()));
        weights(circuit);
    }

    /** Everything. */
    public void finish(Experiment experiment, Outcome outcome) {
        progress(outcome.metrics(), outcome.circuit());
        write("recordings.npz", Recordings.of(experiment, outcome));
        ObjectNode result = JSON.createObjectNode();
        result.put("ending", outcome.ending().name().toLowerCase(Locale.ROOT));
        outcome.fault().ifPresent(fault -> result.put("fault", fault));
        result.put("epochs", outcome.metrics().isEmpty() ? 0 : outcome.metrics().getLast().epoch());
        result.put("steps", outcome.circuit().step());
        result.put("seconds", outcome.seconds());
        result.put("microseconds_per_step", outcome.microsecondsPerStep());
        outcome.test().ifPresent(test -> result.put("test_accuracy", test.accuracy()));
        text("result.json", json(result));
    }

    private static String csv(List<EpochMetrics> metrics, CircuitParameters p) {
        StringBuilder text = new StringBuilder("epoch,steps,train_error,validation_accuracy");
        for (int l = 1; l < p.areas(); l++) {
            text.append(",angle_B").append(l);
        }
        text.append(",seconds\n");
        for (EpochMetrics row : metrics) {
            text.append(row.epoch()).append(',').append(row.steps()).append(',').append(cell(row.trainError())).append(',')
                    .append(cell(row.validationAccuracy()));
            for (double angle : row.angles()) {
                text.append(',').append(cell(angle));
            }
            text.append(',').append(String.format(Locale.ROOT, "%.3f", row.seconds())).append('\n');
        }
        return text.toString();
    }

    /** Nothing stands for a number that does not exist. */
    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private void weights(Circuit circuit) {
        Map<String, NpyArray> tensors = new LinkedHashMap<>();
        for (Variable variable : List.of(Variable.W, Variable.B, Variable.WI, Variable.BI)) {
            for (int i = 0; i < variable.count(circuit.parameters()); i++) {
                // Named by their area, as in the paper.
                String name = variable + variable.population(circuit.parameters(), i).substring(1);
                int[] shape = variable.shape(circuit.parameters(), i);
                tensors.put(name, NpyArray.ofFloats(circuit.matrix(variable, i).toArray(), shape));
            }
        }
        try {
            Safetensors.write(path.resolve("weights.safetensors"), tensors, Map.of("steps", Long.toString(circuit.step())));
        } catch (IOException e) {
            throw cannotWrite("weights.safetensors", e);
        }
    }

    private void write(String name, Map<String, NpyArray> arrays) {
        try {
            org.pal4j.format.Npz.write(path.resolve(name), arrays);
        } catch (IOException e) {
            throw cannotWrite(name, e);
        }
    }

    private void text(String name, String text) {
        try {
            WholeFile.write(path.resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw cannotWrite(name, e);
        }
    }

    private InputException cannotWrite(String name, IOException e) {
        return new InputException(path.resolve(name) + ": can't be written (" + e.getMessage() + "); what was there before is unchanged", e);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
