package org.pal4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The keys of the experiments of a {@link Model}.
 *
 * @param reader    makes an experiment of keys, of which the first argument is what to call them in messages
 * @param keys      all keys of an experiment, in the order in which they are shown
 * @param differing those in which replicas may differ besides their seeds
 * @param example   of one of them with a list of values
 * @param zipped    of others with lists that belong together
 * @param head      the first line of a configuration, if it must have one
 */
record ModelKeys<E extends Configuration>(
        BiFunction<String, ObjectNode, E> reader, List<ShownKey> keys, List<String> differing, String example, String zipped, String head) {
    static final ModelKeys<Experiment> CIRCUIT = new ModelKeys<>((source, keys) -> ExperimentReader.read(source, keys, Map.of()),
            ExperimentKeys.shown(), List.of("eta_fw", "eta_bw", "eta_IP", "eta_PI", "noise_scale", "alpha"),
            "{eta_bw: [0.1, 1]}", "{tauxi: [0.1, 1], taur: [0, 1]}", "");
    static final ModelKeys<RateExperiment> RATE = new ModelKeys<>(RateDraft::read, RateKeys.shown(),
            List.of("multiplier", "lr_factors", "bw_lr_factors", "regularizer", "sigma"), "{multiplier: [32, 64]}",
            "{algorithm: [PAL, BP], sigma: [0.01, 0]}", RateKeys.head());

    List<String> names() {
        return keys.stream().map(ShownKey::name).toList();
    }

    /** A line with a key, the value that was given for it, and what it means. */
    void line(StringBuilder text, String key, JsonNode value) {
        ShownKey.line(text, key, value, keys.stream().filter(k -> k.name().equals(key)).findFirst().map(ShownKey::about).orElse(""));
    }
}
