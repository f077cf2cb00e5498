package org.pal4j.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pal4j.InputException;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Documents;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Npz;
import org.pal4j.format.Reason;
import org.pal4j.format.RegularFile;
import org.pal4j.format.Safetensors;
import org.pal4j.model.Study;
import org.pal4j.report.RunData.ReplicaData;
import org.pal4j.report.RunData.TestClasses;
import org.pal4j.run.MetricsTable;
import org.pal4j.run.RunFiles;

/** Reads the folder of a run or a study. Missing files are skipped; files that can't be read are noted, and the page shows the rest. */
final class RunReader {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_CLASSES = 1_000_000;
    /** Maximum number of test samples of a replica. */
    private static final int MAX_TESTS = 1 << 22;
    /** Maximum number of replicas without a configuration that tells them. */
    private static final int MAX_REPLICAS = 1000;
    /** Maximum number of characters of an entry of the environment. */
    private static final int MAX_ENTRY = 1000;
    private static final String EXPECTED = "test_class";
    private static final String PREDICTED = "test_prediction";
    private static final String REMEDY = "; the file is damaged: copy it again, or remove it";

    private final Path folder;
    private final Notes notes = new Notes();

    private RunReader(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a folder.
     *
     * @throws InputException if it is no folder of a run
     */
    static RunData read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + (Files.exists(folder) ? ": is a file" : ": there is no such folder")
                    + "; give the folder of a run, for example runs/yinyang-1");
        }
        if (!Files.exists(folder.resolve(RunFiles.CONFIGURATION))) {
            throw new InputException(folder + ": is not the folder of a run, as it has no " + RunFiles.CONFIGURATION
                    + "; give one that './pal4j run' has made, for example runs/yinyang-1");
        }
        return new RunReader(folder).read();
    }

    private RunData read() {
        String configuration = notes.attempt(() -> RegularFile.text(folder.resolve(RunFiles.CONFIGURATION), MAX_BYTES)).orElse("");
        Optional<Study<?>> study = study();
        return new RunData(folder, name(folder), configuration, study, environment(), read(folder, RunFiles.METRICS, MetricsTable::read),
                read(folder, RunFiles.RESULT, RunReader::json), replicas(study), classes(), notes);
    }

    private static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }

    /** Reads the study. If the configuration is of another version and cannot be read, a note is added; measures can still be shown. */
    private Optional<Study<?>> study() {
        try {
            return Optional.of(Catalog.study(folder.resolve(RunFiles.CONFIGURATION).toString(), List.of()));
        } catch (InputException e) {
            notes.add("This version of PAL4J can't read the configuration, so nothing is shown that depends on it: " + Notes.words(e));
            return Optional.empty();
        }
    }

    /** Returns the replicas in the order of the study. If the study is unknown, returns all subfolders with a configuration, sorted by name. */
    private List<ReplicaData> replicas(Optional<Study<?>> study) {
        List<String> labels = study.filter(Study::hasReplicas).<List<String>>map(Study::labels).orElse(List.of());
        List<ReplicaData> replicas = new ArrayList<>();
        for (int k = 0; k < labels.size(); k++) {
            Path own = folder.resolve(labels.get(k));
            if (Files.exists(own.resolve(RunFiles.CONFIGURATION))) {
                replicas.add(replica(own, labels.get(k), study, k));
            }
        }
        if (study.isEmpty()) {
            entries(folder, entry -> Files.exists(entry.resolve(RunFiles.CONFIGURATION))).stream().limit(MAX_REPLICAS)
                    .forEach(own -> replicas.add(replica(own, name(own), study, 0)));
        }
        return replicas.isEmpty() && labels.isEmpty() ? List.of(replica(folder, name(folder), study, 0)) : replicas;
    }

    /** Returns some entries of a folder, sorted by name. */
    static List<Path> entries(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(wanted).sorted().toList();
        } catch (UncheckedIOException e) {
            throw new InputException(folder + ": can't be read (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new InputException(folder + ": can't be read (" + Reason.of(e) + ")", e);
        }
    }

    private ReplicaData replica(Path own, String label, Optional<Study<?>> study, int k) {
        return new ReplicaData(own, label, k, study.map(known -> known.seeds().get(k)), read(own, RunFiles.METRICS, MetricsTable::read),
                read(own, RunFiles.RESULT, RunReader::json), read(own, RunFiles.RECORDINGS, RunReader::test).flatMap(test -> test));
    }

    private <T> Optional<T> read(Path own, String name, Function<Path, ? extends T> reader) {
        return read(own, name, notes, reader);
    }

    private static <T> Optional<T> read(Path own, String name, Notes notes, Function<Path, ? extends T> reader) {
        Path file = own.resolve(name);
        return Files.exists(file) ? notes.attempt(() -> reader.apply(file)) : Optional.empty();
    }

    /** Returns the arrays of recordings.npz; empty if the file is missing. */
    static Map<String, NpyArray> recordings(Path own, Notes notes) {
        Path file = own.resolve(RunFiles.RECORDINGS);
        return Files.exists(file) ? new LazyArrays(file, notes) : Map.of();
    }

    /** Returns all arrays of weights.safetensors; empty if the file is missing or a value is not finite. */
    static Map<String, NpyArray> weights(Path own, Notes notes) {
        Optional<Map<String, NpyArray>> weights = read(own, RunFiles.WEIGHTS, notes, file -> Safetensors.read(file).tensors());
        return weights.filter(all -> all.values().stream().allMatch(RunReader::isFinite)).orElse(Map.of());
    }

    private static boolean isFinite(NpyArray array) {
        for (int k = 0; k < array.size(); k++) {
            if (!Double.isFinite(array.at(k))) {
                return false;
            }
        }
        return true;
    }

    /** Reads the classes of the test; empty if there are none. Their sizes are known before they are read. */
    private static Optional<TestClasses> test(Path file) {
        Map<String, Optional<Npz.Header>> headers = Npz.headers(file, List.of(EXPECTED, PREDICTED)::contains);
        Optional<Npz.Header> expected = headers.getOrDefault(EXPECTED, Optional.empty());
        Optional<Npz.Header> predicted = headers.getOrDefault(PREDICTED, Optional.empty());
        if (expected.isEmpty() || predicted.isEmpty() || size(expected.get()) == 0) {
            return Optional.empty();
        }
        if (size(expected.get()) != size(predicted.get())) {
            throw new InputException(file + ": test_class has " + size(expected.get()) + " entries, and test_prediction has "
                    + size(predicted.get()) + REMEDY);
        }
        if (size(expected.get()) > MAX_TESTS) {
            throw new InputException(file + ": has the classes of " + size(expected.get()) + " test samples, and a page takes at most " + MAX_TESTS);
        }
        return Optional.of(new TestClasses(classes(file, EXPECTED), classes(file, PREDICTED)));
    }

    private static long size(Npz.Header header) {
        return header.bytes() / header.kind().bytes();
    }

    private static int[] classes(Path file, String name) {
        NpyArray array = Objects.requireNonNull(Npz.read(file, name::equals).get(name));
        int[] classes = new int[array.size()];
        for (int i = 0; i < classes.length; i++) {
            double value = array.at(i);
            if (!(value >= 0 && value <= MAX_CLASSES && value == Math.rint(value))) {
                throw new InputException(file + ": class " + value + " of test sample " + i + " is none" + REMEDY);
            }
            classes[i] = (int) value;
        }
        return classes;
    }

    private List<String> classes() {
        Object names = read(folder, RunFiles.ENVIRONMENT, RunReader::json).map(entries -> entries.get(RunFiles.CLASSES)).orElse(List.of());
        return names instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    private Map<String, String> environment() {
        Map<String, String> values = new LinkedHashMap<>();
        read(folder, RunFiles.ENVIRONMENT, RunReader::json).ifPresent(entries -> entries.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                inner.forEach((key, text) -> values.put(name + " " + key, entry(text)));
            } else if (!name.equals(RunFiles.CLASSES)) {
                values.put(name, entry(value));
            }
        }));
        return values;
    }

    private static String entry(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= MAX_ENTRY ? text : text.substring(0, MAX_ENTRY) + "...";
    }

    private static Map<String, Object> json(Path file) {
        try {
            return Documents.json(file);
        } catch (InputException e) {
            throw new InputException(Notes.words(e) + REMEDY, e);
        }
    }
}
