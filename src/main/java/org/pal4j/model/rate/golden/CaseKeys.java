package org.pal4j.model.rate.golden;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.pal4j.Activation;
import org.pal4j.Fault;
import org.pal4j.config.Json;
import org.pal4j.config.Nearest;
import org.pal4j.config.Value;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.Shape;

/** Contents of {@code case.json} of a rate network. The sizes of its layers are known only from the arrays. */
final class CaseKeys {
    private static final List<String> NEEDED = List.of(
            "algorithm", "target", "input_shape", "batch", "hold", "steps", "layers", "dt", "beta", "eta");
    private static final List<String> OF_FEEDBACK = List.of("eta_backward", "regularizer");
    private static final List<String> OF_PAL = List.of("tau_xi", "tau_HP");
    private static final List<String> OPTIONAL = List.of("name", "model", "tau_LO", "wn_sigma");
    private static final Set<String> OF_LAYER = Set.of("kind", "activation", "kernel");
    private static final int MAX = Integer.MAX_VALUE;
    /** Maximum number of values in one sample. */
    private static final int MAX_INPUT = 1 << 24;
    private static final int MAP_DIMENSIONS = 3;

    private final Map<String, Object> json;
    private final List<Fault> faults;
    private final int hold;
    private final int steps;
    private final List<Layer> layers;
    private final Function<List<Layer>, RateParameters> parameters;

    /** Reads all keys and collects their faults. */
    CaseKeys(Map<String, Object> json, List<Fault> faults) {
        this.json = json;
        this.faults = faults;
        RateAlgorithm algorithm = value("algorithm").choice(RateAlgorithm.values(), Enum::name);
        requireKeys(algorithm);
        Target target = has("target") ? value("target").choice(Target.values(), Target::label) : Target.RATE;
        Shape input = inputShape();
        int batch = whole("batch");
        hold = whole("hold");
        steps = whole("steps");
        double dt = number("dt", 1);
        double beta = number("beta", 0);
        // These have no effect without PAL, and may be missing.
        double tauXi = number("tau_xi", dt);
        double tauHP = number("tau_HP", dt);
        double tauLO = number("tau_LO", 0);
        double whiteNoise = number("wn_sigma", 0);
        parameters = sized -> new RateParameters(algorithm, target, input, sized, batch, dt, beta, tauXi, tauHP, tauLO, whiteNoise);
        layers = has("layers") ? layersOf(Objects.requireNonNull(json.get("layers"))) : List.of();
    }

    List<Layer> layers() {
        return layers;
    }

    int steps() {
        return steps;
    }

    int hold() {
        return hold;
    }

    /** Returns the parameters, given the layers with their sizes. */
    RateParameters parameters(List<Layer> sized) {
        return parameters.apply(sized);
    }

    private void requireKeys(RateAlgorithm algorithm) {
        // A missing algorithm has already been reported.
        List<String> needed = new ArrayList<>(NEEDED);
        needed.addAll(algorithm.learnsFeedback() ? OF_FEEDBACK : List.of());
        needed.addAll(algorithm == RateAlgorithm.PAL ? OF_PAL : List.of());
        needed.addAll(algorithm.isNoisy() ? List.of("sigma") : List.of());
        needed.stream().filter(key -> !has(key) && !key.equals("algorithm")).forEach(key -> faults.add(Fault.saying(key, key + " is missing")));
        Set<String> known = new TreeSet<>(NEEDED);
        known.addAll(OF_FEEDBACK);
        known.addAll(OF_PAL);
        known.add("sigma");
        known.addAll(OPTIONAL);
        requireKnown(json, known, "");
    }

    private void requireKnown(Map<?, ?> object, Set<String> known, String prefix) {
        object.keySet().forEach(name -> {
            String key = (String) name;
            if (!known.contains(key)) {
                faults.add(Fault.saying(prefix + key, prefix + Fault.shown(key) + " is not known" + Nearest.hint(key, known)));
            }
        });
    }

