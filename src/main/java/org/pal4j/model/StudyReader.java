package org.pal4j.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.config.Json;
import org.pal4j.config.Nearest;
import org.pal4j.config.Value;

/** Reads studies: experiments with the keys {@code seeds} and {@code each}. */
public final class StudyReader {
    /** The largest number of replicas in a study. */
    private static final int MAX = 1000;

    private StudyReader() {}

    /**
     * Reads the study that a mapping describes.
     *
     * @param source the name of the mapping in messages
     * @param keys   its keys, without {@code model}
     * @throws InputException with all faults
     */
    public static <E extends Experiment> Study<E> read(String source, Map<String, Object> keys, Model<E> model) {
        Map<String, Object> all = new LinkedHashMap<>(keys);
        if (all.containsKey(Study.SWEEP)) {
            throw new InputException(source + ": is a sweep, as it has the key sweep; run it with ./pal4j sweep " + source);
        }
        Map<String, Object> lists = new LinkedHashMap<>();
        for (String key : List.of(Study.SEEDS, Study.EACH)) {
            Object given = all.remove(key);
            if (given != null) {
                lists.put(key, given);
            }
        }
        E base = experiment(source, all, model);
        if (lists.isEmpty()) {
            return Study.of(base);
        }
        List<Fault> faults = new ArrayList<>();
        List<Long> seeds = lists.containsKey(Study.SEEDS)
                ? seeds(new Value(Study.SEEDS, lists.get(Study.SEEDS), faults), base.seed(), faults) : List.of();
        Map<String, List<?>> each = lists.containsKey(Study.EACH) ? each(lists.get(Study.EACH), model, faults) : Map.of();
        int size = seeds.isEmpty() ? each.values().stream().findFirst().map(List::size).orElse(0) : seeds.size();
        each.forEach((key, values) -> {
            if (values.size() != size) {
                String other = seeds.isEmpty() ? each.keySet().iterator().next() : Study.SEEDS;
                faults.add(Fault.of("each." + key, "has " + values.size() + " values, and " + other + " has " + size
                        + "; every list must have one for each replica"));
            }
        });
        InputException.throwIfAny(source, faults);
        List<E> replicas = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            int replica = k;
            Map<String, Object> own = new LinkedHashMap<>(all);
            if (!seeds.isEmpty()) {
                own.put("seed", seeds.get(k));
            }
            each.forEach((key, values) -> own.put(key, values.get(replica)));
            String label = each.isEmpty() ? "seed-" + seeds.get(k) : "replica-" + (k + 1);
            replicas.add(replica(experiment(source + ", replica " + (k + 1), own, model), label));
            labels.add(label);
        }
        return new Study<>(base, replicas, labels, lists);
    }

    @SuppressWarnings("unchecked") // An experiment with other settings is of the same class.
    private static <E extends Experiment> E replica(E e, String label) {
        return (E) e.with(e.settings().ofReplica(label));
    }

    /** Reads the experiment that a mapping describes. */
    public static <E extends Experiment> E experiment(String source, Map<String, Object> keys, Model<E> model) {
        return model.keys().read(source, keys, Study.KEYS);
    }

    /** Reads seeds from a list, or from their number; then they are consecutive and begin with {@code first}. */
    public static List<Long> seeds(Value value, long first, List<Fault> faults) {
        if (!(value.given() instanceof List)) {
            long size = value.integer(1, MAX);
            if (first > Long.MAX_VALUE - (size - 1)) {
                faults.add(Fault.of(Study.SEEDS, size, "the last of so many seeds from seed = " + first + " on would be above " + Long.MAX_VALUE
                        + "; use a smaller seed, or give a list of seeds"));
                return List.of(first);
            }
            return LongStream.range(0, size).mapToObj(k -> first + k).toList();
        }
        List<Long> seeds = value.integers(Long.MIN_VALUE, Long.MAX_VALUE);
        Set<Long> seen = new HashSet<>();
        for (long seed : seeds) {
            if (!seen.add(seed)) {
                faults.add(Fault.of(Study.SEEDS, seed + " is given twice; replicas with one seed would be one and the same"));
            }
        }
        if (seeds.isEmpty() || seeds.size() > MAX) {
            faults.add(Fault.of(Study.SEEDS, "has " + seeds.size() + " entries; 1 to " + MAX + " are possible"));
        }
        return seeds;
    }

    private static Map<String, List<?>> each(Object given, Model<?> model, List<Fault> faults) {
        Map<String, List<?>> lists = new LinkedHashMap<>();
        if (!(given instanceof Map<?, ?> map) || map.isEmpty()) {
            faults.add(Fault.of(Study.EACH, Fault.shown(Json.text(given)), "must hold keys with a list of values each, for example "
                    + model.examples().each()));
            return lists;
        }
        map.forEach((name, values) -> {
            String key = (String) name;
            if (!model.replicaKeys().contains(key)) {
                faults.add(Fault.of("each." + Fault.shown(key), "replicas can't differ in this, only in seeds and "
                        + String.join(", ", model.replicaKeys()) + Nearest.hint(key, model.replicaKeys())));
            } else if (!(values instanceof List<?> list) || list.isEmpty() || list.size() > MAX) {
                faults.add(
                        Fault.of("each." + key, Fault.shown(Json.text(values)), "must be a list of 1 to " + MAX + " values, one for each replica"));
            } else {
                lists.put(key, list);
            }
        });
        return lists;
    }
}
