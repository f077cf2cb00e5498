package org.pal4j.run;

/** A resolved configuration, whatever network it is of: everything that decides what a run computes. */
public sealed interface Configuration permits Experiment, RateExperiment {
    /** Of the experiment. */
    String name();

    /** One line about it. */
    String title();

    /** Of weights, noise and the order of samples. */
    long seed();

    /** Passes over the training samples. */
    int epochs();

    /** Passes that a plain run makes; 0 for all. */
    int previewEpochs();

    /** The same with another number of epochs. */
    Configuration withEpochs(int number);

    /** As a file that reads back as the same. */
    String show();

    /** The kind of network. */
    Model model();

    /** Steps or updates until the end of all epochs, as far as they are known before samples are read. */
    long work();

    /** Classes that samples are of; 0 if they have none. */
    int classes();

    /** Whether several threads can share a step or an update. */
    boolean sharesWork();
}
