package org.pal4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pal4j.Fault;
import org.pal4j.InputException;
import org.pal4j.cli.option.Candidates;
import org.pal4j.config.Json;
import picocli.CommandLine.Option;

/** Options that change a configuration of any kind. */
final class SettingOptions {
    @Option(names = "--seed", paramLabel = "N", description = "Seed of weights, noise and the order of samples.")
    private Optional<String> seed = Optional.empty();

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training samples.")
    private Optional<String> epochs = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", completionCandidates = Candidates.Settings.class,
            description = "Changes a key of the configuration (see 'pal4j show').")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "N|LIST", description = "Replicas with other seeds: so many, or these, for example 1,3,5.")
    private Optional<String> seeds = Optional.empty();

    @Option(
            names = "--weights",
            paramLabel = "FILE|DIR",
            description = "Starts with the weights in this file (safetensors, npz) or run folder, all or some of them; the others are drawn.")
    private Optional<Path> weights = Optional.empty();

    /** Returns all settings as {@code key=value}; later ones override earlier ones. */
    List<String> all() {
        List<String> all = new ArrayList<>(settings);
        // A single seed replaces the list of seeds in a file.
        seed.ifPresent(value -> all.addAll(List.of("seed=" + value, "seeds=null")));
        epochs.ifPresent(value -> all.add("epochs=" + value));
        seeds.ifPresent(value -> all.add("seeds=" + list(value)));
        weights.ifPresent(path -> all.add("weights=" + Json.text(path.toString())));
        if (seed.isPresent() && seeds.filter(value -> value.contains(",")).isPresent()) {
            throw new InputException("--seed " + seed.get() + " and --seeds " + seeds.get() + ": a list of seeds leaves nothing for --seed to say; "
                    + "with --seeds N it is the first of N");
        }
        return all;
    }

    private static String list(String value) {
        if (Arrays.stream(value.split(",", -1)).anyMatch(String::isBlank)) {
            throw new InputException("--seeds " + Fault.shown(value) + ": must be a number of replicas, or whole numbers separated by commas, for "
                    + "example 1,3,5");
        }
        return value.contains(",") && !value.strip().startsWith("[") ? "[" + value + "]" : value;
    }

    /** Returns whether nothing but the number of epochs is set, by its own option. */
    boolean onlyEpochs() {
        return seed.isEmpty() && seeds.isEmpty() && settings.isEmpty() && weights.isEmpty();
    }

    boolean asksForEpochs() {
        return epochs.isPresent() || settings.stream().anyMatch(setting -> setting.matches("\\s*epochs\\s*=.*"));
    }
}
