package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One direction in which a sweep varies: a key of {@code product}, or all the keys of a {@code zip} together.
 *
 * @param keys what varies
 * @param rows the values, one mapping for each place on the axis
 */
record SweepAxis(List<String> keys, List<Map<String, JsonNode>> rows) {
    /** Values on one axis, and points of a sweep. */
    static final int MOST = 10_000;

    private static final String PRODUCT = "product";
    private static final String ZIP = "zip";
    /** Keys that make no difference between points, or have a place of their own. */
    private static final Map<String, String> REFUSED = Map.of(
            "seed", "give seeds: [1, 2, 3] beside sweep; each point is run with each of them",
            "name", "it is that of the whole sweep",
            "title", "it is that of the whole sweep",
            "preview_epochs", "a sweep always makes all epochs; sweep epochs instead");
    private static final String EXAMPLE = "for example sweep: {product: {eta_bw: [0.1, 1]}, zip: {tauxi: [0.1, 1], taur: [0, 1]}}";

    /**
     * The axes, in the order in which they are given: those that are well, and sentences about the others.
     *
     * @param node the value of the key {@code sweep}
     */
    static List<SweepAxis> read(JsonNode node, List<String> faults) {
        if (!(node instanceof ObjectNode) || node.isEmpty()) {
            faults.add("sweep = " + Faults.shown(node.toString()) + ": must hold what is varied, " + EXAMPLE);
            return List.of();
        }
        List<SweepAxis> axes = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        node.properties().forEach(entry -> {
            String path = Sweep.KEY + "." + entry.getKey();
            switch (entry.getKey()) {
                case PRODUCT -> product(path, entry.getValue(), seen, axes, faults);
                case ZIP -> {
                    // Several lists that are zipped may be multiplied with each other.
                    boolean several = entry.getValue().isArray() && !entry.getValue().isEmpty();
                    for (JsonNode zipped : several ? entry.getValue() : List.of(entry.getValue())) {
                        zip(path, zipped, seen, axes, faults);
                    }
                }
                default -> faults.add("sweep." + Faults.shown(entry.getKey()) + ": is not known" + Nearest.hint(entry.getKey(), List.of(PRODUCT, ZIP))
                        + " Parameters go into one of them, " + EXAMPLE);
            }
        });
        return axes;
    }

    private static void product(String path, JsonNode node, Set<String> seen, List<SweepAxis> axes, List<String> faults) {
        Map<String, List<JsonNode>> columns = columns(path, node, seen, faults);
        columns.forEach((key, values) -> axes.add(of(Map.of(key, values), values.size(), path + "." + key, faults)));
    }

    private static void zip(String path, JsonNode node, Set<String> seen, List<SweepAxis> axes, List<String> faults) {
        int before = faults.size();
        Map<String, List<JsonNode>> columns = columns(path, node, seen, faults);
        if (columns.isEmpty()) {
            return;
        }
        String first = columns.keySet().iterator().next();
        int size = columns.get(first).size();
        columns.forEach((key, values) -> {
            if (values.size() != size) {
                faults.add(path + "." + key + ": has " + values.size() + " values, and " + first + " has " + size
                        + "; what is zipped varies together, so each needs as many");
            }
        });
        if (faults.size() == before) {
            axes.add(of(columns, size, path, faults));
        }
    }

    private static SweepAxis of(Map<String, List<JsonNode>> columns, int size, String path, List<String> faults) {
        List<Map<String, JsonNode>> rows = new ArrayList<>();
        Set<Map<String, JsonNode>> seen = new HashSet<>();
        Set<Map<String, JsonNode>> twice = new LinkedHashSet<>();
        for (int k = 0; k < size; k++) {
            Map<String, JsonNode> row = new LinkedHashMap<>();
            for (Map.Entry<String, List<JsonNode>> column : columns.entrySet()) {
                row.put(column.getKey(), column.getValue().get(k));
            }
            if (!seen.add(row)) {
                twice.add(row);
            }
            rows.add(row);
        }
        twice.forEach(row -> faults.add(path + ": " + Faults.shown(String.join(", ", row.values().stream().map(JsonNode::toString).toList()))
                + " is there twice; two points would be one and the same"));
        return new SweepAxis(List.copyOf(columns.keySet()), rows);
    }

    /** Keys with their values; a key that is wrong is left out. */
    private static Map<String, List<JsonNode>> columns(String path, JsonNode node, Set<String> seen, List<String> faults) {
        Map<String, List<JsonNode>> columns = new LinkedHashMap<>();
        if (!(node instanceof ObjectNode) || node.isEmpty()) {
            faults.add(path + " = " + Faults.shown(node.toString()) + ": must hold keys with values, " + EXAMPLE);
            return columns;
        }
        node.properties().forEach(entry -> {
            String key = entry.getKey();
            String own = path + "." + key;
            int before = faults.size();
            if (!ExperimentKeys.names().contains(key)) {
                faults.add(path + ": key '" + Faults.shown(key) + "' is not known" + Nearest.hint(key, ExperimentKeys.names()));
            } else if (REFUSED.containsKey(key)) {
                faults.add(own + ": can't be swept; " + REFUSED.get(key));
            } else if (!seen.add(key)) {
                faults.add(own + ": is swept twice; each key belongs to one list");
            } else {
                List<JsonNode> values = values(own, entry.getValue(), faults);
                if (faults.size() == before) {
                    columns.put(key, values);
                }
            }
        });
        return columns;
    }

    private static List<JsonNode> values(String path, JsonNode node, List<String> faults) {
        if (node.isObject()) {
            return SweepRange.values(path, node, MOST, faults);
        }
        if (!node.isArray() || node.isEmpty() || node.size() > MOST) {
            faults.add(path + " = " + Faults.shown(node.toString()) + ": must be a list of 1 to " + MOST
                    + " values, or a range like {from: 0.1, to: 10, points: 5, scale: log}");
            return List.of();
        }
        List<JsonNode> values = new ArrayList<>();
        node.forEach(values::add);
        return values;
    }
}
