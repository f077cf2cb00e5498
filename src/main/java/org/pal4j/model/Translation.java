package org.pal4j.model;

import java.util.List;
import java.util.Map;

/**
 * A file of an original program, translated into PAL4J's keys.
 *
 * @param source the name of the translated keys in messages, since they differ from those in the file
 * @param keys   the translated keys, including {@code model}; plain Java
 * @param notes  sentences or clauses for the user: keys without effect, and differences from the original program
 */
public record Translation(String source, Map<String, Object> keys, List<String> notes) {
    /** Copies the notes. */
    public Translation {
        notes = List.copyOf(notes);
    }

    /** Creates the translation of an original program's file. */
    public static Translation of(String file, Map<String, Object> keys, TranslationNotes notes) {
        return new Translation(file + " (in PAL4J's keys)", keys, notes.all());
    }

    /** Wraps a file that already uses PAL4J's keys. */
    public static Translation none(String file, Map<String, Object> keys) {
        return new Translation(file, keys, List.of());
    }
}
