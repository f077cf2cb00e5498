package org.pal4j.model;

import java.util.List;
import java.util.Optional;

/** A format of parameter files from an original program, which run unchanged. */
public interface OriginalFormat {
    /**
     * Returns the number of keys in a document that this format knows. The format with the largest number reads the document.
     *
     * @param document the document in plain Java (see {@link org.pal4j.config.Documents})
     */
    long knownKeys(Object document);

    /** Returns how many keys of a document are those of the original program, which need not identify the format. */
    default long keysOfProgram(Object document) {
        return knownKeys(document);
    }

    /** Returns the original program and its file, for messages: {@code "the NumPy program (params.json)"}. */
    default String program() {
        return getClass().getSimpleName();
    }

    /** Returns the tasks that the original program takes on its command line; empty if its files name the task. */
    default List<String> tasks() {
        return List.of();
    }

    /**
     * Translates a file into PAL4J's keys.
     *
     * @param source   the name of the file in messages
     * @param name     the name of the experiment if the file has none
     * @param document the content of the file
     * @param task     one of {@link #tasks}; nothing for the original's default
     * @throws org.pal4j.InputException with all keys that are unknown, missing, of the wrong type, or not supported
     */
    Translation translate(String source, String name, Object document, Optional<String> task);
}
