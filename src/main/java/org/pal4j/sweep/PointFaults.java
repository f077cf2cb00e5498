package org.pal4j.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.Fault;

/** What is wrong in the points of a sweep: each fault once, with the first of its points and how many more there are. */
final class PointFaults {
    private final Map<Fault, Places> found = new LinkedHashMap<>();

    /** The points that have a fault: the first of them, and how many. */
    private static final class Places {
        private final String first;
        private int count;

        Places(String label, Map<String, Object> values) {
            first = label + ": " + Fault.shown(Point.describe(values));
        }
    }

    /** A point with its faults. */
    void add(String label, Map<String, Object> values, List<Fault> faults) {
        faults.forEach(fault -> found.computeIfAbsent(fault, f -> new Places(label, values)).count++);
    }

    /**
     * All faults, with their points in the sentence. A fault that all points have does not depend on what is swept, so it names none.
     *
     * @param points how many there are
     */
    List<Fault> of(long points) {
        return found.entrySet().stream()
                .map(entry -> entry.getValue().count == points ? entry.getKey() : at(entry.getKey(), entry.getValue())).toList();
    }

    private static Fault at(Fault fault, Places at) {
        String places = " (point " + at.first + (at.count > 1 ? ", and " + (at.count - 1) + " more" : "") + ")";
        return new Fault(fault.field(), fault.value(), fault.bound(), fault.fix(), fault.text() + places);
    }
}
