package org.pal4j.config;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key of a configuration, with its description, unit, type and accessors.
 *
 * @param <D>     the draft, a mutable object that collects values as they are read
 * @param <E>     the finished object made from a draft
 * @param name    the name in files and after {@code --set}
 * @param about   the description
 * @param unit    the unit of the value; empty if it has none
 * @param kind    the type of the value
 * @param set     reads a value into a draft
 * @param get     returns the value to show, in plain Java
 * @param shown   tests whether the key applies to an object and is shown
 * @param heading lines shown above the key; usually empty
 * @param block   whether the value, a list of plain words, is shown with one entry per line
 */
public record Key<D, E>(
        String name, String about, String unit, Kind<?> kind, BiConsumer<D, Value> set, Function<E, Object> get, Predicate<E> shown, String heading,
        boolean block) {
    /** Creates a key without a unit that is always shown. */
    public static <D, E, T> Key<D, E> of(String name, String about, Kind<T> kind, BiConsumer<D, T> set, Function<E, ?> get) {
        return of(name, about, "", kind, set, get);
    }

    /** Creates a key that is always shown. */
    public static <D, E, T> Key<D, E> of(String name, String about, String unit, Kind<T> kind, BiConsumer<D, T> set, Function<E, ?> get) {
        return new Key<>(name, about, unit, kind, (draft, value) -> set.accept(draft, kind.reader().apply(value)), get::apply, e -> true, "", false);
    }

    /** Returns this key with a heading. */
    public Key<D, E> below(String lines) {
        return new Key<>(name, about, unit, kind, set, get, shown, lines, block);
    }

    /** Returns this key, shown only if the predicate is true. */
    public Key<D, E> shownIf(Predicate<E> says) {
        return new Key<>(name, about, unit, kind, set, get, says, heading, block);
    }

    /** Returns this key with its list shown as one entry per line. The entries must be words that YAML reads as text without quotes. */
    public Key<D, E> asBlock() {
        return new Key<>(name, about, unit, kind, set, get, shown, heading, true);
    }

    /** Adapts the key of a part for use in the object that contains the part. */
    public <D2, E2> Key<D2, E2> in(Function<D2, D> draft, Function<E2, E> part) {
        return new Key<>(name, about, unit, kind, (whole, value) -> set.accept(draft.apply(whole), value), e -> get.apply(part.apply(e)),
                e -> shown.test(part.apply(e)), heading, block);
    }

    /** Returns the description with the unit. */
    public String comment() {
        return unit.isEmpty() ? about : about + ", " + unit;
    }

    /** Returns the line in a file: key, value and comment. */
    public String line(Object value) {
        return line(name, value, comment());
    }

    /** Formats a line with a key, a value and a comment. */
    public static String line(String key, Object value, String comment) {
        String line = key + ": " + text(value);
        return (key.equals("title") ? line : String.format("%-34s # %s", line, comment)) + "\n";
    }

    /** Returns a value as JSON, which is also YAML, with a blank after each comma of a list. */
    static String text(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(Key::entry).collect(Collectors.joining(", ", "[", "]")) : Json.text(value);
    }

    private static String entry(@Nullable Object value) {
        // A comma within text is part of it.
        return value instanceof String || value instanceof List ? text(value) : Json.text(value).replace(",", ", ");
    }

    /** Returns the heading and the lines of this key. A key that does not apply to {@code e} gives its heading alone, or nothing without one. */
    public Optional<String> show(E e) {
        if (!shown.test(e)) {
            return heading.isEmpty() ? Optional.empty() : Optional.of(heading);
        }
        Object value = get.apply(e);
        return Optional.of(heading + (block && value instanceof List<?> list && !list.isEmpty() ? lines(list) : line(value)));
    }

    private String lines(List<?> entries) {
        StringBuilder text = new StringBuilder(name).append(":  # ").append(comment()).append('\n');
        entries.forEach(entry -> text.append("  - ").append(entry).append('\n'));
        return text.toString();
    }

    /** Returns a single value if all entries are equal, otherwise the list. */
    public static Object single(List<?> values) {
        boolean same = !values.isEmpty() && values.stream().allMatch(values.getFirst()::equals);
        return same ? values.getFirst() : values;
    }
}
