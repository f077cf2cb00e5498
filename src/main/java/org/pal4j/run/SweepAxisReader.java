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

/** Reads the axes of a sweep; what is wrong goes into a list of faults. To be used once. */
final class SweepAxisReader {
    private static final String PRODUCT = "product";
    private static final String ZIP = "zip";
    /** Keys that make no difference between points, or have a place of their own. */
    private static final Map<String, String> REFUSED = Map.of(
            "seed", "give seeds: [1, 2, 3] beside sweep; each point is run with each of them",
            "name", "it is that of the whole sweep",
            "title", "it is that of the whole sweep",
            "preview_epochs", "a sweep always makes all epochs; sweep epochs instead",
            Model.KEY, "all points are of one kind of network; make a sweep for each");

    private final List<String> names;
    private final String example;
    private final List<String> faults;
    private final Set<String> seen = new HashSet<>();
    private final List<SweepAxis> axes = new ArrayList<>();

    SweepAxisReader(ModelKeys<?> model, List<String> faults) {
        names = model.names();
        example = "for example sweep: {product: " + model.example() + ", zip: " + model.zipped() + "}";
        this.faults = faults;
    }

    /** The axes that a value of the key {@code sweep} means. */
    List<SweepAxis> read(JsonNode node) {
        if (!(node instanceof ObjectNode) || node.isEmpty()) {
            faults.add("sweep = " + Faults.shown(node.toString()) + ": must hold what is varied, " + example);
            return List.of();
        }
        node.properties().forEach(entry -> {
            String path = Sweep.KEY + "." + entry.getKey();
            switch (entry.getKey()) {
                case PRODUCT -> product(path, entry.getValue());
                case ZIP -> {
                    // Several lists that are zipped may be multiplied with each other.
                    boolean several = entry.getValue().isArray() && !entry.getValue().isEmpty();
                    for (JsonNode zipped : several ? entry.getValue() : List.of(entry.getValue())) {
                        zip(path, zipped);
                    }
                }
                default -> faults.add("sweep." + Faults.shown(entry.getKey()) + ": is not known" + Nearest.hint(entry.getKey(), List.of(PRODUCT, ZIP))
                        + " Parameters go into one of them, " + example);
            }
        });
        return axes;
    }

    private void product(String path, JsonNode node) {
        Map<String, List<JsonNode>> columns = columns(path, node);
        columns.forEach((key, values) -> axes.add(of(Map.of(key, values), values.size(), path + "." + key)));
    }

    private void zip(String path, JsonNode node) {
        int before = faults.size();
        Map<String, List<JsonNode>> columns = columns(path, node);
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
            axes.add(of(columns, size, path));
        }
    }

    private SweepAxis of(Map<String, List<JsonNode>> columns, int size, String path) {
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
    private Map<String, List<JsonNode>> columns(String path, JsonNode node) {
        Map<String, List<JsonNode>> columns = new LinkedHashMap<>();
        if (!(node instanceof ObjectNode) || node.isEmpty()) {
            faults.add(path + " = " + Faults.shown(node.toString()) + ": must hold keys with values, " + example);
            return columns;
        }
        node.properties().forEach(entry -> {
            String key = entry.getKey();
            String own = path + "." + key;
            int before = faults.size();
            if (REFUSED.containsKey(key)) {
                faults.add(own + ": can't be swept; " + REFUSED.get(key));
            } else if (!names.contains(key)) {
                faults.add(path + ": key '" + Faults.shown(key) + "' is not known" + Nearest.hint(key, names));
            } else if (!seen.add(key)) {
                faults.add(own + ": is swept twice; each key belongs to one list");
            } else {
                List<JsonNode> values = values(own, entry.getValue());
                if (faults.size() == before) {
                    columns.put(key, values);
                }
            }
        });
        return columns;
    }

    private List<JsonNode> values(String path, JsonNode node) {
        if (node.isObject()) {
            return SweepRange.values(path, node, SweepAxis.MOST, faults);
        }
        if (!node.isArray() || node.isEmpty() || node.size() > SweepAxis.MOST) {
            faults.add(path + " = " + Faults.shown(node.toString()) + ": must be a list of 1 to " + SweepAxis.MOST
                    + " values, or a range like {from: 0.1, to: 10, points: 5, scale: log}");
            return List.of();
        }
        List<JsonNode> values = new ArrayList<>();
        node.forEach(values::add);
        return values;
    }
}
