package org.pal4j.model.rate.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pal4j.random.CounterRandom;
import org.pal4j.verify.GoldenMaker.Draft;

/** Draws configurations of rate networks for random cases, and makes them simpler. */
public final class RandomRates {
    private static final String LAYERS = "layers";
    private static final String INPUTS = "inputs";
    private static final String BATCH = "batch";
    private static final List<String> ACTIVATIONS = List.of("linear", "logistic", "tanh", "soft_relu", "relu", "hard_sigmoid");
    private static final List<String> OPTIONAL = List.of("tau_LO", "wn_sigma", "beta", "tau_xi", "tau_HP", "regularizer");

    private RandomRates() {}

    /** Draws a configuration. */
    public static Draft draft(CounterRandom random) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("model", "rate");
        keys.put("task", "data");
        keys.put("train", "samples.npz");
        keys.put("validation_share", 0);
        keys.put("seed", random.nextInt(1 << 30));
        List<Object> layers = new ArrayList<>();
        boolean maps = random.nextInt(3) == 0;
        if (maps) {
            keys.put(INPUTS, List.of(1 + random.nextInt(2), 6, 6));
            layers.add("convolution " + (1 + random.nextInt(3)) + " 3x3 " + smooth(random));
            if (random.nextInt(2) == 0) {
                layers.add("maxpool");
            }
            layers.add("projection " + (1 + random.nextInt(5)) + " " + pick(random, ACTIVATIONS));
        } else {
            keys.put(INPUTS, 1 + random.nextInt(6));
        }
        for (int l = random.nextInt(3); l >= (maps ? 1 : 0); l--) {
            layers.add("dense " + (1 + random.nextInt(6)) + " " + pick(random, ACTIVATIONS));
        }
        keys.put(LAYERS, layers);
        keys.put("algorithm", pick(random, List.of("PAL", "PAL", "BP", "FA", "DFA", "KP", "WM")));
        boolean several = !((String) layers.getLast()).split(" ")[1].equals("1");
        // The softmax of one output is 1, so there is nothing to learn.
        keys.put("target", pick(random, several ? List.of("rate", "mse", "softmax") : List.of("rate", "mse")));
        keys.put(BATCH, 1 + random.nextInt(4));
        int hold = 1 + random.nextInt(8);
        keys.put("updates", hold);
        double dt = pick(random, List.of(0.1, 0.2, 1.0));
        keys.put("dt", dt);
        keys.put("multiplier", 8 * hold * dt);
        keys.put("lr_factors", round(random.uniform(0.05, 0.5)));
        keys.put("bw_lr_factors", round(random.uniform(0.05, 0.5)));
        keys.put("sigma", random.nextInt(4) == 0 ? 0 : round(random.uniform(0.05, 0.3)));
        keys.put("init", 0.5);
        sometimes(random, keys, "beta", round(random.uniform(0.05, 1)));
        sometimes(random, keys, "regularizer", round(random.uniform(0, 0.1)));
        sometimes(random, keys, "wn_sigma", round(random.uniform(0.01, 0.1)));
        sometimes(random, keys, "tau_xi", round(random.uniform(1, 20)));
        sometimes(random, keys, "tau_HP", round(random.uniform(1, 20)));
        sometimes(random, keys, "tau_LO", round(random.uniform(1, 20)));
        return new Draft(keys, 5 + random.nextInt(25), hold);
    }

    private static <T> T pick(CounterRandom random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Returns an activation without equal rates, so that a max-pool above has one largest whatever the rounding. */
    private static String smooth(CounterRandom random) {
        return pick(random, List.of("linear", "logistic", "tanh", "soft_relu"));
    }

    private static double round(double value) {
        return Math.rint(value * 1000) / 1000;
    }

    private static void sometimes(CounterRandom random, Map<String, Object> keys, String key, Object value) {
        if (random.nextInt(3) == 0) {
            keys.put(key, value);
        }
    }

    /** Returns simpler forms, those to try first. */
    public static List<Draft> simpler(Draft draft) {
        List<Draft> simpler = new ArrayList<>();
        for (String key : OPTIONAL) {
            if (draft.keys().containsKey(key)) {
                Map<String, Object> other = new LinkedHashMap<>(draft.keys());
                other.remove(key);
                simpler.add(new Draft(other, draft.steps(), draft.hold()));
            }
        }
        for (int steps : new int[] {1, 2, 3, 5, draft.steps() / 2, draft.steps() - 1}) {
            if (steps >= 1 && steps < draft.steps()) {
                simpler.add(new Draft(draft.keys(), steps, draft.hold()));
            }
        }
        List<?> layers = (List<?>) Objects.requireNonNull(draft.keys().get(LAYERS));
        for (int l = 0; layers.size() > 1 && l < layers.size(); l++) {
            List<Object> other = new ArrayList<>(layers);
            other.remove(l);
            boolean first = l == 0 && draft.keys().get(INPUTS) instanceof List;
            // Without the convolution below, a projection reads the input, and a max-pool goes with it.
            other.removeIf(layer -> first && layer.equals("maxpool"));
            if (!other.isEmpty()) {
                simpler.add(changed(draft, LAYERS, other));
            }
        }
        for (int l = 0; l < layers.size(); l++) {
            String[] words = ((String) layers.get(l)).split(" ");
            if (words.length > 1 && Integer.parseInt(words[1]) > 1) {
                String[] smaller = words.clone();
                smaller[1] = "1";
                List<Object> other = new ArrayList<>(layers);
                other.set(l, String.join(" ", smaller));
                simpler.add(changed(draft, LAYERS, other));
            }
        }
        if (draft.keys().get(INPUTS) instanceof Integer inputs && inputs > 1) {
            simpler.add(changed(draft, INPUTS, 1));
        }
        if (draft.keys().get(BATCH) instanceof Integer batch && batch > 1) {
            simpler.add(changed(draft, BATCH, 1));
        }
        return simpler;
    }

    private static Draft changed(Draft draft, String key, Object value) {
        Map<String, Object> other = new LinkedHashMap<>(draft.keys());
        other.put(key, value);
        return new Draft(other, draft.steps(), draft.hold());
    }
}
