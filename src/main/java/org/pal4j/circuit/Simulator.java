package org.pal4j.circuit;

import java.util.List;

/** Anything that can be stepped: a single circuit, or an ensemble. */
public sealed interface Simulator permits Circuit, Ensemble {
    /** The simulated circuits. */
    List<Replica> replicas();

    /** The number of steps taken. */
    long step();

    /**
     * Makes the next step start a presentation, even if its input equals that of the previous step; with clamped_input, W_1 is
     * then brought up to date. Without this call, a presentation starts whenever an input has changed.
     */
    void present();

    /**
     * Takes steps with the current inputs and targets.
     *
     * @param phase what is switched on
     * @param steps number of steps
     */
    void advance(Phase phase, int steps);
}
