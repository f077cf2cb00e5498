package org.pal4j.model.circuit.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pal4j.Activation;
import org.pal4j.random.CounterRandom;
import org.pal4j.verify.GoldenMaker.Draft;

/** Draws configurations of circuits for random cases, and makes them simpler. */
public final class RandomCircuits {
    private static final String LAYERS = "layers";
    private static final String ALGORITHM = "algorithm";
    private static final String CONNECTIVITY = "connectivity";
    /** Keys that a simpler draft leaves as drawn, since a case needs them. */
    private static final List<String> KEPT = List.of("model", "task", "seed", "train_samples", "validation_samples", "test_samples", "settling_time",
            "Tpres", "dt", LAYERS, ALGORITHM, CONNECTIVITY, "eta_fw", "eta_bw", "eta_IP", "eta_PI", "alpha", "noise_scale", "init_in_SPS", "init_u",
            "init_W", "init_B", "init_WI", "init_BI");

    private RandomCircuits() {}

    /** Draws a configuration. */
    public static Draft draft(CounterRandom random) {
        Map<String, Object> keys = new LinkedHashMap<>();
        int areas = 1 + random.nextInt(4);
        List<Object> layers = new ArrayList<>();
        for (int l = 0; l <= areas; l++) {
            layers.add(1 + random.nextInt(random.nextInt(8) == 0 ? 20 : 7));
        }
        keys.put("model", "circuit");
        keys.put("task", "uniform");
        keys.put("seed", random.nextInt(1 << 30));
        keys.put("train_samples", 1);
        keys.put("validation_samples", 0);
        keys.put("test_samples", 0);
        keys.put("settling_time", 0);
        double dt = pick(random, List.of(0.01, 0.01, 0.02, 0.05, 0.1));
        keys.put("Tpres", 2 * dt);
        keys.put("dt", dt);
        keys.put(LAYERS, layers);
        String algorithm = pick(random, List.of("PAL", "PAL", "PAL", "BP", "FA", "DFA", "KP"));
        keys.put(ALGORITHM, algorithm);
        keys.put(CONNECTIVITY, algorithm.equals("DFA") || algorithm.equals("PAL") && random.nextInt(4) == 0 ? "skip" : "layered");
        List<Object> activations = new ArrayList<>();
        String common = activation(random);
        for (int l = 1; l <= areas; l++) {
            activations.add(random.nextInt(3) == 0 ? activation(random) : common);
        }
        keys.put("activation", activations);
        keys.put("eta_fw", each(random, areas, 0.5, 5));
        keys.put("eta_bw", each(random, areas - 1, 0.5, 20));
        keys.put("eta_IP", each(random, areas - 1, 0.5, 5));
        keys.put("eta_PI", each(random, areas - 1, 0.5, 5));
        keys.put("alpha", each(random, areas - 1, 0, 0.2));
        keys.put("noise_scale", random.nextInt(5) == 0 ? 0.0 : each(random, areas - 1, 0.05, 0.5));
        keys.put("init_W", List.of(-1, 1));
        keys.put("init_B", List.of(-1, 1));
        keys.put("init_WI", List.of(-1, 1));
        keys.put("init_BI", List.of(-1, 1));
        keys.put("init_in_SPS", random.nextInt(4) == 0);
        keys.put("init_u", random.nextInt(3) == 0 ? 0 : 0.5);
        sometimes(random, keys, "gl", round(random.uniform(0, 0.1)));
        sometimes(random, keys, "gbas", round(random.uniform(0.05, 0.3)));
        sometimes(random, keys, "gapi", round(random.uniform(0, 0.2)));
        sometimes(random, keys, "gden", round(random.uniform(0.05, 0.3)));
        sometimes(random, keys, "gnI", round(random.uniform(0, 0.2)));
        sometimes(random, keys, "gntgt", round(random.uniform(0, 0.2)));
        sometimes(random, keys, "tauHP", round(dt * random.uniform(2, 40)));
        sometimes(random, keys, "tauLO", round(dt * random.uniform(2, 40)));
        sometimes(random, keys, "tauxi", round(dt * random.uniform(2, 40)));
        sometimes(random, keys, "taur", random.nextInt(2) == 0 ? 0 : round(random.uniform(0, 1)));
        if (random.nextInt(3) == 0) {
            keys.put("dtxi", dt * (1 + random.nextInt(4)));
        } else {
            keys.put("dtxi", dt);
        }
        sometimes(random, keys, "noise_type", "hold_white_noise");
        sometimes(random, keys, "noise_mode", pick(random, List.of("uP", "uP_breve", "vapi")));
        sometimes(random, keys, "regularizer", pick(random, List.of("gated", "phi")));
        if (algorithm.equals("KP")) {
            keys.remove("regularizer");
        }
        for (String key : List.of("inter_low_pass", "dWPP_r_low_pass", "dWPP_post_low_pass")) {
            sometimes(random, keys, key, true);
        }
        for (String key : List.of("pyr_hi_pass", "dWPP_low_pass", "dWPP_use_activation")) {
            sometimes(random, keys, key, false);
        }
        return new Draft(keys, 10 + random.nextInt(50), 1 + random.nextInt(12));
    }

