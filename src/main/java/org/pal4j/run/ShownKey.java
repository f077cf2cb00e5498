package org.pal4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A key as configurations are shown with it.
 *
 * @param heading lines above it; mostly empty
 * @param name    in files
 * @param about   what it means
 * @param get     the value as it is shown
 * @param shown   whether it says something about an experiment
 */
record ShownKey(String heading, String name, String about, Function<Configuration, Object> get, Predicate<Configuration> shown) {
    private static final JsonMapper JSON = new JsonMapper();

    /** A key of experiments of one type; it is asked about no others. */
    static <E extends Configuration> ShownKey of(Class<E> type, String name, String about, Function<E, Object> get, Predicate<E> shown) {
        return new ShownKey("", name, about, e -> get.apply(type.cast(e)), e -> shown.test(type.cast(e)));
    }

    /** The same below a heading. */
    ShownKey below(String lines) {
        return new ShownKey(lines, name, about, get, shown);
    }

    /** A line with a key, what it came to, and what it means. */
    static void line(StringBuilder text, String key, Object value, String about) {
        try {
            // A JSON value is a YAML value. A list holds numbers and plain words, in which no comma is.
            String json = JSON.writeValueAsString(value);
            String line = key + ": " + (value instanceof List ? json.replace(",", ", ") : json);
            text.append(key.equals("title") ? line : String.format("%-34s # %s", line, about)).append('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
