package org.pal4j.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.pal4j.Fault;
import org.pal4j.InputException;

/**
 * The keys of one kind of configuration. Reads mappings into objects and shows objects as files.
 *
 * @param <D> the draft, whose fields hold the defaults
 * @param <E> the finished object made from a draft
 */
public final class Keys<D, E> {
    private final Supplier<D> drafts;
    private final List<Key<D, E>> keys;
    private final BiFunction<Reading<D>, List<Fault>, Optional<E>> finish;
    private final List<String> names;
    private final Map<String, Key<D, E>> byName;

    /**
     * The result of reading the keys of a mapping.
     *
     * @param draft the draft with all valid values
     * @param given keys with valid values
     * @param wrong keys whose values have faults
     */
    public record Reading<D>(D draft, Set<String> given, Set<String> wrong) {}

    /**
     * Creates a set of keys.
     *
     * @param drafts creates a draft
     * @param keys   the keys in display order
     * @param finish turns a draft into the finished object, or adds faults and returns nothing
     */
    public Keys(Supplier<D> drafts, List<Key<D, E>> keys, BiFunction<Reading<D>, List<Fault>, Optional<E>> finish) {
        this.drafts = drafts;
        this.keys = List.copyOf(keys);
        this.finish = finish;
        names = keys.stream().map(Key::name).toList();
        byName = keys.stream().collect(Collectors.toMap(Key::name, key -> key, (first, second) -> first));
    }

    /** Returns the keys in display order. */
    public List<Key<D, E>> all() {
        return keys;
    }

    /** Returns the names of the keys in display order. */
    public List<String> names() {
        return names;
    }

    /** Returns the key with this name, if there is one. */
    public Optional<Key<D, E>> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Reads the object that a mapping configures. An invalid value is replaced by its default, so that checks of the other values still run.
     *
     * @param source the name of the mapping in messages
     * @param values values by key, in plain Java (see {@link Documents})
     * @param others keys read elsewhere, for hints
     * @throws InputException with all faults
     */
    public E read(String source, Map<String, ?> values, Collection<String> others) {
        List<Fault> faults = new ArrayList<>();
        Reading<D> reading = new Reading<>(drafts.get(), new HashSet<>(), new HashSet<>());
        D trial = drafts.get();
        values.forEach((name, value) -> {
            Optional<Key<D, E>> key = named(name);
            if (key.isEmpty()) {
                List<String> known = new ArrayList<>(names);
                known.addAll(others);
                faults.add(unknown(name, known));
                return;
            }
            int before = faults.size();
            // First tried on a separate draft, so that an invalid value does not change the real one.
            key.get().set().accept(trial, new Value(name, value, faults));
            if (faults.size() == before) {
                key.get().set().accept(reading.draft, new Value(name, value, faults));
                reading.given.add(name);
            } else {
                reading.wrong.add(name);
            }
        });
        Optional<E> configured = finish.apply(reading, faults);
        return configured.filter(e -> faults.isEmpty()).orElseThrow(() -> new InputException(source, faults));
    }

    /** Creates the fault for an unknown key. */
    public static Fault unknown(String name, Collection<String> known) {
        return Fault.saying(name, "key '" + Fault.shown(name) + "' is not known" + Nearest.hint(name, known));
    }

    /** Returns an object as a YAML file with a comment on each key. Reading the file gives an equal object. */
    public String show(E e) {
        StringBuilder text = new StringBuilder();
        keys.forEach(key -> key.show(e).ifPresent(text::append));
        return text.toString();
    }

    /** Returns the values of all keys that apply to an object, as they stand in a file, by name and in the order of a file. */
    public SequencedMap<String, String> values(E e) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        keys.stream().filter(key -> key.shown().test(e)).forEach(key -> values.put(key.name(), Key.text(key.get().apply(e))));
        return values;
    }

    /** Returns the default value of a key in its display form; nothing if the key is required. */
    public Optional<Object> defaultOf(String name) {
        List<Fault> faults = new ArrayList<>();
        Optional<E> plain = finish.apply(new Reading<>(drafts.get(), Set.of(), Set.of()), faults);
        boolean needed = faults.stream().anyMatch(fault -> fault.field().equals(name));
        return needed ? Optional.empty() : plain.flatMap(e -> named(name).map(key -> key.get().apply(e)));
    }
}
