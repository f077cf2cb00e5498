package org.pal4j.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The order in which the entries of a map are written to a file. */
final class WriteOrder {
    private WriteOrder() {}

    /**
     * The map's own order if it has one, otherwise sorted by name, so that equal maps of the same type always give equal files.
     * The caller may modify the list.
     */
    static <V> List<Map.Entry<String, V>> of(Map<String, V> map) {
        List<Map.Entry<String, V>> entries = new ArrayList<>(map.entrySet());
        if (!(map instanceof SequencedMap)) {
            entries.sort(Map.Entry.comparingByKey());
        }
        return entries;
    }
}
