package org.pal4j.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.InputException;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.RunData.TestClasses;
import org.pal4j.run.Catalog;
import org.pal4j.run.Experiment;
import org.pal4j.run.Study;

/** Reads the folder of a run or a study. What is not there yet is left out; what is there and damaged is an error. */
final class RunReader {
    static final String CONFIGURATION = "configuration.yaml";
    static final String RECORDINGS = "recordings.npz";
    static final String WEIGHTS = "weights.safetensors";

    private static final int MOST_BYTES = 1 << 26;
    private static final int MOST_SHOWN = 80;
    private static final JsonMapper JSON = new JsonMapper();

    private RunReader() {}

    /**
     * Reads a folder.
     *
     * @throws InputException if it is no run folder, or a file in it is damaged
     */
    static RunData read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + (Files.exists(folder) ? ": is a file" : ": there is no such folder")
                    + "; give the folder of a run, for example runs/yinyang-1");
        }
        if (!Files.exists(folder.resolve(CONFIGURATION))) {
            throw new InputException(folder + ": is not the folder of a run, as it has no " + CONFIGURATION
                    + "; give one that './pal4j run' has made, for example runs/yinyang-1");
        }
        String configuration = text(folder.resolve(CONFIGURATION));
        List<String> notes = new ArrayList<>();
        Optional<Study<?>> study = study(folder, notes);
        Optional<JsonNode> result = json(folder.resolve("result.json"));
        return new RunData(folder, name(folder), configuration, study, environment(folder), metrics(folder), result,
                replicas(folder, study), List.copyOf(notes));
    }

    private static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }

    /** A configuration of another version may have keys that this one does not know; the measures can be shown all the same. */
    private static Optional<Study<?>> study(Path folder, List<String> notes) {
        try {
            return Optional.of(Catalog.read(folder.resolve(CONFIGURATION).toString(), List.of()));
        } catch (InputException e) {
            notes.add("This version of PAL4J can't read the configuration, so nothing is shown that depends on it: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** In the order of the study; folders that it does not name come last, in the order of their names. */
    private static List<ReplicaData> replicas(Path folder, Optional<Study<?>> study) {
        List<String> labels = study.filter(Study::hasReplicas).map(Study::labels).orElse(List.of());
        List<ReplicaData> replicas = new ArrayList<>();
        for (int k = 0; k < labels.size(); k++) {
            Path own = folder.resolve(labels.get(k));
            if (Files.exists(own.resolve(CONFIGURATION))) {
                replicas.add(replica(own, labels.get(k), study, k));
            }
        }
        if (study.isEmpty()) {
            subfolders(folder).forEach(own -> replicas.add(replica(own, name(own), study, 0)));
        }
        return replicas.isEmpty() && labels.isEmpty() ? List.of(replica(folder, name(folder), study, 0)) : replicas;
    }

    private static List<Path> subfolders(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.exists(entry.resolve(CONFIGURATION))).sorted().toList();
        } catch (IOException e) {
            throw new InputException(folder + ": can't be read (" + e.getMessage() + ")", e);
        }
    }

    private static ReplicaData replica(Path folder, String label, Optional<Study<?>> study, int k) {
        Optional<Experiment> experiment = study.flatMap(known -> known.of(Experiment.class)).map(circuits -> circuits.replicas().get(k));
        return new ReplicaData(folder, label, study.map(known -> known.seeds().get(k)), experiment, metrics(folder),
                json(folder.resolve("result.json")), test(folder));
    }

    private static Optional<MetricsTable> metrics(Path folder) {
        Path file = folder.resolve("metrics.csv");
        return Files.exists(file) ? Optional.of(MetricsTable.read(file)) : Optional.empty();
    }

    /** All arrays of recordings.npz; none if it is not there. */
    static Map<String, NpyArray> recordings(Path folder) {
        Path file = folder.resolve(RECORDINGS);
        return Files.exists(file) ? Npz.read(file) : Map.of();
    }

    private static Optional<TestClasses> test(Path folder) {
        Map<String, NpyArray> arrays = recordings(folder);
        NpyArray expected = arrays.get("test_class");
        NpyArray predicted = arrays.get("test_prediction");
        if (expected == null || predicted == null || expected.size() == 0) {
            return Optional.empty();
        }
        Path file = folder.resolve(RECORDINGS);
        if (expected.size() != predicted.size()) {
            throw new InputException(file + ": test_class has " + expected.size() + " entries, and test_prediction has " + predicted.size()
                    + "; the file is damaged: copy it again, or remove it, and the report shows the rest");
        }
        return Optional.of(new TestClasses(classes(file, expected), classes(file, predicted)));
    }

    private static int[] classes(Path file, NpyArray array) {
        int[] classes = new int[array.size()];
        long[] values = array.toLongs();
        for (int i = 0; i < classes.length; i++) {
            if (values[i] < 0 || values[i] > 1_000_000) {
                throw new InputException(file + ": class " + values[i] + " of test sample " + i + " is none; the file is damaged: copy it again, "
                        + "or remove it, and the report shows the rest");
            }
            classes[i] = (int) values[i];
        }
        return classes;
    }

    private static Map<String, String> environment(Path folder) {
        Map<String, String> values = new LinkedHashMap<>();
        json(folder.resolve("environment.json")).ifPresent(node -> node.properties().forEach(entry -> {
            if (entry.getValue().isObject()) {
                entry.getValue().properties().forEach(inner -> values.put(entry.getKey() + " " + inner.getKey(), inner.getValue().asText()));
            } else {
                values.put(entry.getKey(), entry.getValue().asText());
            }
        }));
        return values;
    }

    private static Optional<JsonNode> json(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(text(file));
            if (!node.isObject()) {
                throw new InputException(file + ": must hold a JSON object; the file is damaged: copy it again, or remove it");
            }
            return Optional.of(node);
        } catch (JsonProcessingException e) {
            throw new InputException(file + ", line " + e.getLocation().getLineNr() + ": is not JSON; the file is damaged: copy it again, or "
                    + "remove it", e);
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InputException(file + ": has more than " + MOST_BYTES + " bytes, so it is no file of a run");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new InputException(file + ": can't be read as text (" + e.getMessage() + ")", e);
        }
    }

    /** A text out of a file, in one line, and cut if it is long. */
    static String shown(String text) {
        String cut = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
        return "'" + cut.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?") + "'";
    }
}
