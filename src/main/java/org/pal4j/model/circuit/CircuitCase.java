package org.pal4j.model.circuit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.Regularizer;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.CircuitParametersBuilder;
import org.pal4j.config.Documents;
import org.pal4j.config.Json;
import org.pal4j.config.Key;
import org.pal4j.config.Nearest;
import org.pal4j.config.Value;
import org.pal4j.model.circuit.golden.CircuitTrajectory;
import org.pal4j.model.circuit.golden.CircuitVerification;
import org.pal4j.verify.GoldenArrays;
import org.pal4j.verify.GoldenCase;
import org.pal4j.verify.Trajectory;
import org.pal4j.verify.Verification.Result;

/**
 * A golden trajectory of a microcircuit: a folder with {@code case.json} (layers, steps, parameters) and {@code arrays.npz} (start, inputs, noise
 * draws, learning switches, expected states). docs/verify.md describes the format.
 */
record CircuitCase(String name, CircuitParameters parameters, int steps, GoldenArrays arrays) implements GoldenCase {
    /** Whether the parameters hold as they stand, also those that the original program knows only with PAL. */
    private static final String AS_CONFIGURED = "as_configured";
    /** Keys read here, and keys of the original JSON files without effect on the steps: the arrays already contain their results. */
    private static final List<String> MORE_KEYS = List.of(
            "model", "gate_regularizer", "varphi_regularizer", "bw_connection_mode",
            "_comment", "Tpres", "dataset_size", "epochs", "settling_time", "random_seed", "init_WPP_range", "init_WIP_range",
            "init_BPP_range", "init_BPI_range", "init_in_SPS", "input_signal");

    /** Returns whether a folder contains a case of a circuit. */
    static boolean isIn(Path folder) {
        return GoldenArrays.json(folder)
                .filter(json -> !(json.get("model") instanceof String model) || List.of("BP", "FA", "DFA", "PAL", "KP", "circuit").contains(model))
                .isPresent();
    }

    static CircuitCase read(Path folder) {
        Path file = folder.resolve(GoldenArrays.FILE);
        Map<String, Object> json = Documents.json(file);
        String name = GoldenArrays.nameOf(folder, json);
        List<Fault> faults = new ArrayList<>();
        for (String key : List.of("layers", "steps", "parameters")) {
            if (!json.containsKey(key)) {
                faults.add(Fault.saying(key, key + " is missing"));
            }
        }
        if (!(json.get("parameters") instanceof Map<?, ?>)) {
            faults.add(Fault.saying("parameters", "parameters must be an object"));
        }
        InputException.throwIfAny(file.toString(), faults);
        int steps = (int) new Value("steps", json.get("steps"), faults).integer(1, Integer.MAX_VALUE);
        boolean asConfigured = json.containsKey(AS_CONFIGURED) && new Value(AS_CONFIGURED, json.get(AS_CONFIGURED), faults).truth();
        CircuitParameters circuit =
                parameters(file, json.get("layers"), Documents.mapping(json.get("parameters"), file.toString()), asConfigured, faults);
        return new CircuitCase(name, circuit, steps, GoldenArrays.read(name, folder));
    }

    private static CircuitParameters parameters(
            Path file, @Nullable Object layers, Map<String, Object> json, boolean asConfigured, List<Fault> faults) {
        CircuitParametersBuilder builder = CircuitParameters.builder();
        List<Long> sizes = new Value("layers", layers, faults).integers(1, ParameterKeys.MAX_NEURONS);
        builder.layers(sizes);
        if (faults.isEmpty() && sizes.size() < 2) {
            faults.add(Fault.of("layers", Fault.shown(Json.text(layers)), "must list at least two areas, input and output"));
        }
        InputException.throwIfAny(file.toString(), faults);
        int hidden = sizes.size() - 2;
        Set<String> known = new TreeSet<>(MORE_KEYS);
        for (Key<CircuitParametersBuilder, CircuitParameters> key : ParameterKeys.ALL) {
            known.add(key.name());
            Object given = json.get(key.name());
            if (given != null) {
                boolean ofHidden = List.of("noise_scale", "eta_bw", "eta_IP", "eta_PI", "alpha").contains(key.name());
                key.set().accept(builder, new Value(key.name(), ofHidden ? first(given, hidden) : given, faults));
            }
        }
        json.keySet().forEach(key -> {
            if (!known.contains(key) && !key.startsWith("rec_") && !key.startsWith("copy_") && !key.startsWith("init_teacher_")) {
                faults.add(Fault.saying("parameters." + key, "parameters." + Fault.shown(key) + " is not known" + Nearest.hint(key, known)));
            }
        });
        Algorithm algorithm = Algorithm.PAL;
        for (String key : List.of("algorithm", "model")) {
            if (json.containsKey(key)) {
                algorithm = new Value(key, json.get(key), faults).choice(Algorithm.values(), Enum::name);
            }
        }
        builder.algorithm(algorithm);
        if (json.containsKey("bw_connection_mode")) {
            builder.connectivity(new Value("bw_connection_mode", json.get("bw_connection_mode"), faults)
                    .choice(Connectivity.values(), Connectivity::label));
        } else if (algorithm == Algorithm.DFA && !json.containsKey("connectivity")) {
            builder.connectivity(Connectivity.SKIP);
        }
        // The original program checks for the gate first.
        if (Boolean.TRUE.equals(json.get("varphi_regularizer"))) {
            builder.regularizer(Regularizer.PHI);
        }
        if (Boolean.TRUE.equals(json.get("gate_regularizer"))) {
            builder.regularizer(Regularizer.GATED);
        }
        if (algorithm != Algorithm.PAL && !asConfigured) {
            // As in the original program, only PAL has noise and these filters.
            builder.noiseScale(List.of(0.0)).interneuronLowPass(false);
            builder.updateLowPass(false).traceLowPass(false).postLowPass(false);
        }
        InputException.throwIfAny(file.toString(), faults);
        try {
            return builder.build();
        } catch (InputException e) {
            throw new InputException(file.toString(), e.faults());
        }
    }

    /** Drops entries beyond the last hidden area, as the original programs do. */
    private static Object first(Object given, int hidden) {
        return given instanceof List<?> list && list.size() > hidden ? list.subList(0, hidden) : given;
    }

    @Override
    public Result verify() {
        return new CircuitVerification(name, steps, arrays, parameters).run();
    }

    @Override
    public Optional<Trajectory> trajectory() {
        Map<String, Object> config = keys(parameters);
        config.putAll(Map.of("model", CircuitModel.INSTANCE.name(), "name", "conformance", "task", Task.UNIFORM.label(), "train_samples", 1,
                "validation_samples", 0, "test_samples", 0, "settling_time", 0, "learning_lag", 0, "Tpres", 2 * parameters.dt()));
        return Optional.of(new CircuitTrajectory(name, steps, arrays, parameters, config));
    }

    /** Returns all parameters by their keys. */
    private static Map<String, Object> keys(CircuitParameters parameters) {
        Map<String, Object> keys = new LinkedHashMap<>();
        ParameterKeys.ALL.forEach(key -> keys.put(key.name(), key.get().apply(parameters)));
        return keys;
    }

    /** Returns the case.json of a case whose parameters hold as they stand. */
    static Map<String, Object> json(String name, CircuitParameters parameters, int steps) {
        Map<String, Object> keys = keys(parameters);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("layers", keys.remove("layers"));
        json.put("steps", steps);
        json.put(AS_CONFIGURED, true);
        json.put("parameters", keys);
        return json;
    }
}
