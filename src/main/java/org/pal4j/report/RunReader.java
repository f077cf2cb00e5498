package org.pal4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Documents;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Reason;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Study;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.RunData.TestClasses;
import org.pal4j.run.MetricsTable;
import org.pal4j.run.RunFiles;

/** Reads the folder of a run or a study. Missing files are skipped; damaged files are errors. */
final class RunReader {
    private static final int MAX_BYTES = 1 << 26;
    private static final int MAX_CLASSES = 1_000_000;
    private static final String REMEDY = "; the file is damaged: copy it again, or remove it";

    private RunReader() {}

    static RunData read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + (Files.exists(folder) ? ": is a file" : ": there is no such folder")
                    + "; give the folder of a run, for example runs/yinyang-1");
        }
        if (!Files.exists(folder.resolve(RunFiles.CONFIGURATION))) {
            throw new InputException(folder + ": is not the folder of a run, as it has no " + RunFiles.CONFIGURATION
                    + "; give one that './pal4j run' has made, for example runs/yinyang-1");
        }
        String configuration = text(folder.resolve(RunFiles.CONFIGURATION));
        List<String> notes = new ArrayList<>();
        Optional<Study<?>> study = study(folder, notes);
        return new RunData(folder, name(folder), configuration, study, environment(folder), read(folder, RunFiles.METRICS, MetricsTable::read),
                read(folder, RunFiles.RESULT, RunReader::json), replicas(folder, study), classes(folder), List.copyOf(notes));
    }

    private static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }

    /** Reads the study. If the configuration is of another version and cannot be read, a note is added; measures can still be shown. */
    private static Optional<Study<?>> study(Path folder, List<String> notes) {
        try {
            return Optional.of(Catalog.study(folder.resolve(RunFiles.CONFIGURATION).toString(), List.of()));
        } catch (InputException e) {
            notes.add("This version of PAL4J can't read the configuration, so nothing is shown that depends on it: " + words(e));
            return Optional.empty();
        }
    }

    private static String words(InputException e) {
        return e.faults().stream().map(Fault::text).collect(Collectors.joining("; "));
    }

    /** Returns the replicas in the order of the study. If the study is unknown, returns all subfolders with a configuration, sorted by name. */
    private static List<ReplicaData> replicas(Path folder, Optional<Study<?>> study) {
        List<String> labels = study.filter(Study::hasReplicas).<List<String>>map(Study::labels).orElse(List.of());
        List<ReplicaData> replicas = new ArrayList<>();
        for (int k = 0; k < labels.size(); k++) {
            Path own = folder.resolve(labels.get(k));
            if (Files.exists(own.resolve(RunFiles.CONFIGURATION))) {
                replicas.add(replica(own, labels.get(k), study, k));
            }
        }
        if (study.isEmpty()) {
            entries(folder, entry -> Files.exists(entry.resolve(RunFiles.CONFIGURATION)))
                    .forEach(own -> replicas.add(replica(own, name(own), study, 0)));
        }
        return replicas.isEmpty() && labels.isEmpty() ? List.of(replica(folder, name(folder), study, 0)) : replicas;
    }

    /** Returns some entries of a folder, sorted by name. */
    static List<Path> entries(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new InputException(folder + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }

    private static ReplicaData replica(Path folder, String label, Optional<Study<?>> study, int k) {
        return new ReplicaData(folder, label, k, study.map(known -> known.seeds().get(k)), read(folder, RunFiles.METRICS, MetricsTable::read),
                read(folder, RunFiles.RESULT, RunReader::json), test(folder));
    }

    private static <T> Optional<T> read(Path folder, String name, Function<Path, ? extends T> reader) {
        return Optional.of(folder.resolve(name)).filter(Files::exists).map(reader);
    }

    /** Returns all arrays of recordings.npz; empty if the file is missing. */
    static Map<String, NpyArray> recordings(Path folder) {
        return RunReader.<Map<String, NpyArray>>read(folder, RunFiles.RECORDINGS, Npz::read).orElse(Map.of());
    }

    /** Returns all arrays of weights.safetensors; empty if the file is missing or a value is not finite. */
    static Map<String, NpyArray> weights(Path folder) {
        Optional<Map<String, NpyArray>> weights = read(folder, RunFiles.WEIGHTS, file -> Safetensors.read(file).tensors());
        return weights.filter(all -> all.values().stream().allMatch(array -> Arrays.stream(array.toDoubles()).allMatch(Double::isFinite)))
                .orElse(Map.of());
    }

    private static Optional<TestClasses> test(Path folder) {
        Map<String, NpyArray> arrays = recordings(folder);
        NpyArray expected = arrays.get("test_class");
        NpyArray predicted = arrays.get("test_prediction");
        if (expected == null || predicted == null || expected.size() == 0) {
            return Optional.empty();
        }
        Path file = folder.resolve(RunFiles.RECORDINGS);
        if (expected.size() != predicted.size()) {
            throw new InputException(file + ": test_class has " + expected.size() + " entries, and test_prediction has " + predicted.size()
                    + REMEDY + ", and the report shows the rest");
        }
        return Optional.of(new TestClasses(classes(file, expected), classes(file, predicted)));
    }

    private static int[] classes(Path file, NpyArray array) {
        int[] classes = new int[array.size()];
        long[] values = array.toLongs();
        for (int i = 0; i < classes.length; i++) {
            if (values[i] < 0 || values[i] > MAX_CLASSES) {
                throw new InputException(file + ": class " + values[i] + " of test sample " + i + " is none" + REMEDY
                        + ", and the report shows the rest");
            }
            classes[i] = (int) values[i];
        }
        return classes;
    }

    private static List<String> classes(Path folder) {
        Object names = read(folder, RunFiles.ENVIRONMENT, RunReader::json).map(entries -> entries.get(RunFiles.CLASSES)).orElse(List.of());
        return names instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    private static Map<String, String> environment(Path folder) {
        Map<String, String> values = new LinkedHashMap<>();
        read(folder, RunFiles.ENVIRONMENT, RunReader::json).ifPresent(entries -> entries.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                inner.forEach((key, text) -> values.put(name + " " + key, String.valueOf(text)));
            } else if (!name.equals(RunFiles.CLASSES)) {
                values.put(name, String.valueOf(value));
            }
        }));
        return values;
    }

    private static Map<String, Object> json(Path file) {
        try {
            return Documents.json(file);
        } catch (InputException e) {
            throw new InputException(words(e) + REMEDY, e);
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InputException(file + ": has more than " + MAX_BYTES + " bytes, so it is no file of a run");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new InputException(file + ": can't be read as text (" + Reason.of(e) + ")", e);
        }
    }
}
