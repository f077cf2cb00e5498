package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.run.OriginalYaml.Counts;

/** The recording plan of format 2 ({@link OriginalYaml}): which variables of which populations of which layers. */
final class OriginalYamlRecording {
    static final List<String> KEYS = List.of("filename", "recordings", "update_indices");
    static final List<String> INDICES = List.of("rates", "sample", "test", "train", "valid", "weights", "write");
    /** What a run may write without being asked twice. */
    static final double MOST_BYTES = 1L << 30;

    /** What is recorded by population and variable. */
    private static final Map<String, Map<String, String>> RECORDED = Map.of(
            "ff", Map.of("g", "W", "delta", "lo"),
            "fb", Map.of("g", "B"),
            "p2i", Map.of("g", "WI", "delta", "dWI"),
            "i2p", Map.of("g", "BI", "delta", "dBI"),
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

    /**
     * The plan, thinned to one record an epoch if it would fill a disk: the original's own plans do.
     *
     * @param faults of the whole file; with any, how large the plan is can't be known, and does not matter
     */
    void read(Counts counts, List<String> faults) {
        if (!experiment.has("record")) {
            return;
        }
        OriginalKeys record = experiment.section("record", KEYS);
        record.optional("filename").ifPresent(value -> {
            value.text();
            record.idle("filename", "a run folder has names of its own");
        });
        if (record.has("update_indices")) {
            OriginalKeys indices = record.section("update_indices", INDICES);
            if (counts.steps() > 0) {
                indices(indices, counts);
            }
        }
        Set<String> wanted = record.optional("recordings").map(value -> wanted(record, value.node())).orElse(Set.of());
        if (wanted.isEmpty()) {
            return;
        }
        if (!own.path("dWPP_low_pass").asBoolean() && wanted.remove("lo")) {
            // Without a low-pass, delta is the update itself.
            wanted.add("dW");
        }
        wanted.forEach(own.putArray("record")::add);
        own.put("record_every", counts.recordEvery());
        if (faults.isEmpty()) {
            thin(wanted, counts);
        }
    }

    private void thin(Set<String> wanted, Counts counts) {
        List<Long> layers = new ArrayList<>();
        own.path("layers").forEach(size -> layers.add(size.asLong()));
        if (layers.size() < 2) {
            return;
        }
        CircuitParameters p = CircuitParameters.builder().layers(layers).build();
        double records = counts.stepsOf(counts.train()) * counts.epochs() / counts.recordEvery();
        double bytes = records * wanted.stream().mapToLong(name -> bytes(p, name)).sum();
        if (bytes > MOST_BYTES) {
            own.put("record_every", 0);
            notes.say(String.format(Locale.ROOT, "one record an epoch, as one every %d steps would take %.0f GB; --set record_every=%d for those",
                    counts.recordEvery(), bytes / 1e9, counts.recordEvery()));
        }
    }

    private static void indices(OriginalKeys indices, Counts counts) {
        OriginalYaml.derived(indices, "rates", counts.recordEvery());
        OriginalYaml.derived(indices, "weights", counts.recordEvery());
        OriginalYaml.derived(indices, "sample", counts.steps());
        OriginalYaml.derived(indices, "train", counts.stepsOf(counts.train()));
        OriginalYaml.derived(indices, "valid", counts.stepsOf(counts.validation()));
        OriginalYaml.derived(indices, "test", counts.stepsOf(counts.test()));
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
            Map<String, String> variables = RECORDED.getOrDefault(population.getKey(), Map.of());
            if (variables.isEmpty()) {
                record.fault(place, "the population is not known" + Nearest.hint(population.getKey(), RECORDED.keySet()));
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

    /** Bytes of one record of a quantity. */
    private static long bytes(CircuitParameters p, String name) {
        Recordable quantity = Arrays.stream(Recordable.values()).filter(known -> known.label().equals(name)).findFirst().orElseThrow();
        return quantity.series(p).stream().mapToLong(series -> {
            long values = Arrays.stream(series.shape()).asLongStream().reduce(1, (a, b) -> a * b);
            return values * series.kind().bytes();
        }).sum();
    }
}
