package org.pal4j.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.pal4j.Fault;
import org.pal4j.InputException;

/**
 * The keys of a kind of configuration, and how values become what is configured.
 *
 * @param <D> a draft: its fields have the defaults
 * @param <E> what a draft becomes
 */
public final class Keys<D, E> {
    private final Supplier<D> drafts;
    private final List<Key<D, E>> keys;
    private final BiFunction<Reading<D>, List<Fault>, Optional<E>> finish;
    private final List<String> names;

    /**
     * What became of the keys of a mapping.
     *
     * @param draft with the values that are well
     * @param given keys whose values were taken
     * @param wrong keys whose values have faults
     */
    public record Reading<D>(D draft, Set<String> given, Set<String> wrong) {}

    /**
     * Keys.
     *
     * @param drafts a new draft
     * @param keys   in the order in which they are shown
     * @param finish makes of a draft what is configured; adds to the faults, and gives nothing if it can't
     */
    public Keys(Supplier<D> drafts, List<Key<D, E>> keys, BiFunction<Reading<D>, List<Fault>, Optional<E>> finish) {
        this.drafts = drafts;
        this.keys = List.copyOf(keys);
        this.finish = finish;
        names = keys.stream().map(Key::name).toList();
    }

    /** The keys, in the order in which they are shown. */
    public List<Key<D, E>> all() {
        return keys;
    }

    /** Their names. */
    public List<String> names() {
        return names;
    }

    /** The key of that name. */
    public Optional<Key<D, E>> named(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }

    /**
     * What a mapping configures. A value that is wrong leaves its default behind, so that what else is wrong is found beside it.
     *
     * @param source what to call the mapping in messages
     * @param values by key: plain Java, see {@link Documents}
     * @param others keys that others read, for hints
     * @throws InputException with all that is wrong
     */
    public E read(String source, Map<String, ?> values, Collection<String> others) {
        List<Fault> faults = new ArrayList<>();
        Reading<D> reading = new Reading<>(drafts.get(), new HashSet<>(), new HashSet<>());
        values.forEach((name, value) -> {
            Optional<Key<D, E>> key = named(name);
            if (key.isEmpty()) {
                List<String> known = new ArrayList<>(names);
                known.addAll(others);
                faults.add(unknown(name, known));
                return;
            }
            int before = faults.size();
            // Tried on a draft of its own: what is wrong must not leave a half of it behind.
            key.get().set().accept(drafts.get(), new Value(name, value, faults));
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

    /** What is said about a key that nobody knows. */
    public static Fault unknown(String name, Collection<String> known) {
        return Fault.saying(name, "key '" + Fault.shown(name) + "' is not known" + Nearest.hint(name, known));
    }

    /** As a YAML file with a comment on each key, which reads back as the same. */
    public String show(E e) {
        StringBuilder text = new StringBuilder();
        keys.forEach(key -> key.show(e).ifPresent(text::append));
        return text.toString();
    }

    /** The value that a key has if nobody gives it, as it is shown; nothing if it must be given. */
    public Optional<Object> defaultOf(String name) {
        List<Fault> faults = new ArrayList<>();
        Optional<E> plain = finish.apply(new Reading<>(drafts.get(), Set.of(), Set.of()), faults);
        boolean needed = faults.stream().anyMatch(fault -> fault.field().equals(name));
        return needed ? Optional.empty() : plain.flatMap(e -> named(name).map(key -> key.get().apply(e)));
    }
}
