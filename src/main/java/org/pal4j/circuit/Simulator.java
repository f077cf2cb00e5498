package org.pal4j.circuit;

import java.util.List;
import java.util.Map;
import org.pal4j.format.NpyArray;

/** What takes steps: a circuit by itself, or an ensemble of them. */
public sealed interface Simulator permits Circuit, Ensemble {
    /** The circuits that it simulates. */
    List<Replica> replicas();

    /** The number of steps taken. */
    long step();

    /**
     * Goes on from saved states, bit for bit, as the circuits would have gone on that had them ({@link Replica#state}). Before the first step only.
     * States of circuits alone and of replicas side by side are of one kind, and so are those from other machines and vector widths.
     *
     * @param states one for each replica, of a circuit with the same parameters and the same kind of noise
     * @throws IllegalStateException          after a step
     * @throws IllegalArgumentException       if there are not as many states as replicas, or states differ in what replicas side by side have in
     *                                        common, such as the number of steps
     * @throws org.pal4j.InputException       if a state has other arrays than {@link Replica#state} gives, or other kinds or shapes; nothing has
     *                                        changed then. Also if W1 and lo1 contradict the arrays of the clamped input; then this can't be used
     *                                        any more
     */
    void resume(List<? extends Map<String, NpyArray>> states);

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