    private static <T> T pick(CounterRandom random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String activation(CounterRandom random) {
        return pick(random, List.of(Activation.values())).label();
    }

    /** Returns three digits, which people can read. */
    private static double round(double value) {
        return Math.rint(value * 1000) / 1000;
    }

    private static List<Object> each(CounterRandom random, int count, double low, double high) {
        List<Object> all = new ArrayList<>();
        for (int l = 0; l < Math.max(1, count); l++) {
            all.add(round(random.uniform(low, high)));
        }
        return all;
    }

    private static void sometimes(CounterRandom random, Map<String, Object> keys, String key, Object value) {
        if (random.nextInt(3) == 0) {
            keys.put(key, value);
        }
    }

    /** Returns simpler forms, those to try first. */
    public static List<Draft> simpler(Draft draft) {
        List<Draft> simpler = new ArrayList<>();
        // Options first: with few steps, another option may hide the mistake.
        for (String key : draft.keys().keySet()) {
            if (!KEPT.contains(key) && !(key.equals("dtxi") && Objects.equals(draft.keys().get("dtxi"), draft.keys().get("dt")))) {
                simpler.add(with(draft, without(draft.keys(), key)));
            }
        }
        for (int steps : new int[] {1, 2, 3, 5, draft.steps() / 2, draft.steps() - 1}) {
            if (steps >= 1 && steps < draft.steps()) {
                simpler.add(new Draft(draft.keys(), steps, draft.hold()));
            }
        }
        List<?> layers = (List<?>) Objects.requireNonNull(draft.keys().get(LAYERS));
        if (layers.size() > 2) {
            simpler.add(with(draft, fewerAreas(draft.keys())));
        }
        for (int l = 0; l < layers.size(); l++) {
            int size = ((Number) layers.get(l)).intValue();
            for (int smaller : new int[] {1, 2, size / 2, size - 1}) {
                if (smaller >= 1 && smaller < size) {
                    List<Object> other = new ArrayList<>(layers);
                    other.set(l, smaller);
                    simpler.add(with(draft, changed(draft.keys(), LAYERS, other)));
                }
            }
        }
        return simpler;
    }

    private static Draft with(Draft draft, Map<String, Object> keys) {
        return new Draft(keys, draft.steps(), draft.hold());
    }

    private static Map<String, Object> changed(Map<String, Object> keys, String key, Object value) {
        Map<String, Object> other = new LinkedHashMap<>(keys);
        other.put(key, value);
        return other;
    }

    /** Returns keys without one, which then has its default; the noise is drawn at each step. */
    private static Map<String, Object> without(Map<String, Object> keys, String key) {
        Map<String, Object> other = new LinkedHashMap<>(keys);
        if (key.equals("dtxi")) {
            other.put(key, keys.get("dt"));
        } else {
            other.remove(key);
        }
        return other;
    }

    /** Returns keys without the first hidden area. */
    private static Map<String, Object> fewerAreas(Map<String, Object> keys) {
        Map<String, Object> other = new LinkedHashMap<>(keys);
        other.computeIfPresent(LAYERS, (key, list) -> withoutSecond(list));
        for (String key : List.of("activation", "eta_fw", "eta_bw", "eta_IP", "eta_PI", "alpha", "noise_scale")) {
            other.computeIfPresent(key, (name, list) -> list instanceof List<?> all && all.size() > 1 ? all.subList(1, all.size()) : list);
        }
        return other;
    }

    private static Object withoutSecond(Object layers) {
        List<Object> other = new ArrayList<>((List<?>) layers);
        other.remove(1);
        return other;
    }
}
