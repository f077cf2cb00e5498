package org.pal4j.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The order in which the entries of a map go into a file. */
final class WriteOrder {
    private WriteOrder() {
    }

    /**
     * The map's own order if it has one, and else that of the names: equal maps of one type give equal files, run after run. The list
     * is the caller's own.
     */
    static <V> List<Map.Entry<String, V>> of(Map<String, V> map) {
        List<Map.Entry<String, V>> entries = new ArrayList<>(map.entrySet());
        if (!(map instanceof SequencedMap)) {
            entries.sort(Map.Entry.comparingByKey());
        }
        return entries;
    }
}
