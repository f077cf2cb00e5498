package org.pal4j.config;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What the value of a key may be: how it is read, and the same as data, for pages, schemas and help.
 *
 * @param <T>     what it is read as
 * @param type    number, integer, boolean, text, choice, range or layers
 * @param list    whether a list of them is taken as well, one for each area or layer
 * @param least   the lower bound, if numbers have one; NaN if not
 * @param most    the upper bound; NaN if not
 * @param choices of a choice; else empty
 * @param reader  reads a value, and adds a fault if it is none of these
 */
public record Kind<T>(String type, boolean list, double least, double most, List<String> choices, Function<Value, T> reader) {
    private static final double NONE = Double.NaN;

    /** Any finite number. */
    public static Kind<Double> number() {
        return new Kind<>("number", false, NONE, NONE, List.of(), Value::number);
    }

    /** A number that a float can hold. */
    public static Kind<Double> voltage() {
        return new Kind<>("number", false, -Float.MAX_VALUE, Float.MAX_VALUE, List.of(), Value::voltage);
    }

    /** Numbers: one, or one for each area or layer. */
    public static Kind<List<Double>> numbers() {
        return new Kind<>("number", true, NONE, NONE, List.of(), Value::numbers);
    }

    /** A whole number. */
    public static Kind<Long> integer(long least, long most) {
        return new Kind<>("integer", false, least, most, List.of(), value -> value.integer(least, most));
    }

    /** Whole numbers: one, or several. */
    public static Kind<List<Long>> integers(long least, long most) {
        return new Kind<>("integer", true, least, most, List.of(), value -> value.integers(least, most));
    }

    /** True or false. */
    public static Kind<Boolean> truth() {
        return new Kind<>("boolean", false, NONE, NONE, List.of(), Value::truth);
    }

    /** Text. */
    public static Kind<String> text() {
        return new Kind<>("text", false, NONE, NONE, List.of(), Value::text);
    }

    /** One of several, by its label. */
    public static <T> Kind<T> choice(T[] choices, Function<T, String> label) {
        return new Kind<>("choice", false, NONE, NONE, labels(choices, label), value -> value.choice(choices, label));
    }

    /** Some of several, by their labels. */
    public static <T> Kind<List<T>> choices(T[] choices, Function<T, String> label) {
        return new Kind<>("choice", true, NONE, NONE, labels(choices, label), value -> value.choices(choices, label));
    }

    /** Two numbers, of which the first is not above the second. */
    public static Kind<Range> range() {
        return new Kind<>("range", false, NONE, NONE, List.of(), Value::range);
    }

    /** A value with a form of its own. */
    public static <T> Kind<T> of(String type, Function<Value, T> reader) {
        return new Kind<>(type, false, NONE, NONE, List.of(), reader);
    }

    /** The same, with bounds for whoever reads them; the model itself checks them. */
    public Kind<T> within(double lower, double upper) {
        return new Kind<>(type, list, lower, upper, choices, reader);
    }

    /** The same, which also reads a word that files had before; it is never shown. */
    public Kind<T> formerly(String word, T meaning) {
        return new Kind<>(type, list, least, most, choices, value -> word.equals(value.given()) ? meaning : reader.apply(value));
    }

    private static <T> List<String> labels(T[] choices, Function<T, String> label) {
        return Arrays.stream(choices).map(label).toList();
    }
}
