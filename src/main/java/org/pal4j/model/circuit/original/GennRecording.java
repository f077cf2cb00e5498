package org.pal4j.model.circuit.original;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.config.Nearest;
import org.pal4j.config.Value;
import org.pal4j.model.OriginalKeys;
import org.pal4j.model.TranslationNotes;
import org.pal4j.model.circuit.original.GennTranslation.Counts;

/** Translates the recording plan of format 2 ({@link GennTranslation}): layers, their populations, and their variables. */
record GennRecording(
        OriginalKeys experiment, TranslationNotes notes, Map<String, Object> own, ToLongBiFunction<CircuitParameters, String> recordBytes) {
    static final List<String> KEYS = List.of("filename", "recordings", "update_indices");
    static final List<String> INDICES = List.of("rates", "sample", "test", "train", "valid", "weights", "write");
    /** Bytes of recordings above which they are thinned. */
    static final double MAX_BYTES = 1L << 30;

    /** Names in the key {@code record}, by population and variable. */
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

    /**
     * Translates the plan. It is thinned to one record an epoch if the recordings would be too large, as they are with the original plans.
     *
     * @param faults faults of the whole file; if there are any, the size of the recordings is not checked
     */
    void read(Counts counts, List<Fault> faults) {
        if (!experiment.has("record")) {
            return;
        }
        OriginalKeys record = experiment.section("record", KEYS);
        GennTranslation.idle(record, "filename", Value::text, "a run folder has names of its own");
        if (record.has("update_indices")) {
            OriginalKeys indices = record.section("update_indices", INDICES);
            if (counts.steps() > 0) {
                indices(indices, counts);
            }
        }
        Set<String> wanted = record.optional("recordings").map(value -> wanted(record, value.given())).orElse(Set.of());
        if (wanted.isEmpty()) {
            return;
        }
        if (!Boolean.TRUE.equals(own.get("dWPP_low_pass")) && wanted.remove("lo")) {
            // Without a low-pass, delta is the update.
            wanted.add("dW");
        }
        own.put("record", List.copyOf(wanted));
        own.put("record_every", counts.recordEvery());
        if (faults.isEmpty()) {
            thin(wanted, counts);
        }
    }

    private void thin(Set<String> wanted, Counts counts) {
        List<Long> layers = new ArrayList<>();
        if (own.get("layers") instanceof List<?> sizes) {
            sizes.forEach(size -> layers.add(size instanceof Number number ? number.longValue() : 0L));
        }
        if (layers.size() < 2) {
            return;
        }
        CircuitParameters p = CircuitParameters.builder().layers(layers).build();
        double records = counts.stepsOf(counts.train()) * counts.epochs() / counts.recordEvery();
        double bytes = records * wanted.stream().mapToLong(name -> recordBytes.applyAsLong(p, name)).sum();
        if (bytes > MAX_BYTES) {
            own.put("record_every", 0);
            notes.say(String.format(Locale.ROOT, "one record an epoch, as one every %d steps would take %.0f GB; --set record_every=%d for those",
                    counts.recordEvery(), bytes / 1e9, counts.recordEvery()));
        }
    }

    private static void indices(OriginalKeys indices, Counts counts) {
        GennTranslation.derived(indices, "rates", (double) counts.recordEvery());
        GennTranslation.derived(indices, "weights", (double) counts.recordEvery());
        GennTranslation.derived(indices, "sample", (double) counts.steps());
        GennTranslation.derived(indices, "train", counts.stepsOf(counts.train()));
        GennTranslation.derived(indices, "valid", counts.stepsOf(counts.validation()));
        GennTranslation.derived(indices, "test", counts.stepsOf(counts.test()));
        GennTranslation.derived(indices, "write", 2 * counts.epochSteps());
    }

    private static Set<String> wanted(OriginalKeys record, @Nullable Object plan) {
        Set<String> wanted = new LinkedHashSet<>();
        if (!(plan instanceof Map<?, ?> layers)) {
            record.fault("recordings", "must hold layers with populations with lists of variables, for example {1: {pyramidal: [rate]}}");
            return wanted;
        }
        layers.forEach((layer, populations) -> {
            if (populations instanceof Map<?, ?> named) {
                named.forEach((population, variables) -> add(record, layer + "." + population, (String) population, variables, wanted));
            }
        });
        return wanted;
    }

    private static void add(OriginalKeys record, String path, String population, Object given, Set<String> wanted) {
        String place = "recordings." + Fault.shown(path);
        Map<String, String> variables = RECORDED.getOrDefault(population, Map.of());
        if (variables.isEmpty()) {
            record.fault(place, "the population is not known" + Nearest.hint(population, RECORDED.keySet()));
            return;
        }
        for (Object variable : given instanceof List<?> list ? list : List.of()) {
            String name = variables.get(String.valueOf(variable));
            if (name == null) {
                record.fault(place, "\"" + Fault.shown(String.valueOf(variable)) + "\" can't be recorded; possible are "
                        + String.join(", ", new TreeMap<>(variables).keySet()));
            } else {
                wanted.add(name);
            }
        }
    }
}
