package org.pal4j.model.circuit.original;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.catalog.Catalog;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.model.Study;
import org.pal4j.model.circuit.CircuitExperiment;

/** Files of the original programs, with published values. */
final class Originals {
    private Originals() {}

    /** The keys of a file, to be changed. */
    static final class Keys extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1L;

        Keys set(String key, Object value) {
            put(key, value);
            return this;
        }

        Keys without(List<String> keys) {
            keySet().removeAll(keys);
            return this;
        }

        Keys copy() {
            Keys copy = new Keys();
            copy.putAll(this);
            return copy;
        }
    }

    /** The text of a file in the test resources. */
    static String text(String name) {
        try (InputStream in = Originals.class.getResourceAsStream("/original/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document to change, which can be written as JSON again. */
    static Object document(Path folder, String name) {
        return changeable(Documents.read(write(folder, "read-" + name, text(name))));
    }

    private static Object changeable(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Keys copy = new Keys();
                map.forEach((key, entry) -> copy.put((String) key, changeable(entry)));
                yield copy;
            }
            case List<?> list -> new ArrayList<>(list.stream().map(Originals::changeable).toList());
            case null, default -> value;
        };
    }

    /** Backward learning alone, format 1. */
    static Keys align(Path folder) {
        return (Keys) document(folder, "align.json");
    }

    /** Learning from a teacher, format 1. */
    static Keys chain(Path folder) {
        return (Keys) document(folder, "chain.json");
    }

    static Path write(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file reads as, and what is said about it. */
    record Found(Study<?> study, List<String> notes) {
        CircuitExperiment base() {
            return (CircuitExperiment) study.base();
        }

        String note() {
            return String.join("; ", notes);
        }
    }

    static Found find(Path file, Optional<NumpyTask> task, String... settings) {
        List<String> notes = new ArrayList<>();
        Study<?> study = Catalog.study(file.toString(), List.of(settings), task.map(NumpyTask::label), notes::addAll);
        return new Found(study, notes);
    }

    static Found find(Path folder, Keys document, NumpyTask task, String... settings) {
        return find(write(folder, "params.json", Json.text(document)), Optional.of(task), settings);
    }

    /** A value as somebody would type it. */
    static Object value(String text) {
        return Documents.value(text, "test");
    }
}
