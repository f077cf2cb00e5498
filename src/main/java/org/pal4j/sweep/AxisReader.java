package org.pal4j.sweep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.config.Json;
import org.pal4j.config.Nearest;
import org.pal4j.model.Model;
import org.pal4j.model.Study;

/** Reads the axes of a sweep, and adds faults to a list. Use each reader once. */
final class AxisReader {
    private static final String PRODUCT = "product";
    private static final String ZIP = "zip";
    /** Keys that can't be swept, with the reason or the alternative. */
    private static final Map<String, String> REFUSED = Map.of(
            "seed", "give seeds: [1, 2, 3] beside sweep; each point is run with each of them",
            "name", "it is that of the whole sweep",
            "title", "it is that of the whole sweep",
            "preview_epochs", "a sweep always makes all epochs; sweep epochs instead",
            Study.MODEL, "all points are of one kind of network; make a sweep for each",
            "based_on", "in a file, variants take it: {PAL: {based_on: yinyang}, FA: {based_on: yinyang-fa}}");
    private static final String EXAMPLE_OF_VARIANTS = "for example variants: {PAL: {based_on: yinyang}, FA: {based_on: yinyang-fa}}";
    /** The names are labels of curves. */
    private static final int MAX_NAME = 60;

    private final List<String> names;
    private final String example;
    private final List<Fault> faults;
    private final Set<String> seen = new HashSet<>();
    private final List<Axis> axes = new ArrayList<>();

    AxisReader(Model<?> model, List<Fault> faults) {
        names = model.keys().names();
        example = "for example sweep: {product: " + model.examples().each() + ", zip: " + model.examples().zipped() + "}";
        this.faults = faults;
    }

    /** Reads the axes from a value of the key {@code sweep}, in the given order. Invalid axes are left out. */
    List<Axis> read(Object given) {
        if (!(given instanceof Map<?, ?> lists) || lists.isEmpty()) {
            faults.add(Fault.of(Study.SWEEP, shown(given), "must hold what is varied, " + example));
            return List.of();
        }
        lists.forEach((name, value) -> {
            String path = Study.SWEEP + "." + name;
            switch ((String) name) {
                case PRODUCT -> product(path, value);
                case ZIP -> {
                    // A list of several zips gives one axis per zip.
                    boolean several = value instanceof List<?> list && !list.isEmpty();
                    (several ? (List<?>) value : Collections.singletonList(value)).forEach(zipped -> zip(path, zipped));
                }
                case Sweep.VARIANTS -> variants(path, value);
                default -> faults.add(Fault.of(Study.SWEEP + "." + Fault.shown((String) name), "is not known"
                        + Nearest.end((String) name, List.of(PRODUCT, ZIP, Sweep.VARIANTS)) + " Parameters go into one of them, " + example));
            }
        });
        return axes;
    }

    /** Returns the keys of the sweep that are on no axis because their lists are invalid. */
    Set<String> lost() {
        Set<String> lost = new HashSet<>(seen);
        axes.forEach(axis -> lost.removeAll(axis.varied()));
        return lost;
    }

    private void product(String path, Object given) {
        columns(path, given).forEach((key, values) -> axes.add(axis(Map.of(key, values), values.size(), path + "." + key)));
    }

    private void zip(String path, Object given) {
        int before = faults.size();
        Map<String, List<Object>> columns = columns(path, given);
        if (columns.isEmpty()) {
            return;
        }
        var entry = columns.entrySet().iterator().next();
        String first = entry.getKey();
        int size = entry.getValue().size();
        columns.forEach((key, values) -> {
            if (values.size() != size) {
                faults.add(Fault.of(path + "." + key, "has " + values.size() + " values, and " + first + " has " + size
                        + "; what is zipped varies together, so each needs as many"));
            }
        });
        if (faults.size() == before) {
            axes.add(axis(columns, size, path));
        }
    }

