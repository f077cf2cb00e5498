package org.pal4j.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A file of one of the original programs in our own keys.
 *
 * @param keys  which {@link Study#read} reads like those of any file
 * @param notes what the person who wrote the file should know, a sentence or clause each: keys without an effect, and where a run differs
 */
record Translation(ObjectNode keys, List<String> notes) {
    Translation {
        notes = List.copyOf(notes);
    }
}
