package org.pal4j.sweep;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One axis of a sweep: a key of {@code product}, all keys of a {@code zip} together, or the {@code variants}.
 *
 * @param keys     the keys that name a position in tables; for variants {@link Sweep#VARIANT} alone
 * @param rows     their values by key, one mapping per position on the axis
 * @param settings the values of the experiment's keys, one mapping per position; they differ from the rows only for variants
 */
record Axis(List<String> keys, List<Map<String, Object>> rows, List<Map<String, Object>> settings) {
    /** The largest number of values on an axis, and of points in a sweep. */
    static final int MAX = 10_000;

    /** Creates an axis whose positions are named by the values of the experiment's keys. */
    Axis(List<String> keys, List<Map<String, Object>> rows) {
        this(keys, rows, rows);
    }

    /** Returns the keys of the experiment that vary. */
    Set<String> varied() {
        return settings.stream().flatMap(row -> row.keySet().stream()).collect(Collectors.toSet());
    }
}
