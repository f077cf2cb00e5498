package org.pal4j.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pal4j.config.Json;
import org.pal4j.model.Experiment;

/**
 * A point of a sweep: one combination of values of the swept keys.
 *
 * @param number     the number, from 1
 * @param label      the name, also that of its folder: {@code p0001}
 * @param values     the values that name it, by key and in the order of the sweep; plain Java. Of a variant, it is the name
 * @param settings   the values of the experiment's keys; they differ from {@code values} only in the keys of a variant
 * @param experiment the experiment with these settings and the first seed of the sweep
 */
public record Point(int number, String label, Map<String, Object> values, Map<String, Object> settings, Experiment experiment) {
    /** Copies the values. */
    public Point {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Formats the value of a key for tables and messages: {@code 0.1}, {@code logistic}, {@code [4,30,3]}. */
    public String text(String key) {
        return text(values.get(key));
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : Json.text(value);
    }

    /** Formats all values: {@code eta_bw = 0.1, tauxi = 1}. */
    public String describe() {
        return describe(values);
    }

    static String describe(Map<String, Object> values) {
        return values.entrySet().stream().map(entry -> entry.getKey() + " = " + text(entry.getValue())).collect(Collectors.joining(", "));
    }

    /** Returns whether two points have values with the same text and equal experiments. */
    boolean isSameAs(Point other) {
        return describe().equals(other.describe()) && experiment.equals(other.experiment);
    }
}
