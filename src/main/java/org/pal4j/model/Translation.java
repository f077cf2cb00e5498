package org.pal4j.model;

import java.util.List;
import java.util.Map;

/**
 * A file of one of the original programs in our own keys.
 *
 * @param source what to call the keys in messages: they are not those in the file
 * @param keys   which are read like those of any file, {@code model} among them; plain Java
 * @param notes  what the person who wrote the file should know, a sentence or clause each: keys without an effect, and where a run differs
 */
public record Translation(String source, Map<String, Object> keys, List<String> notes) {
    /** Copies the notes. */
    public Translation {
        notes = List.copyOf(notes);
    }

    /** Of a file of an original program. */
    public static Translation of(String file, Map<String, Object> keys, TranslationNotes notes) {
        return new Translation(file + " (in PAL4J's keys)", keys, notes.all());
    }

    /** Of a file that has our own keys, so that there is nothing to translate. */
    public static Translation none(String file, Map<String, Object> keys) {
        return new Translation(file, keys, List.of());
    }
}
