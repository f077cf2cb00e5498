package org.pal4j.model;

import java.util.List;
import java.util.Optional;

/** Parameter files of a program that somebody used before, which are run as they are. */
public interface OriginalFormat {
    /**
     * How sure it is that a document is of this format: the number of keys in it that this format knows. The format that knows most reads it.
     *
     * @param document plain Java, see {@link org.pal4j.config.Documents}
     */
    long knownKeys(Object document);

    /** What the original program is told to do on its command line, if its files do not say it; else empty. */
    default List<String> tasks() {
        return List.of();
    }

    /**
     * The file in our own keys.
     *
     * @param source   the file, for messages
     * @param name     for the experiment, if the file gives it none
     * @param document what is in it
     * @param task     one of {@link #tasks}; nothing for the original's default
     * @throws org.pal4j.InputException with all keys that are unknown, missing, of the wrong type, or ask for what can't be done
     */
    Translation translate(String source, String name, Object document, Optional<String> task);
}
