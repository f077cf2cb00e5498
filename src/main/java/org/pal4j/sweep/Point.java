package org.pal4j.sweep;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
    /** From here on, numbers have an exponent. */
    private static final double LARGE = 1e16;

    /** Copies the values. */
    public Point {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Formats the value of a key for tables and messages: {@code 0.0002}, {@code logistic}, {@code [4,30,3]}. */
    public String text(String key) {
        return text(values.get(key));
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Double number -> number(number);
            case List<?> list -> list.stream().map(entry -> entry instanceof Double number ? number(number) : Json.text(entry))
                    .collect(Collectors.joining(",", "[", "]"));
            case null, default -> Json.text(value);
        };
    }

    /** As people write it: 0.0002 and 1e-7, where Java has 2.0E-4 and 1.0E-7. */
    private static String number(double number) {
        String text = Double.toString(number);
        if (text.indexOf('E') < 0) {
            return text;
        }
        // A BigDecimal's own text has an exponent for numbers below 1e-6, and for large ones.
        BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
        return Math.abs(number) >= 1 && Math.abs(number) < LARGE ? exact.toPlainString() : exact.toString().replaceFirst("E\\+?", "e");
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
