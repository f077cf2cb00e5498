package org.pal4j.circuit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pal4j.Cancellation;
import org.pal4j.format.NpyArray;

/** Anything that can be stepped: a single circuit, or an ensemble. */
public sealed interface Simulator permits Circuit, Ensemble {
    /** The number of synapses to compute between two looks whether to go on: a few milliseconds, whatever the kernels. */
    double SYNAPSES_BETWEEN_CHECKS = 4e6;
    /** The largest number of steps between two looks. */
    int MOST_STEPS_BETWEEN_CHECKS = 4096;
    /** The names of what replicas side by side share in {@link Replica#state}. Replicas whose states agree in these can go on side by side. */
    Set<String> SHARED = Set.of("step", "B_learned", "noise_clock", "clamped_begins", "clamped_begun", "clamped_learned", "clamped_sum",
            "clamped_power");

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

    /**
     * Takes steps as {@link #advance} does, and looks every few milliseconds whether they are still wanted ({@link Cancellation#check}). If not, only
     * some of them have been taken.
     */
    default void advanceUnlessCancelled(Phase phase, int steps) {
        CircuitParameters p = replicas().getFirst().parameters();
        double synapses = replicas().size();
        for (int l = 1; l <= p.areas(); l++) {
            synapses += 4.0 * p.size(l - 1) * p.size(l) * replicas().size();
        }
        int slice = (int) Math.clamp(SYNAPSES_BETWEEN_CHECKS / synapses, 1, MOST_STEPS_BETWEEN_CHECKS);
        for (int taken = 0; taken < steps; taken += slice) {
            if (taken > 0) {
                Cancellation.check();
            }
            advance(phase, Math.min(slice, steps - taken));
        }
    }
}
