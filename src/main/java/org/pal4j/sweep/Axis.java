package org.pal4j.sweep;

import java.util.List;
import java.util.Map;

/**
 * One direction in which a sweep varies: a key of {@code product}, or all the keys of a {@code zip} together.
 *
 * @param keys what varies
 * @param rows the values, one mapping for each place on the axis
 */
record Axis(List<String> keys, List<Map<String, Object>> rows) {
    /** Values on one axis, and points of a sweep. */
    static final int MAX = 10_000;
}
