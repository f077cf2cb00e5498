package org.pal4j.model;

import java.util.List;
import java.util.Optional;

/** A resolved configuration: everything that decides what a run computes. Two that are equal compute the same bits. */
public interface Experiment {
    /** The class of models that it is of. */
    Model<? extends Experiment> model();

    /** What all experiments have. */
    RunSettings settings();

    /** The same with other settings. */
    Experiment with(RunSettings settings);

    /** The sizes of the network in a few words: {@code 4-30-3}. */
    String layers();

    /** The name of the learning rule; empty if there is only one. */
    default String algorithm() {
        return "";
    }

    /** What runs, in a sentence without its end, for a report: "A microcircuit of 4-30-3 neurons on Yin-Yang classification: 80 epochs ...". */
    String description();

    /** Names of the classes that samples are of; empty if they have none. */
    default List<String> classNames() {
        return List.of();
    }

    /** What was asked for and has no effect, a sentence; mostly nothing. */
    default Optional<String> warning() {
        return Optional.empty();
    }

    /** The name: also that of its run folder. */
    default String name() {
        return settings().name();
    }

    /** One line about it. */
    default String title() {
        return settings().title();
    }

    /** Of weights, noise and the order of samples. */
    default long seed() {
        return settings().seed();
    }

    /** Passes over the training samples. */
    default int epochs() {
        return settings().epochs();
    }

    /** What it will take. */
    default Cost cost() {
        return model(this).cost(this);
    }

    /**
     * Makes sure that the memory of this JVM suffices.
     *
     * @throws org.pal4j.InputException with the bytes needed, the bytes there are, and what to change
     */
    default void requireMemory() {
        model(this).requireMemory(this);
    }

    /** As a file that reads back as the same. */
    default String show() {
        return model(this).keys().show(this);
    }

    /** The model class of an experiment, for its own experiments. */
    @SuppressWarnings("unchecked") // An experiment's model is that of its class.
    private static <E extends Experiment> Model<E> model(E experiment) {
        return (Model<E>) experiment.model();
    }
}
