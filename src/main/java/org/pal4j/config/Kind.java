package org.pal4j.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The type of a key's value: a reader, and a description as data for web pages, schemas and help.
 *
 * @param <T>     the Java type
 * @param type    number, integer, boolean, text, file, choice, range or layers
 * @param list    whether a list is accepted as well, with one value per area or layer
 * @param least   the lower bound; NaN if there is none
 * @param most    the upper bound; NaN if there is none
 * @param choices the labels of a choice; otherwise empty
 * @param reader  reads a value, and adds a fault if it is invalid
 */
public record Kind<T>(String type, boolean list, double least, double most, List<String> choices, Function<Value, T> reader) {
    /** The type of keys that name a file. In a configuration file, a relative path begins in the folder of that file. */
    public static final String FILE = "file";

    private static final double NONE = Double.NaN;

    /** Any finite number. */
    public static Kind<Double> number() {
        return new Kind<>("number", false, NONE, NONE, List.of(), Value::number);
    }

    /** A number that a float can hold. */
    public static Kind<Double> voltage() {
        return new Kind<>("number", false, -Float.MAX_VALUE, Float.MAX_VALUE, List.of(), Value::voltage);
    }

    /** One number, or one per area or layer. */
    public static Kind<List<Double>> numbers() {
        return new Kind<>("number", true, NONE, NONE, List.of(), Value::numbers);
    }

    /** An integer. */
    public static Kind<Long> integer(long least, long most) {
        return new Kind<>("integer", false, least, most, List.of(), value -> value.integer(least, most));
    }

    /** One integer, or a list of them. */
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

    /** A file, as an absolute path. */
    public static Kind<Path> file() {
        return of(FILE, Value::file);
    }

    /** Words, one or a list of them. */
    public static Kind<List<String>> texts() {
        return new Kind<>("text", true, NONE, NONE, List.of(), Value::texts);
    }

    /** One of several choices, given by label. */
    public static <T> Kind<T> choice(T[] choices, Function<T, String> label) {
        return new Kind<>("choice", false, NONE, NONE, labels(choices, label), value -> value.choice(choices, label));
    }

    /** Any number of several choices, given by label. */
    public static <T> Kind<List<T>> choices(T[] choices, Function<T, String> label) {
        return new Kind<>("choice", true, NONE, NONE, labels(choices, label), value -> value.choices(choices, label));
    }

    /** Two numbers in ascending order, or equal. */
    public static Kind<Range> range() {
        return new Kind<>("range", false, NONE, NONE, List.of(), Value::range);
    }

    /** A value with a special format. */
    public static <T> Kind<T> of(String type, Function<Value, T> reader) {
        return new Kind<>(type, false, NONE, NONE, List.of(), reader);
    }

    /** Returns this type with bounds for documentation. The model checks them itself. */
    public Kind<T> within(double lower, double upper) {
        return new Kind<>(type, list, lower, upper, choices, reader);
    }

    /** Returns this type, which also accepts a word from older files. The word is never shown. */
    public Kind<T> formerly(String word, T meaning) {
        return new Kind<>(type, list, least, most, choices, value -> word.equals(value.given()) ? meaning : reader.apply(value));
    }

    private static <T> List<String> labels(T[] choices, Function<T, String> label) {
        return Arrays.stream(choices).map(label).toList();
    }
}
