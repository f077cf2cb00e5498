package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong in the points of a sweep: each fault once, with the first of its points and how many more there are. */
final class PointFaults {
    private final Map<String, Places> found = new LinkedHashMap<>();

    /** The points that have a fault: the first of them, and how many. */
    private static final class Places {
        private final String first;
        private int count;

        Places(String label, Map<String, JsonNode> values) {
            first = label + ": " + Faults.shown(SweepPoint.describe(values));
        }
    }

    /** A point with its faults. */
    void add(String label, Map<String, JsonNode> values, List<String> faults) {
        faults.forEach(fault -> found.computeIfAbsent(fault, f -> new Places(label, values)).count++);
    }

    /** Sentences about all of them, of so many points. */
    List<String> of(long points) {
        // What is wrong everywhere is nothing that a point has done.
        return found.entrySet().stream().map(entry -> entry.getKey() + (entry.getValue().count == points ? "" : places(entry.getValue()))).toList();
    }

    private static String places(Places at) {
        return " (point " + at.first + (at.count > 1 ? ", and " + (at.count - 1) + " more" : "") + ")";
    }
}
