package org.pal4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pal4j.bench.steady.Operation;
import org.pal4j.bench.steady.Subject;
import org.pal4j.catalog.Catalog;
import org.pal4j.circuit.Phase;
import org.pal4j.circuit.Simulator;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;
import org.pal4j.model.circuit.CircuitExperiment;
import org.pal4j.model.rate.RateExperiment;
import org.pal4j.rate.RateNetwork;

/**
 * The named experiments as subjects: the training loop that a run has, one presentation after the other, with all replicas of the experiment. Those
 * with samples in files show numbers that are drawn. They are measured in processor time: the question is how they were compiled.
 */
final class Experiments {
    static final String BENCHMARK = "experiment";
    /** Those of the largest network first. */
    private static final String FIRST = "cifar10";

    private Experiments() {}

    /** All named experiments. */
    static List<Subject> subjects() {
        List<String> names = new ArrayList<>(Catalog.NAMES.stream().filter(name -> name.startsWith(FIRST)).toList());
        Catalog.NAMES.stream().filter(name -> !name.startsWith(FIRST)).forEach(names::add);
        return names.stream().map(Experiments::subject).toList();
    }

    private static Subject subject(String name) {
        Study<?> study = Catalog.study(name, List.of());
        int steps = switch (study.base()) {
            case CircuitExperiment e -> e.stepsOfPresentation();
            case RateExperiment e -> updatesOf(e);
            default -> throw new IllegalStateException(name);
        };
        return new Subject(BENCHMARK, name, "training", 1, steps, Optional.empty(), true, true, () -> operation(study));
    }

    private static int updatesOf(RateExperiment e) {
        return Math.min(e.updates(), RateNetworks.held(e.network()));
    }

    private static Operation operation(Study<?> study) {
        return switch (study.base()) {
            case RateExperiment e -> updates(e);
            case CircuitExperiment e when !e.model().samplesKey(e).fromFiles() -> presentations(study);
            case CircuitExperiment e -> steps(e);
            default -> throw new IllegalStateException(study.name());
        };
    }

    /** As a run does it. */
    private static <E extends Experiment> Operation presentations(Study<E> study) {
        Batch batch = study.model().samples(study.base(), DataFolder.of(Optional.empty())).start(study.replicas(), 1);
        batch.begin(Stage.TRAINING, 0);
        long presentations = batch.presentations(Stage.TRAINING);
        long[] next = {0};
        return () -> {
            long presentation = next[0];
            next[0] = (presentation + 1) % presentations;
            batch.show(Stage.TRAINING, presentation);
            batch.advance(Stage.TRAINING, 0, batch.steps(Stage.TRAINING, presentation));
            batch.shown(Stage.TRAINING, presentation);
        };
    }

    private static Operation steps(CircuitExperiment e) {
        Simulator simulator = Networks.simulator(e.circuit(), 1, 1);
        float[][] inputs = Networks.inputs(e.circuit());
        Phase training = e.training();
        int steps = e.stepsOfPresentation();
        int[] shown = {0};
        return () -> {
            simulator.replicas().getFirst().input().set(inputs[shown[0]++ % inputs.length]);
            simulator.present();
            simulator.advance(training, steps);
        };
    }

    private static Operation updates(RateExperiment e) {
        RateNetwork network = RateNetworks.network(e.network(), 1);
        float[][] inputs = RateNetworks.inputs(e.network());
        float[][] targets = RateNetworks.targets(e.network(), inputs);
        int updates = updatesOf(e);
        return () -> {
            for (int sample = 0; sample < inputs.length; sample++) {
                network.input(sample, inputs[sample]);
                network.target(sample, targets[sample]);
            }
            network.advance(true, true, updates);
        };
    }
}