    private boolean has(String key) {
        return json.containsKey(key);
    }

    private Value value(String key) {
        return value("", json, key);
    }

    private Value value(String prefix, Map<?, ?> object, String key) {
        return new Value(prefix + key, object.containsKey(key) ? object.get(key) : Value.MISSING, faults);
    }

    private int whole(String key) {
        return has(key) ? (int) value(key).integer(1, MAX) : 1;
    }

    private double number(String key, double otherwise) {
        return has(key) ? value(key).number() : otherwise;
    }

    private Shape inputShape() {
        if (!has("input_shape")) {
            return Shape.of(1);
        }
        List<Long> sizes = value("input_shape").integers(1, MAX_INPUT);
        if (sizes.size() != 1 && sizes.size() != MAP_DIMENSIONS) {
            return noInputShape("must be [neurons] or [channels, height, width]");
        }
        double all = 1;
        for (long size : sizes) {
            all *= size;
        }
        if (all > MAX_INPUT) {
            return noInputShape("must be at most " + MAX_INPUT + " values in all");
        }
        return sizes.size() == 1
                ? Shape.of(sizes.getFirst().intValue())
                : new Shape(sizes.get(0).intValue(), sizes.get(1).intValue(), sizes.get(2).intValue());
    }

    private Shape noInputShape(String bound) {
        faults.add(Fault.of("input_shape", Fault.shown(Json.text(json.get("input_shape"))), bound));
        return Shape.of(1);
    }

    private List<Layer> layersOf(Object given) {
        if (!(given instanceof List<?> list) || list.isEmpty()) {
            faults.add(Fault.of("layers", Fault.shown(Json.text(given)),
                    "must be a list of objects {\"kind\": .., \"activation\": ..}, at least one"));
            return List.of();
        }
        List<Double> eta = each("eta", list.size());
        List<Double> etaBackward = each("eta_backward", list.size());
        List<Double> alpha = each("regularizer", list.size());
        List<Double> sigma = each("sigma", list.size());
        List<Layer> read = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Layer layer = layer(list.get(i) instanceof Map<?, ?> object ? object : Map.of(), "layers[" + i + "].");
            read.add(layer.hasWeights()
                    ? layer.withEta(eta.get(i)).withBackward(etaBackward.get(i), alpha.get(i)).withSigma(sigma.get(i))
                    : layer.withSigma(sigma.get(i)));
        }
        return read;
    }

    /** Returns one number per layer; a single number applies to all layers. */
    private List<Double> each(String key, int count) {
        List<Double> values = has(key) ? value(key).numbers() : List.of(0.0);
        boolean list = json.get(key) instanceof List;
        if (list && values.size() != count) {
            faults.add(Fault.of(key, values.size() + " values", "must be " + count + ", one for each layer"));
        }
        return list && values.size() == count ? values : Collections.nCopies(count, values.isEmpty() ? 0.0 : values.getFirst());
    }

    /** Reads a layer, without its size. */
    private Layer layer(Map<?, ?> object, String prefix) {
        requireKnown(object, OF_LAYER, prefix);
        LayerKind kind = value(prefix, object, "kind").choice(LayerKind.values(), LayerKind::label);
        boolean pool = kind == LayerKind.MAXPOOL;
        Activation activation = pool && !object.containsKey("activation")
                ? Activation.LINEAR
                : value(prefix, object, "activation").choice(Activation.values(), Activation::label);
        int window = 1;
        if (pool || kind == LayerKind.CONVOLUTION) {
            window = (int) value(prefix, object, "kernel").integer(1, MAX_INPUT);
        } else if (object.containsKey("kernel")) {
            faults.add(Fault.of(prefix + "kernel", "a layer of kind " + kind.label() + " has none"));
        }
        return new Layer(kind, 0, window, activation, 0, 0, 0, 0);
    }
}
