package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * One direction in which a sweep varies: a key of {@code product}, or all the keys of a {@code zip} together.
 *
 * @param keys what varies
 * @param rows the values, one mapping for each place on the axis
 */
record SweepAxis(List<String> keys, List<Map<String, JsonNode>> rows) {
    /** Values on one axis, and points of a sweep. */
    static final int MOST = 10_000;

    /**
     * The axes, in the order in which they are given: those that are well, and sentences about the others.
     *
     * @param node  the value of the key {@code sweep}
     * @param model whose keys may vary
     */
    static List<SweepAxis> read(JsonNode node, ModelKeys<?> model, List<String> faults) {
        return new SweepAxisReader(model, faults).read(node);
    }
}
