package org.pal4j.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.model.Study;
import org.pal4j.sweep.Sweep;

/**
 * The variants of a sweep that are based on named experiments.
 *
 * <p>A variant takes the keys of its own {@code based_on}, or else those of the file's. The file's own keys win over these, and the variant's own
 * keys win over both. What all variants have in common becomes a key of the sweep, so that it can be changed for all of them; the rest stays in the
 * variant. A key that another list of the sweep varies is left to that list.
 */
final class Variants {
    /** Keys of a whole sweep. They are those of the first variant's experiment, unless the file has its own. */
    private static final Set<String> OF_SWEEPS = Set.of(Study.MODEL, Study.SEEDS, Study.EACH, "name", "title", "seed", "preview_epochs");

    private Variants() {}

    /** Returns whether any variant is based on an experiment. */
    static boolean areBased(Map<String, Object> keys) {
        return of(keys).map(variants -> variants.values().stream().anyMatch(v -> v instanceof Map<?, ?> own
                && own.containsKey(Configurations.BASED_ON))).orElse(false);
    }

    private static Optional<Map<?, ?>> of(Map<String, Object> keys) {
        return keys.get(Study.SWEEP) instanceof Map<?, ?> sweep && sweep.get(Sweep.VARIANTS) instanceof Map<?, ?> variants
                ? Optional.of(variants) : Optional.empty();
    }

    /**
     * Returns the keys of a sweep whose variants give all that distinguishes them.
     *
     * @throws InputException if an experiment is not known, or if experiments of different models are varied
     */
    static Map<String, Object> resolved(Map<String, Object> keys, String source) {
        Map<String, Object> own = new LinkedHashMap<>(keys);
        @Nullable
        Object standard = own.remove(Configurations.BASED_ON);
        Map<String, Map<String, Object>> bases = new LinkedHashMap<>();
        Map<String, Map<String, Object>> given = new LinkedHashMap<>();
        of(keys).orElseThrow().forEach((name, value) -> {
            Map<String, Object> variant = new LinkedHashMap<>();
            if (value instanceof Map<?, ?> map) {
                map.forEach((key, entry) -> variant.put((String) key, entry));
                String path = Study.SWEEP + "." + Sweep.VARIANTS + "." + Fault.shown((String) name) + "." + Configurations.BASED_ON;
                Object base = variant.containsKey(Configurations.BASED_ON) ? variant.remove(Configurations.BASED_ON) : standard;
                bases.put((String) name, base == null ? Map.of() : Configurations.base(base, source, path));
            }
            given.put((String) name, variant);
        });
        requireOneModel(bases, source);
        Map<?, ?> sweep = (Map<?, ?>) Objects.requireNonNull(keys.get(Study.SWEEP));
        Set<String> elsewhere = swept(sweep);
        elsewhere.addAll(own.keySet());
        Map<String, Object> all = new LinkedHashMap<>();
        bases.values().iterator().next().forEach((key, value) -> {
            if (OF_SWEEPS.contains(key) || !elsewhere.contains(key) && bases.values().stream().allMatch(other -> value.equals(other.get(key)))) {
                all.put(key, value);
            }
        });
        bases.forEach((name, base) -> {
            Map<String, Object> variant = new LinkedHashMap<>(base);
            variant.keySet().removeIf(key -> OF_SWEEPS.contains(key) || all.containsKey(key) || elsewhere.contains(key));
            variant.putAll(given.get(name));
            given.put(name, variant);
        });
        all.putAll(own);
        all.put(Study.SWEEP, withVariants(sweep, given, of(keys).orElseThrow()));
        return all;
    }

    private static void requireOneModel(Map<String, Map<String, Object>> bases, String source) {
        Map<Object, String> models = new LinkedHashMap<>();
        bases.forEach((name, base) -> models.putIfAbsent(base.getOrDefault(Study.MODEL, Models.standard().name()), name));
        if (models.size() > 1) {
            List<String> names = new ArrayList<>(models.values());
            throw new InputException(source, List.of(Fault.of(Study.SWEEP + "." + Sweep.VARIANTS, Fault.shown(names.get(0)) + " and "
                    + Fault.shown(names.get(1))
                    + " are based on experiments with different models; all points of a sweep are of one kind of network")));
        }
    }

    /** Returns the keys of all products and zips. */
    private static Set<String> swept(Map<?, ?> sweep) {
        Set<String> names = new HashSet<>();
        sweep.forEach((name, lists) -> {
            if (!Objects.equals(name, Sweep.VARIANTS)) {
                (lists instanceof List<?> several ? several : List.of(lists)).forEach(one -> {
                    if (one instanceof Map<?, ?> columns) {
                        columns.keySet().forEach(key -> names.add((String) key));
                    }
                });
            }
        });
        return names;
    }

    /** Returns the value of the key {@code sweep} with other variants. One that is no mapping stays as it is, for the message on it. */
    private static Map<String, Object> withVariants(Map<?, ?> sweep, Map<String, Map<String, Object>> variants, Map<?, ?> before) {
        Map<String, Object> all = new LinkedHashMap<>();
        before.forEach((name, value) -> all.put((String) name, value instanceof Map<?, ?> ? variants.get((String) name) : value));
        Map<String, Object> copy = new LinkedHashMap<>();
        sweep.forEach((name, value) -> copy.put((String) name, Objects.equals(name, Sweep.VARIANTS) ? all : value));
        return copy;
    }
}
