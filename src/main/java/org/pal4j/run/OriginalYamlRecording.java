package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pal4j.run.OriginalYaml.Counts;

/** The recording plan of format 2 ({@link OriginalYaml}): which variables of which populations of which layers. */
final class OriginalYamlRecording {
    static final List<String> KEYS = List.of("filename", "recordings", "update_indices");
    static final List<String> INDICES = List.of("rates", "sample", "test", "train", "valid", "weights", "write");
    /** What a run may write without being asked twice. */
    static final double MOST_BYTES = 1L << 30;

    private static final Map<String, String> WEIGHTS = Map.of("ff", "W", "fb", "B", "p2i", "WI", "i2p", "BI");
    private static final Map<String, Map<String, String>> NEURONS = Map.of(
            "input", Map.of("rate", "input"),
            "pyramidal", Map.of("rate", "rP", "V", "uP", "v_brev", "bP", "v_basal", "vbas", "v_apical", "vapi", "noise", "noise",
                    "rate_highpass", "hi"),
            "inter", Map.of("rate", "rI", "V", "uI", "v_brev", "bI", "v_dendrite", "vden"),
            "output", Map.of("rate", "rP", "V", "uP", "v_brev", "bP", "v_basal", "vbas", "v_target", "target", "rate_highpass", "hi"),
            "supervisor", Map.of("rate", "target"));

    private final OriginalKeys experiment;
    private final Notes notes;
    private final ObjectNode own;

    OriginalYamlRecording(OriginalKeys experiment, Notes notes, ObjectNode own) {
        this.experiment = experiment;
        this.notes = notes;
        this.own = own;
    }

    /** The plan, thinned to one row an epoch if it would fill a disk: the original's own plans do. */
    void read(Counts counts) {
        if (!experiment.has("record")) {
            return;
        }
        OriginalKeys record = experiment.section("record", KEYS);
        record.optional("filename").ifPresent(value -> {
            value.text();
            record.idle("filename", "a run folder has names of its own");
        });
        if (record.has("update_indices")) {
            indices(record.section("update_indices", INDICES), counts);
        }
        Set<String> wanted = record.optional("recordings").map(value -> wanted(record, value.node())).orElse(Set.of());
        if (wanted.isEmpty()) {
            return;
        }
        wanted.forEach(own.putArray("record")::add);
        double rows = (double) counts.train() * counts.steps() * counts.epochs() / counts.recordEvery();
        double bytes = 4 * rows * wanted.stream().mapToDouble(this::values).sum();
        if (bytes <= MOST_BYTES) {
            own.put("record_every", counts.recordEvery());
        } else {
            own.put("record_every", 0);
            notes.say(String.format(Locale.ROOT, "one record an epoch, as one every %d steps would take %.0f GB; --set record_every=%d for those",
                    counts.recordEvery(), bytes / 1e9, counts.recordEvery()));
        }
    }

    private static void indices(OriginalKeys indices, Counts counts) {
        OriginalYaml.derived(indices, "rates", counts.recordEvery());
        OriginalYaml.derived(indices, "weights", counts.recordEvery());
        OriginalYaml.derived(indices, "sample", counts.steps());
        OriginalYaml.derived(indices, "train", counts.train() * counts.steps());
        OriginalYaml.derived(indices, "valid", counts.validation() * counts.steps());
        OriginalYaml.derived(indices, "test", counts.test() * counts.steps());
        OriginalYaml.derived(indices, "write", 2 * counts.epochSteps());
    }

    private static Set<String> wanted(OriginalKeys record, JsonNode plan) {
        Set<String> wanted = new LinkedHashSet<>();
        if (!plan.isObject()) {
            record.fault("recordings", "must hold layers with populations with lists of variables, for example {1: {pyramidal: [rate]}}");
            return wanted;
        }
        plan.properties().forEach(layer -> layer.getValue().properties().forEach(population -> {
            String place = "recordings." + Faults.shown(layer.getKey() + "." + population.getKey());
            Map<String, String> variables = variables(population.getKey());
            if (variables.isEmpty()) {
                List<String> known = new ArrayList<>(WEIGHTS.keySet());
                known.addAll(NEURONS.keySet());
                record.fault(place, "the population is not known" + Nearest.hint(population.getKey(), known));
                return;
            }
            for (JsonNode variable : population.getValue()) {
                String name = variables.get(variable.asText());
                if (name == null) {
                    record.fault(place, "\"" + Faults.shown(variable.asText()) + "\" can't be recorded; possible are "
                            + String.join(", ", new TreeMap<>(variables).keySet()));
                } else {
                    wanted.add(name);
                }
            }
        }));
        return wanted;
    }

    private static Map<String, String> variables(String population) {
        return WEIGHTS.containsKey(population) ? Map.of("g", WEIGHTS.get(population)) : NEURONS.getOrDefault(population, Map.of());
    }

    /** Numbers in a record of a quantity. */
    private double values(String name) {
        JsonNode layers = own.path("layers");
        int areas = layers.size() - 1;
        double sum = 0;
        for (int l = 1; l <= areas; l++) {
            double size = layers.get(l).asDouble();
            double below = layers.get(l - 1).asDouble();
            boolean hidden = l < areas;
            sum += switch (name) {
                case "W" -> size * below;
                // Those of the hidden area below.
                case "B", "WI", "BI" -> l > 1 ? size * below : 0;
                case "rI", "uI", "bI", "vden" -> l > 1 ? size : 0;
                case "vapi", "noise" -> hidden ? size : 0;
                case "input" -> l == 1 ? below : 0;
                case "target" -> hidden ? 0 : size;
                default -> size;
            };
        }
        return sum;
    }
}
