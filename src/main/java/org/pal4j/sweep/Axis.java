package org.pal4j.sweep;

import java.util.List;
import java.util.Map;

/**
 * One axis of a sweep: a key of {@code product}, or all keys of a {@code zip} together.
 *
 * @param keys the keys that vary
 * @param rows the values by key, one mapping per position on the axis
 */
record Axis(List<String> keys, List<Map<String, Object>> rows) {
    /** The largest number of values on an axis, and of points in a sweep. */
    static final int MAX = 10_000;
}
