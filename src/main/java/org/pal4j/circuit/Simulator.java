package org.pal4j.circuit;

import java.util.List;

/** What takes steps: a circuit by itself, or an ensemble of them. */
public sealed interface Simulator permits Circuit, Ensemble {
    /** The circuits that it simulates. */
    List<Replica> replicas();

    /** The number of steps taken. */
    long step();

    /**
     * The next step begins a presentation, even if its input is that of the step before: with clamped_input, W_1 is then brought up to date.
     * Without this call a presentation begins whenever an input has changed.
     */
    void present();

    /**
     * Takes steps with the present inputs and targets.
     *
     * @param phase what is on
     * @param steps how many
     */
    void advance(Phase phase, int steps);
}
