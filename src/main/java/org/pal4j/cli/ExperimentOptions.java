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
        return resolve(List.of());
    }

    /** The experiment with all changes, and these on top. */
    private Experiment resolve(List<String> further) {
        List<String> all = new ArrayList<>(settings);
        seed.ifPresent(value -> all.add("seed=" + value));
        epochs.ifPresent(value -> all.add("epochs=" + value));
        all.addAll(further);
        return Catalog.find(name, all);
    }

    /** The experiment as a plain {@code run} takes it: with few epochs, unless they were asked for. */
    Experiment resolveForRun() {
        Experiment e = resolve();
        boolean asked = epochs.isPresent() || settings.stream().anyMatch(setting -> setting.startsWith("epochs="));
        boolean preview = !asked && e.previewEpochs() > 0 && e.previewEpochs() < e.epochs();
        return preview ? resolve(List.of("epochs=" + e.previewEpochs())) : e;
    }

    /** The number of epochs that the configuration asks for, whatever a plain run takes. */
    int allEpochs() {
        return resolve().epochs();
    }

    /** As it was given. */
    String name() {
        return name;
    }
}
