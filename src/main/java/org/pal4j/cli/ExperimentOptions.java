package org.pal4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pal4j.run.Catalog;
import org.pal4j.run.Experiment;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What names an experiment and changes it. */
final class ExperimentOptions {
    @Parameters(paramLabel = "EXPERIMENT", description = "Its name (see 'pal4j list'), or a YAML file.")
    private String name;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of weights, noise and the order of samples.")
    private Optional<String> seed = Optional.empty();

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training samples.")
    private Optional<String> epochs = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Changes a key of the configuration (see 'pal4j show').")
    private List<String> settings = new ArrayList<>();

    /** The experiment with all changes. */
    Experiment resolve() {
        List<String> all = new ArrayList<>(settings);
        seed.ifPresent(value -> all.add("seed=" + value));
        epochs.ifPresent(value -> all.add("epochs=" + value));
        return Catalog.find(name, all);
    }

    /** The experiment as a plain {@code run} takes it: with few epochs, unless they were asked for. */
    Experiment preview(Experiment e) {
        boolean asked = epochs.isPresent() || settings.stream().anyMatch(setting -> setting.matches("\\s*epochs\\s*=.*"));
        boolean preview = !asked && e.previewEpochs() > 0 && e.previewEpochs() < e.epochs();
        return preview ? e.withEpochs(e.previewEpochs()) : e;
    }
}
