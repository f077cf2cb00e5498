package org.pal4j.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A file of one of the original programs in our own keys.
 *
 * @param source what to call the keys in messages: they are not those in the file
 * @param keys   which {@link Study#read} reads like those of any file
 * @param notes  what the person who wrote the file should know, a sentence or clause each: keys without an effect, and where a run differs
 */
record Translation(String source, ObjectNode keys, List<String> notes) {
    Translation {
        notes = List.copyOf(notes);
    }

    /** Of a file of an original program. */
    static Translation of(String file, ObjectNode keys, Notes notes) {
        return new Translation(file + " (in PAL4J's keys)", keys, notes.all());
    }

    /** Of a file that has our own keys, so that there is nothing to translate. */
    static Translation none(String file, ObjectNode keys) {
        return new Translation(file, keys, List.of());
    }
}