    /** Reads named sets of values. A key may be in several of them, but in no other list. */
    private void variants(String path, Object given) {
        if (!(given instanceof Map<?, ?> variants) || variants.isEmpty() || variants.size() > Axis.MAX) {
            faults.add(Fault.of(path, shown(given), "must hold names with keys and values, " + EXAMPLE_OF_VARIANTS));
            return;
        }
        int before = faults.size();
        Map<Map<String, Object>, String> known = new LinkedHashMap<>();
        Set<String> others = Set.copyOf(seen);
        variants.forEach((name, keys) -> {
            String own = path + "." + Fault.shown((String) name);
            if (((String) name).isBlank() || ((String) name).length() > MAX_NAME) {
                faults.add(Fault.of(own, "must have a name of 1 to " + MAX_NAME + " letters, which is the label of its curve"));
            }
            String same = known.putIfAbsent(variant(own, keys, others), (String) name);
            if (same != null && faults.size() == before) {
                faults.add(Fault.of(own, "has the keys and values of " + same + "; two points would be one and the same"));
            }
        });
        if (faults.size() == before) {
            List<Map<String, Object>> rows = known.values().stream().map(name -> Map.<String, Object>of(Sweep.VARIANT, name)).toList();
            axes.add(new Axis(List.of(Sweep.VARIANT), rows, List.copyOf(known.keySet())));
        }
    }

    /**
     * Reads the keys of one variant.
     *
     * @param others keys of other lists
     */
    private Map<String, Object> variant(String path, @Nullable Object given, Set<String> others) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (!(given instanceof Map<?, ?> keys)) {
            faults.add(Fault.of(path, shown(given), "must hold keys with one value each, or nothing: {}; " + EXAMPLE_OF_VARIANTS));
            return values;
        }
        keys.forEach((name, value) -> {
            String key = (String) name;
            if (isAllowed(path, key, others.contains(key))) {
                seen.add(key);
                values.put(key, value);
            }
        });
        return values;
    }

    /** Returns whether a key may be swept; if not, it adds the fault. */
    private boolean isAllowed(String path, String key, boolean twice) {
        String own = path + "." + key;
        if (REFUSED.containsKey(key)) {
            faults.add(Fault.of(own, "can't be swept; " + REFUSED.get(key)));
        } else if (!names.contains(key)) {
            faults.add(Fault.saying(own, path + ": key '" + Fault.shown(key) + "' is not known" + Nearest.hint(key, names)));
        } else if (twice) {
            faults.add(Fault.of(own, "is swept twice; each key belongs to one list"));
        } else {
            return true;
        }
        return false;
    }

    private Axis axis(Map<String, List<Object>> columns, int size, String path) {
        List<Map<String, Object>> rows = new ArrayList<>();
        Set<Map<String, Object>> known = new HashSet<>();
        Set<Map<String, Object>> twice = new LinkedHashSet<>();
        for (int k = 0; k < size; k++) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (Map.Entry<String, List<Object>> column : columns.entrySet()) {
                row.put(column.getKey(), column.getValue().get(k));
            }
            if (!known.add(row)) {
                twice.add(row);
            }
            rows.add(row);
        }
        twice.forEach(row -> faults.add(Fault.of(path, Fault.shown(String.join(", ", row.values().stream().map(Json::text).toList()))
                + " is there twice; two points would be one and the same")));
        return new Axis(List.copyOf(columns.keySet()), rows);
    }

    /** Reads keys with their values. Invalid keys are left out. */
    private Map<String, List<Object>> columns(String path, Object given) {
        Map<String, List<Object>> columns = new LinkedHashMap<>();
        if (!(given instanceof Map<?, ?> lists) || lists.isEmpty()) {
            faults.add(Fault.of(path, shown(given), "must hold keys with values, " + example));
            return columns;
        }
        lists.forEach((name, value) -> {
            String key = (String) name;
            String own = path + "." + key;
            if (!isAllowed(path, key, seen.contains(key))) {
                return;
            }
            seen.add(key);
            int before = faults.size();
            List<Object> values = values(own, value);
            if (faults.size() == before) {
                columns.put(key, values);
            }
        });
        return columns;
    }

    private List<Object> values(String path, Object given) {
        if (given instanceof Map<?, ?> range) {
            return new ValueRange(path, range, faults).values(Axis.MAX);
        }
        if (!(given instanceof List<?> list) || list.isEmpty() || list.size() > Axis.MAX) {
            faults.add(Fault.of(path, shown(given), "must be a list of 1 to " + Axis.MAX
                    + " values, or a range like {from: 0.1, to: 10, points: 5, scale: log}"));
            return List.of();
        }
        return new ArrayList<>(list);
    }

    private static String shown(@Nullable Object given) {
        return Fault.shown(Json.text(given));
    }
}
