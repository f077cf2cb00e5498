package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.CircuitParametersBuilder;
import org.pal4j.circuit.Variable;

/**
 * A golden trajectory of a microcircuit: a folder with {@code case.json} (layers, steps, parameters) and {@code arrays.npz} (start, inputs, noise draws,
 * learning switches, expected states). docs/verify.md describes the format.
 *
 * @param name       of the case
 * @param parameters of the circuit
 * @param steps      to take
 * @param arrays     all of them
 */
public record GoldenCase(String name, CircuitParameters parameters, int steps, GoldenArrays arrays) {
    /** Keys of the original JSON files that say what a case's arrays already hold, and so have no effect on its steps. */
    private static final List<String> WITHOUT_EFFECT = List.of(
            "_comment", "Tpres", "dataset_size", "epochs", "settling_time", "random_seed", "init_WPP_range", "init_WIP_range",
            "init_BPP_range", "init_BPI_range", "init_in_SPS", "input_signal");
    private static final List<String> OWN_KEYS = List.of("model", "gate_regularizer", "varphi_regularizer", "bw_connection_mode");

    /** Reads a case. */
    public static GoldenCase read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + ": is no folder with case.json and arrays.npz");
        }
        Path file = folder.resolve("case.json");
        ObjectNode json = Documents.json(file);
        if (json.path("model").asText().equals("rate")) {
            throw new InputException(file + ": is a case of a rate network, not of a microcircuit");
        }
        String name = json.path("name").isTextual() ? Faults.shown(json.get("name").textValue()) : GoldenArrays.nameOf(folder);
        List<String> faults = new ArrayList<>();
        for (String key : List.of("layers", "steps", "parameters")) {
            if (!json.has(key)) {
                faults.add(key + " is missing");
            }
        }
        if (!json.path("parameters").isObject()) {
            faults.add("parameters must be an object");
        }
        throwFaults(file, faults);
        int steps = (int) new Value("steps", json.get("steps"), faults).integer(1, Integer.MAX_VALUE);
        CircuitParameters parameters = parameters(file, json.get("layers"), (ObjectNode) json.get("parameters"), faults);
        return new GoldenCase(name, parameters, steps, GoldenArrays.read(name, folder));
    }

    private static CircuitParameters parameters(Path file, JsonNode layers, ObjectNode json, List<String> faults) {
        CircuitParametersBuilder builder = CircuitParameters.builder();
        builder.layers(new Value("layers", layers, faults).integers(1, CircuitKeys.MOST_NEURONS));
        if (faults.isEmpty() && layers.size() < 2) {
            faults.add("layers = " + Faults.shown(layers.toString()) + ": must list at least two areas, input and output");
        }
        throwFaults(file, faults);
        int hidden = layers.size() - 2;
        Set<String> known = new TreeSet<>(WITHOUT_EFFECT);
        known.addAll(OWN_KEYS);
        for (CircuitKeys.Key key : CircuitKeys.ALL) {
            known.add(key.name());
            JsonNode node = json.get(key.name());
            if (node != null) {
                boolean ofHidden = List.of("noise_scale", "eta_bw", "eta_IP", "eta_PI", "alpha").contains(key.name());
                key.set().accept(builder, new Value(key.name(), ofHidden ? first(node, hidden) : node, faults));
            }
        }
        json.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key) && !key.startsWith("rec_") && !key.startsWith("copy_") && !key.startsWith("init_teacher_")) {
                faults.add("parameters." + Faults.shown(key) + " is not known" + Nearest.hint(key, known));
            }
        });
        Algorithm algorithm = Algorithm.PAL;
        if (json.has("model")) {
            algorithm = new Value("model", json.get("model"), faults).choice(Algorithm.values(), Enum::name);
        } else if (json.has("algorithm")) {
            algorithm = new Value("algorithm", json.get("algorithm"), faults).choice(Algorithm.values(), Enum::name);
        }
        builder.algorithm(algorithm);
        if (json.has("bw_connection_mode")) {
            builder.connectivity(new Value("bw_connection_mode", json.get("bw_connection_mode"), faults)
                    .choice(Connectivity.values(), Connectivity::label));
        } else if (algorithm == Algorithm.DFA && !json.has("connectivity")) {
            builder.connectivity(Connectivity.SKIP);
        }
        // The original program asks for the gate first.
        if (json.path("varphi_regularizer").asBoolean()) {
            builder.regularizer(org.pal4j.circuit.Choices.Regularizer.PHI);
        }
        if (json.path("gate_regularizer").asBoolean()) {
            builder.regularizer(org.pal4j.circuit.Choices.Regularizer.GATED);
        }
        if (algorithm != Algorithm.PAL) {
            // As in the original program, noise and these filters exist for PAL only, whatever the file says.
            builder.noiseScale(List.of(0.0)).interneuronLowPass(false);
            builder.updateLowPass(false).traceLowPass(false).postLowPass(false);
        }
        throwFaults(file, faults);
        try {
            return builder.build();
        } catch (InputException e) {
            throw Faults.of(file.toString(), Faults.in(e));
        }
    }

    /** In the original files entries beyond the last hidden area are ignored. */
    private static JsonNode first(JsonNode node, int hidden) {
        if (!(node instanceof ArrayNode array) || array.size() <= hidden) {
            return node;
        }
        ArrayNode kept = array.arrayNode();
        for (int i = 0; i < hidden; i++) {
            kept.add(array.get(i));
        }
        return kept;
    }

    private static void throwFaults(Path file, List<String> faults) {
        if (!faults.isEmpty()) {
            throw Faults.of(file.toString(), faults);
        }
    }

    /** The name of a variable's array: {@code init_W0}, {@code exp_uP1} and so on. */
    static String key(String prefix, Variable variable, int index) {
        return prefix + variable + index;
    }
}
