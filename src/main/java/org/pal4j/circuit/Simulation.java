package org.pal4j.circuit;

import java.util.List;
import org.pal4j.format.NamedArrays;

/** Replicas of one circuit side by side in one block, and their common clock. */
final class Simulation {
    final CircuitLayout at;
    final CircuitStep stepper;
    private long step;

    /**
     * @param replicas equal but for learning rates, noise scales and alphas
     * @param lanes    1, 4, 8 or 16; those without a replica hold zeros
     * @param sources  one for each replica
     * @param threads  that work on large matrices together
     */
    Simulation(List<CircuitParameters> replicas, int lanes, List<NoiseSource> sources, int threads) {
        at = new CircuitLayout(replicas.getFirst(), lanes);
        stepper = new CircuitStep(replicas, at, sources, threads);
    }

    long step() {
        return step;
    }

    void present() {
        if (stepper.clamped().isPresent()) {
            stepper.clamped().get().present();
        }
    }

    void advance(Phase phase, int steps) {
        if (step == 0 && steps > 0) {
            stepper.begin();
        }
        if (stepper.clamped().isPresent()) {
            stepper.clamped().get().look();
        }
        for (int k = 0; k < steps; k++) {
            stepper.step(phase, step);
            step++;
        }
    }

    /**
     * Lists what is state here and common to all replicas.
     *
     * @param replica one of them
     */
    void listState(NamedArrays arrays, CircuitParameters replica) {
        arrays.number("step", 0, Long.MAX_VALUE, () -> step, saved -> step = saved);
        stepper.listState(arrays, replica);
    }
}
