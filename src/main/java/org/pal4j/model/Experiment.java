package org.pal4j.model;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A resolved configuration: everything that determines the results of a run. Equal experiments give the same bits. */
public interface Experiment {
    /** Returns its model class. */
    Model<? extends Experiment> model();

    /** Returns the settings that all experiments have. */
    RunSettings settings();

    /** Returns a copy with other settings. */
    Experiment with(RunSettings settings);

    /** Returns the layer sizes of the network: {@code 4-30-3}. */
    String layers();

    /** Returns the number of neurons of each hidden layer, from the inputs on; empty if there are none. */
    default List<Integer> hiddenNeurons() {
        return List.of();
    }

    /** Returns the name of the learning rule; empty if there is only one. */
    default String algorithm() {
        return "";
    }

    /** Returns a description for reports, without a full stop: "A microcircuit of 4-30-3 neurons on Yin-Yang classification: 80 epochs ...". */
    String description();

    /** Returns the names of the classes of samples; empty if there are none. */
    default List<String> classNames() {
        return List.of();
    }

    /** Returns a sentence about settings without effect, if there are any. */
    default Optional<String> warning() {
        return Optional.empty();
    }

    /** Returns its name, which is also that of its run folder. */
    default String name() {
        return settings().name();
    }

    /** Returns its title, one line. */
    default String title() {
        return settings().title();
    }

    /** Returns the seed for weights, noise and the order of samples. */
    default long seed() {
        return settings().seed();
    }

    /** Returns the number of epochs, which are passes over the training samples. */
    default int epochs() {
        return settings().epochs();
    }

    /** Returns an estimate of its cost. */
    default Cost cost() {
        return model(this).cost(this);
    }

    /**
     * Checks that this JVM has enough memory.
     *
     * @throws org.pal4j.InputException with the memory needed, the memory available, and what to change
     */
    default void requireMemory() {
        model(this).requireMemory(this);
    }

    /** Returns it as a configuration file. Reading the file gives an equal experiment. */
    default String show() {
        return model(this).keys().show(this);
    }

    /** Returns the values of all keys, as they stand in a file. */
    default SequencedMap<String, String> values() {
        return model(this).keys().values(this);
    }

    @SuppressWarnings("unchecked") // An experiment's model is that of its class.
    private static <E extends Experiment> Model<E> model(E experiment) {
        return (Model<E>) experiment.model();
    }

    /** Returns the {@link #algorithm} with its full name, where it is a published one: {@code phaseless alignment learning (PAL)}. */
    default String algorithmInWords() {
        return switch (algorithm()) {
            case "PAL" -> "phaseless alignment learning (PAL)";
            case "FA" -> "random feedback (FA)";
            case "BP" -> "backpropagation (BP)";
            case "DFA" -> "direct random feedback (DFA)";
            case "KP" -> "the rule of Kolen and Pollack (KP)";
            case "WM" -> "weight mirrors (WM)";
            default -> algorithm();
        };
    }
}
