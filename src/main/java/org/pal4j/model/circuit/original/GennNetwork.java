package org.pal4j.model.circuit.original;

import java.util.List;
import java.util.Map;
import org.pal4j.config.Value;
import org.pal4j.model.OriginalKeys;
import org.pal4j.model.TranslationNotes;

/** Translates the second mapping of format 2 ({@link GennTranslation}), the network. */
record GennNetwork(OriginalKeys keys, TranslationNotes notes, Map<String, Object> own) {
    static final List<String> KEYS = List.of("activation_template", "alpha", "bias", "debug_mode", "dims", "eta", "ga", "gb", "gd", "gl", "gsom",
            "gtar", "highpass_tau", "init_weights", "le_active", "learning_lag", "noise", "noise_sig", "noise_tau", "out_lag",
            "reinforce_self_predict", "reset_deltas", "set_wBackw_to_wTransp", "start_in_self_predict", "t_pattern", "tau_0", "tau_w_ff",
            "tau_w_ip", "tau_w_pi");
    static final List<String> GROUPS = List.of("up", "down", "ip", "pi");
    static final List<String> BIAS_KEYS = List.of("on", "val");

    /** Translates all keys except t_pattern, which belongs to the samples. */
    void read(double dt) {
        keys.number("gl", "gl");
        keys.number("gb", "gbas");
        keys.number("ga", "gapi");
        keys.number("gd", "gden");
        keys.number("gsom", "gnI");
        keys.number("gtar", "gntgt");
        keys.number("alpha", "alpha");
        keys.number("highpass_tau", "tauHP");
        keys.number("noise_tau", "tauxi");
        activation();
        Value prospective = keys.needed("le_active");
        own.put("taur", prospective.given() instanceof Boolean ? (prospective.truth() ? 1 : 0) : prospective.integer(0, 1));
        Value dims = keys.needed("dims");
        int areas = dims.integers(1, NumpyTranslation.MAX_NEURONS).size() - 1;
        own.put("layers", dims.given());
        boolean selfPredicting = keys.optional("start_in_self_predict").map(Value::truth).orElse(true);
        own.put("init_in_SPS", selfPredicting);
        rates(areas, selfPredicting);
        weights(areas, selfPredicting);
        filters(dt);
        rest();
    }

    private void activation() {
        String template = keys.optional("activation_template")
                .map(value -> value.choice(new String[] {"sigmoid", "sigmoid_stable", "soft_relu"}, name -> name)).orElse("soft_relu");
        own.put("activation", template.equals("soft_relu") ? "soft_relu" : "logistic");
        if (!keys.has("activation_template")) {
            notes.say("activation soft_relu, the original's default");
        }
    }

    /** Translates learning rates and noise, which determine the algorithm. */
    private void rates(int areas, boolean selfPredicting) {
        int hidden = areas - 1;
        double noise = keys.number("noise_sig", "noise_scale");
        OriginalKeys eta = keys.section("eta", GROUPS);
        eta.numbers("up", "eta_fw", 0, areas, "area");
        eta.numbers("ip", "eta_IP", 0, hidden, "hidden area");
        eta.numbers("pi", "eta_PI", 0, hidden, "hidden area");
        // Entry l of the list is the rate of B of hidden area l; entry 0 belongs to no area.
        eta.numbers("down", "eta_bw", 1, hidden, "hidden area");
        boolean learns = anyPositive("eta_bw");
        if (keys.needed("set_wBackw_to_wTransp").truth()) {
            own.put("algorithm", "BP");
            notes.say("set_wBackw_to_wTransp: B is transported at each step, in the original at the start of each epoch");
            if (learns) {
                eta.fault("down", "must be 0 with set_wBackw_to_wTransp, as weights can't both be transported and learn");
            }
        } else {
            own.put("algorithm", learns || noise != 0 ? "PAL" : "FA");
        }
        if (selfPredicting && !learns) {
            if (anyPositive("eta_PI")) {
                eta.idle("pi", "BI rests in a start_in_self_predict whose B does not learn");
            }
            own.put("eta_PI", 0);
        }
    }

    private boolean anyPositive(String ownKey) {
        Object value = own.get(ownKey);
        List<?> entries = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        return entries.stream().anyMatch(entry -> entry instanceof Number number && number.doubleValue() > 0);
    }

    private void weights(int areas, boolean selfPredicting) {
        OriginalKeys weights = keys.section("init_weights", GROUPS);
        range(weights, "up", "init_W");
        range(weights, "down", "init_B");
        for (String key : List.of("ip", "pi")) {
            if (!selfPredicting || weights.has(key)) {
                range(weights, key, key.equals("ip") ? "init_WI" : "init_BI");
            }
            if (selfPredicting && weights.has(key)) {
                weights.idle(key, "start_in_self_predict");
            }
        }
        if (selfPredicting && areas > 2) {
            notes.say("WI starts self-predicting in all areas; the original copies W, which is not quite that below the last hidden area");
        }
    }

    /** Translates [low, high], or a number h as [-h, h]. */
    private void range(OriginalKeys weights, String key, String ownKey) {
        Value value = weights.needed(key);
        if (value.given() instanceof List) {
            value.range();
            own.put(ownKey, value.given());
            return;
        }
        double half = value.number();
        if (half < 0) {
            weights.fault(key, "must be half a range, 0 or more, or two numbers [low, high]");
        }
        own.put(ownKey, List.of(-half, half));
    }

    private void filters(double dt) {
        double forward = keys.needed("tau_w_ff").number();
        boolean low = !GennTranslation.near(forward, dt);
        own.put("dWPP_low_pass", low);
        if (low) {
            own.put("tauLO", forward);
        }
        for (String key : List.of("tau_w_ip", "tau_w_pi")) {
            requireDt(key, dt, "low-passes for the updates of lateral weights can't be had");
        }
        requireDt("tau_0", dt, "a low-pass for inputs and targets can't be had");
    }

    private void requireDt(String key, double dt, String reason) {
        double tau = keys.needed(key).number();
        if (dt > 0 && keys.has(key) && !GennTranslation.near(tau, dt)) {
            keys.fault(key, "must be dt, " + dt + " ms, which means no low-pass; " + reason);
        }
    }

    private void rest() {
        keys.number("learning_lag", "learning_lag");
        if (keys.needed("out_lag").number() != 0) {
            keys.fault("out_lag", "must be 0; a target that comes later than its input can't be had");
        }
        if (keys.needed("reinforce_self_predict").truth()) {
            keys.fault("reinforce_self_predict", "must be false; WI can't be set anew after each epoch");
        }
        keys.optional("noise").filter(value -> value.number() != 0).ifPresent(value -> keys.idle("noise", "noise_sig is the noise"));
        if (keys.isTrue("reset_deltas")) {
            keys.idle("reset_deltas", "the original does not read it");
        }
        if (keys.isTrue("debug_mode")) {
            keys.idle("debug_mode", "weights can't change in validation");
        }
        if (keys.has("bias")) {
            OriginalKeys bias = keys.section("bias", BIAS_KEYS);
            bias.optional("val").filter(value -> value.number() != 0 && !bias.isTrue("on")).ifPresent(value -> bias.idle("val", "bias.on is false"));
            if (bias.isTrue("on")) {
                bias.fault("on", "must be false; biases can't be had");
            }
        }
    }
}
