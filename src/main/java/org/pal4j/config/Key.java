package org.pal4j.config;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A key of a configuration: everything that is to be said about it, once.
 *
 * @param <D>     a draft, to which values are given as they are read
 * @param <E>     what a draft becomes, from which values are shown
 * @param name    in files and after {@code --set}
 * @param about   what it means
 * @param unit    of its value; empty if it has none
 * @param kind    what its value may be
 * @param set     reads a value into a draft
 * @param get     the value as it is shown: plain Java
 * @param shown   whether the key says something about this
 * @param heading lines above it; mostly empty
 * @param block   whether its value, a list of plain words, is shown with each entry on a line of its own
 */
public record Key<D, E>(
        String name, String about, String unit, Kind<?> kind, BiConsumer<D, Value> set, Function<E, Object> get, Predicate<E> shown, String heading,
        boolean block) {
    /** A key without a unit that is always shown. */
    public static <D, E, T> Key<D, E> of(String name, String about, Kind<T> kind, BiConsumer<D, T> set, Function<E, ?> get) {
        return of(name, about, "", kind, set, get);
    }

    /** A key that is always shown. */
    public static <D, E, T> Key<D, E> of(String name, String about, String unit, Kind<T> kind, BiConsumer<D, T> set, Function<E, ?> get) {
        return new Key<>(name, about, unit, kind, (draft, value) -> set.accept(draft, kind.reader().apply(value)), get::apply, e -> true, "", false);
    }

    /** The same below a heading. */
    public Key<D, E> below(String lines) {
        return new Key<>(name, about, unit, kind, set, get, shown, lines, block);
    }

    /** The same, shown only where it says something. */
    public Key<D, E> shownIf(Predicate<E> says) {
        return new Key<>(name, about, unit, kind, set, get, says, heading, block);
    }

    /** The same, shown with each entry of its list on a line of its own; the entries are words that YAML reads as text without quotes. */
    public Key<D, E> asBlock() {
        return new Key<>(name, about, unit, kind, set, get, shown, heading, true);
    }

    /** The key of something that is a part of a larger whole. */
    public <D2, E2> Key<D2, E2> in(Function<D2, D> draft, Function<E2, E> part) {
        return new Key<>(name, about, unit, kind, (whole, value) -> set.accept(draft.apply(whole), value), e -> get.apply(part.apply(e)),
                e -> shown.test(part.apply(e)), heading, block);
    }

    /** What it means, with the unit. */
    public String comment() {
        return unit.isEmpty() ? about : about + ", " + unit;
    }

    /** Its line in a file: the value, and what it means. */
    public String line(Object value) {
        return line(name, value, comment());
    }

    /** A line with a key, a value and a comment. */
    public static String line(String key, Object value, String comment) {
        // A JSON value is a YAML value. A list holds numbers and plain words, in which no comma is.
        String json = Json.text(value);
        String line = key + ": " + (value instanceof List ? json.replace(",", ", ") : json);
        return (key.equals("title") ? line : String.format("%-34s # %s", line, comment)) + "\n";
    }

    /** The lines that show it, with its heading; nothing if it says nothing about {@code e}. */
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

    /** One value where all areas have the same, as it would be written by hand. */
    public static Object single(List<?> values) {
        boolean same = !values.isEmpty() && values.stream().allMatch(values.getFirst()::equals);
        return same ? values.getFirst() : values;
    }
}
