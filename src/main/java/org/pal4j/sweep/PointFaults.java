package org.pal4j.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pal4j.Fault;

/**
 * Collects the faults of a sweep's points. Each fault is listed once, with its first point and the number of further points. Ten thousand points may
 * each have faults of their own, of which only the first are kept.
 */
final class PointFaults {
    /** Far more than are shown. */
    private static final int MAX_KEPT = 1000;

    private final Map<Fault, Places> found = new LinkedHashMap<>();

    /** The points with a fault: the first one and their number. */
    private record Places(String first, int count) {}

    void add(String label, Map<String, Object> values, List<Fault> faults) {
        Places here = new Places(label + ": " + Fault.shown(Point.describe(values)), 1);
        faults.stream().filter(fault -> found.size() < MAX_KEPT || found.containsKey(fault))
                .forEach(fault -> found.merge(fault, here, (known, more) -> new Places(known.first, known.count + 1)));
    }

    /**
     * Returns all faults, with points in their messages. A fault of all points does not depend on swept keys, so it names no points.
     *
     * @param points the total number of points
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
