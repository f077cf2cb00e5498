package org.pal4j.circuit;

import java.util.List;
import org.pal4j.VectorWidth;
import org.pal4j.format.NamedArrays;

/** Replicas of one circuit side by side in one block, with a common step counter. */
final class Simulation {
    final CircuitLayout at;
    final CircuitStep stepper;
    private long step;

    /**
     * @param replicas equal except for learning rates, noise scales and alphas
     * @param lanes    1, 4, 8 or 16; lanes without a replica hold zeros
     * @param sources  noise source of each replica; all of one kind
     * @param threads  number of threads that share large matrices
     */
    Simulation(List<CircuitParameters> replicas, int lanes, List<NoiseSource> sources, int threads) {
        VectorWidth.current(); // Throws if the width can't be used. Later a kernel class would fail to load.
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
            stepper.initialize();
        }
        if (stepper.clamped().isPresent()) {
            stepper.clamped().get().detectInputChange();
        }
        for (int k = 0; k < steps; k++) {
            stepper.step(phase, step);
            step++;
        }
    }

    /**
     * Lists the state here that all replicas share.
     *
     * @param replica parameters of one of them
     */
    void listState(NamedArrays arrays, CircuitParameters replica) {
        arrays.number("step", 0, Long.MAX_VALUE, () -> step, saved -> step = saved);
        stepper.listState(arrays, replica);
    }
}
