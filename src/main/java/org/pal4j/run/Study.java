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

/**
 * One experiment, or several replicas of it: with other seeds, and perhaps other learning rates, noise scales and alphas. Each replica is a
 * whole experiment, and gives what it gives alone, to the bit.
 *
 * @param base     the experiment
 * @param replicas what is run; the base itself if nothing else is asked for
 * @param labels   what tells the replicas apart, in the same order; names of folders
 * @param lists    the keys {@code seeds} and {@code each} as they were given, for {@code show}
 */
public record Study(Experiment base, List<Experiment> replicas, List<String> labels, Map<String, JsonNode> lists) {
    /** Seeds of the replicas: a number of them, or a list. */
    static final String SEEDS = "seeds";
    /** Keys with a list of values, one for each replica. */
    static final String EACH = "each";
    /** Keys in which replicas may differ besides their seeds. */
    static final List<String> DIFFERING = List.of("eta_fw", "eta_bw", "eta_IP", "eta_PI", "noise_scale", "alpha");

    private static final int MOST = 1000;

    /** Copies the lists. */
    public Study {
        replicas = List.copyOf(replicas);
        labels = List.copyOf(labels);
        lists = Map.copyOf(lists);
    }

    /** Whether there is more than the experiment itself. */
    public boolean hasReplicas() {
        return !lists.isEmpty();
    }

    /** The same with another number of epochs. */
    public Study withEpochs(int number) {
        return new Study(base.withEpochs(number), replicas.stream().map(e -> e.withEpochs(number)).toList(), labels, lists);
    }

    /** The configuration, as a file that reads back as the same study. */
    public String show() {
        StringBuilder text = new StringBuilder(ExperimentKeys.show(base));
        if (hasReplicas()) {
            text.append("\n# Replicas: their seeds (or a number of them), and a list of values for each key in which they differ.\n");
            if (lists.containsKey(SEEDS)) {
                text.append(SEEDS).append(": ").append(lists.get(SEEDS)).append('\n');
            }
            if (lists.containsKey(EACH)) {
                text.append(EACH).append(": ").append(lists.get(EACH)).append('\n');
            }
        }
        return text.toString();
    }

    /**
     * The study that a mapping describes.
     *
     * @param source    what to call the mapping in messages
     * @param keys      its keys
     * @param overrides values from the command line, by key
     * @throws InputException with all that is wrong
     */
    static Study read(String source, ObjectNode keys, Map<String, JsonNode> overrides) {
        ObjectNode all = keys.deepCopy();
        overrides.forEach(all::set);
        if (all.has(Sweep.KEY)) {
            throw new InputException(source + ": is a sweep, as it has the key sweep; run it with ./pal4j sweep " + source);
        }
        Map<String, JsonNode> lists = new LinkedHashMap<>();
        for (String key : List.of(SEEDS, EACH)) {
            JsonNode given = all.remove(key);
            if (given != null && !given.isNull()) {
                lists.put(key, given);
            }
        }
        Experiment base = ExperimentReader.read(source, all, Map.of());
        if (lists.isEmpty()) {
            return new Study(base, List.of(base), List.of("seed-" + base.seed()), lists);
        }
        List<String> faults = new ArrayList<>();
        List<Long> seeds = lists.containsKey(SEEDS) ? seeds(new Value(SEEDS, lists.get(SEEDS), faults), base.seed(), faults) : List.of();
        Map<String, JsonNode> each = lists.containsKey(EACH) ? each(lists.get(EACH), faults) : Map.of();
        int size = seeds.isEmpty() ? each.values().stream().findFirst().map(JsonNode::size).orElse(0) : seeds.size();
        each.forEach((key, values) -> {
            if (values.size() != size) {
                String other = seeds.isEmpty() ? each.keySet().iterator().next() : SEEDS;
                faults.add("each." + key + ": has " + values.size() + " values, and " + other + " has " + size
                        + "; every list must have one for each replica");
            }
        });
        if (!faults.isEmpty()) {
            throw Faults.of(source, faults);
        }
        List<Experiment> replicas = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            int replica = k;
            ObjectNode own = all.deepCopy();
            if (!seeds.isEmpty()) {
                own.put("seed", seeds.get(k));
            }
            each.forEach((key, values) -> own.set(key, values.get(replica)));
            replicas.add(ExperimentReader.read(source + ", replica " + (k + 1), own, Map.of()));
            labels.add(each.isEmpty() ? "seed-" + seeds.get(k) : "replica-" + (k + 1));
        }
        return new Study(base, replicas, labels, lists);
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
                faults.add(SEEDS + ": " + seed + " is given twice; replicas with one seed would be one and the same");
            }
        }
        if (seeds.isEmpty() || seeds.size() > MOST) {
            faults.add(SEEDS + ": has " + seeds.size() + " entries; 1 to " + MOST + " are possible");
        }
        return seeds;
    }

    private static Map<String, JsonNode> each(JsonNode given, List<String> faults) {
        Map<String, JsonNode> lists = new LinkedHashMap<>();
        if (!given.isObject() || given.isEmpty()) {
            faults.add(EACH + " = " + Faults.shown(given.toString()) + ": must hold keys with a list of values each, for example {eta_bw: [0.1, 0.5]}");
            return lists;
        }
        given.properties().forEach(entry -> {
            String key = entry.getKey();
            JsonNode values = entry.getValue();
            if (!DIFFERING.contains(key)) {
                faults.add("each." + Faults.shown(key) + ": replicas can't differ in this, only in seeds and " + String.join(", ", DIFFERING)
                        + Nearest.hint(key, DIFFERING));
            } else if (!values.isArray() || values.isEmpty() || values.size() > MOST) {
                faults.add("each." + key + " = " + Faults.shown(values.toString()) + ": must be a list of 1 to " + MOST + " values, one for each "
                        + "replica");
            } else {
                lists.put(key, values);
            }
        });
        return lists;
    }
}
