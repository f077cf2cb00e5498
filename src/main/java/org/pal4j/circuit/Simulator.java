package org.pal4j.circuit;

import java.util.List;
import java.util.Map;
import org.pal4j.format.NpyArray;

/** Anything that can be stepped: a single circuit, or an ensemble. */
public sealed interface Simulator permits Circuit, Ensemble {
    /** The simulated circuits. */
    List<Replica> replicas();

    /** The number of steps taken. */
    default long step() {
        return replicas().getFirst().step();
    }

    /**
     * Continues from saved states, bit for bit, as the circuits that had them would have continued ({@link Replica#state}). Only before the first
     * step. Single circuits and replicas side by side have the same kind of state. Machine and vector width may differ.
     *
     * @param states one for each replica, of a circuit with the same parameters and the same kind of noise
     * @throws IllegalStateException          after a step
     * @throws IllegalArgumentException       if the number of states is not that of the replicas, or the states differ in what replicas side by side
     *                                        share, such as the number of steps
     * @throws org.pal4j.InputException       if a state has other arrays than {@link Replica#state} gives, or other types or shapes; then nothing has
     *                                        changed. Also if W1 and lo1 contradict the arrays of the clamped input; then this simulator is unusable
     */
    default void resume(List<? extends Map<String, NpyArray>> states) {
        ReplicaState.resume(replicas(), states);
    }

    /**
     * Makes the next step start a presentation, even if its input equals that of the previous step; with clamped_input, W_1 is
     * then brought up to date. Without this call, a presentation starts whenever an input has changed.
     */
    default void present() {
        replicas().getFirst().simulation.present();
    }

    /**
     * Takes steps with the current inputs and targets.
     *
     * @param phase what is switched on
     * @param steps number of steps
     */
    default void advance(Phase phase, int steps) {
        replicas().getFirst().simulation.advance(phase, steps);
    }
}
