package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files of the original programs, with published values. */
final class Originals {
    private Originals() {}

    /** The text of a file in the test resources. */
    static String text(String name) {
        try (InputStream in = Originals.class.getResourceAsStream("/original/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document to change, which can be written as JSON again. */
    static JsonNode document(Path folder, String name) {
        return Documents.read(write(folder, "read-" + name, text(name)));
    }

    /** Backward learning alone, format 1. */
    static ObjectNode align(Path folder) {
        return (ObjectNode) document(folder, "align.json");
    }

    /** Learning from a teacher, format 1. */
    static ObjectNode chain(Path folder) {
        return (ObjectNode) document(folder, "chain.json");
    }

    static Path write(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file reads as, and what is said about it. */
    record Found(Study<Experiment> study, List<String> notes) {
        Experiment base() {
            return study.base();
        }

        String note() {
            return String.join("; ", notes);
        }
    }

    static Found find(Path file, Optional<OriginalTask> task, String... settings) {
        List<String> notes = new ArrayList<>();
        Study<Experiment> study = Catalog.study(file.toString(), List.of(settings), task, notes::addAll);
        return new Found(study, notes);
    }

    static Found find(Path folder, JsonNode document, OriginalTask task, String... settings) {
        return find(write(folder, "params.json", document.toString()), Optional.of(task), settings);
    }

    /** A value as somebody would type it. */
    static JsonNode value(String text) {
        return Documents.value(text, "test");
    }
}
