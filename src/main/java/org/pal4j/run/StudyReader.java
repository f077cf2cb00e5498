package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.pal4j.InputException;

/** What the keys seeds and each make of an experiment, whatever it is an experiment with. */
final class StudyReader {
    /** More replicas in one study are a mistake. */
    static final int MOST = 1000;

    private StudyReader() {}

    /**
     * The study that a mapping describes.
     *
     * @param source    what to call the mapping in messages
     * @param keys      its keys, without {@code model}
     * @param overrides values from the command line, by key
     * @throws InputException with all that is wrong
     */
    static <E extends Configuration> Study<E> read(String source, ObjectNode keys, Map<String, JsonNode> overrides, ModelKeys<E> model) {
        ObjectNode all = keys.deepCopy();
        overrides.forEach(all::set);
        if (all.has(Sweep.KEY)) {
            throw new InputException(source + ": is a sweep, as it has the key sweep; run it with ./pal4j sweep " + source);
        }
        Map<String, JsonNode> lists = new LinkedHashMap<>();
        for (String key : List.of(Study.SEEDS, Study.EACH)) {
            JsonNode given = all.remove(key);
            if (given != null && !given.isNull()) {
                lists.put(key, given);
            }
        }
        E base = model.reader().apply(source, all);
        long first = base.seed();
        if (lists.isEmpty()) {
            return new Study<>(base, List.of(base), List.of("seed-" + first), lists);
        }
        List<String> faults = new ArrayList<>();
        List<Long> seeds = lists.containsKey(Study.SEEDS)
                ? seeds(new Value(Study.SEEDS, lists.get(Study.SEEDS), faults), first, faults) : List.of();
        Map<String, JsonNode> each = lists.containsKey(Study.EACH) ? each(lists.get(Study.EACH), model, faults) : Map.of();
        int size = seeds.isEmpty() ? each.values().stream().findFirst().map(JsonNode::size).orElse(0) : seeds.size();
        each.forEach((key, values) -> {
            if (values.size() != size) {
                String other = seeds.isEmpty() ? each.keySet().iterator().next() : Study.SEEDS;
                faults.add("each." + key + ": has " + values.size() + " values, and " + other + " has " + size
                        + "; every list must have one for each replica");
            }
        });
        if (!faults.isEmpty()) {
            throw Faults.of(source, faults);
        }
        List<E> replicas = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            int replica = k;
            ObjectNode own = all.deepCopy();
            if (!seeds.isEmpty()) {
                own.put("seed", seeds.get(k));
            }
            each.forEach((key, values) -> own.set(key, values.get(replica)));
            replicas.add(model.reader().apply(source + ", replica " + (k + 1), own));
            labels.add(each.isEmpty() ? "seed-" + seeds.get(k) : "replica-" + (k + 1));
        }
        return new Study<>(base, replicas, labels, lists);
    }

    /** A number of seeds begins with that of the experiment. */
    static List<Long> seeds(Value value, long first, List<String> faults) {
        if (!value.node().isArray()) {
            long size = value.integer(1, MOST);
            return LongStream.range(0, size).mapToObj(k -> first + k).toList();
        }
        List<Long> seeds = value.integers(Long.MIN_VALUE, Long.MAX_VALUE);
        Set<Long> seen = new HashSet<>();
        for (long seed : seeds) {
            if (!seen.add(seed)) {
                faults.add(Study.SEEDS + ": " + seed + " is given twice; replicas with one seed would be one and the same");
            }
        }
        if (seeds.isEmpty() || seeds.size() > MOST) {
            faults.add(Study.SEEDS + ": has " + seeds.size() + " entries; 1 to " + MOST + " are possible");
        }
        return seeds;
    }

    private static Map<String, JsonNode> each(JsonNode given, ModelKeys<?> model, List<String> faults) {
        Map<String, JsonNode> lists = new LinkedHashMap<>();
        if (!given.isObject() || given.isEmpty()) {
            faults.add(Study.EACH + " = " + Faults.shown(given.toString()) + ": must hold keys with a list of values each, for example "
                    + model.example());
            return lists;
        }
        given.properties().forEach(entry -> {
            String key = entry.getKey();
            JsonNode values = entry.getValue();
            if (!model.differing().contains(key)) {
                faults.add("each." + Faults.shown(key) + ": replicas can't differ in this, only in seeds and " + String.join(", ", model.differing())
                        + Nearest.hint(key, model.differing()));
            } else if (!values.isArray() || values.isEmpty() || values.size() > MOST) {
                faults.add("each." + key + " = " + Faults.shown(values.toString()) + ": must be a list of 1 to " + MOST + " values, one for each "
                        + "replica");
            } else {
                lists.put(key, values);
            }
        });
        return lists;
    }

    /** What {@code show} says of several replicas; empty for one experiment. */
    static String show(Map<String, JsonNode> lists) {
        if (lists.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n# Replicas: their seeds (or a number of them), and a list of values for each key in which they "
                + "differ.\n");
        for (String key : List.of(Study.SEEDS, Study.EACH)) {
            if (lists.containsKey(key)) {
                text.append(key).append(": ").append(lists.get(key)).append('\n');
            }
        }
        return text.toString();
    }
}
