package org.pal4j.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pal4j.config.Json;
import org.pal4j.model.Experiment;

/**
 * One choice of all the values that a sweep varies.
 *
 * @param number     from 1
 * @param label      its name, which names its folder, too: {@code p0001}
 * @param values     what was chosen, by key, in the order of the sweep; plain Java
 * @param experiment with these values, and the first of the sweep's seeds
 */
public record Point(int number, String label, Map<String, Object> values, Experiment experiment) {
    /** Copies the values. */
    public Point {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The value of a key, as tables and messages show it: {@code 0.1}, {@code logistic}, {@code [4,30,3]}. */
    public String text(String key) {
        return text(values.get(key));
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : Json.text(value);
    }

    /** All of them: {@code eta_bw = 0.1, tauxi = 1}. */
    public String describe() {
        return describe(values);
    }

    static String describe(Map<String, Object> values) {
        return values.entrySet().stream().map(entry -> entry.getKey() + " = " + text(entry.getValue())).collect(Collectors.joining(", "));
    }

    /** The same point, whatever its numbers were written as. */
    boolean isSameAs(Point other) {
        return describe().equals(other.describe()) && experiment.equals(other.experiment);
    }
}
