package org.pal4j.circuit;

import java.util.List;
import java.util.Map;
import org.pal4j.format.NpyArray;

/**
 * A dendritic microcircuit: the simulator.
 *
 * <p>All state is in float, in one aligned off-heap block whose layout is documented by {@link #layout}; a step is made of SIMD
 * kernels, allocates nothing and gives the same bits on every machine. Not for use by several threads at once.
 *
 * <p>Write the weights (and, if wanted, the somatic voltages), set the {@link #input} and {@link #target}, and {@link #advance}.
 * Input and target are read at every step and may be changed between steps.
 */
public final class Circuit extends Replica implements Simulator {

    /**
     * A circuit with all weights and voltages 0.
     *
     * @param parameters what it is
     * @param noise      where its noise comes from
     * @throws org.pal4j.InputException if it needs more than 2 GiB
     */
    public Circuit(CircuitParameters parameters, NoiseSource noise) {
        this(parameters, noise, 1);
    }

    /**
     * A circuit whose large matrices (from 131072 weights on) several threads work on together at each step, with the same bits. The threads
     * wait for work by looking for it: give no more than there are idle processors.
     *
     * @param threads 1 or more
     */
    public Circuit(CircuitParameters parameters, NoiseSource noise, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a circuit needs a thread, not " + threads);
        }
        super(new Simulation(List.of(parameters), 1, List.of(noise), threads), 0, parameters, noise);
    }

    /** A copy. */
    Circuit(Replica original) {
        this(original.parameters(), original.noise.copy());
        resume(List.of(original.state()));
    }

    /** Whether a circuit with these parameters has matrices for more than one thread. */
    public static boolean sharesWork(CircuitParameters parameters) {
        return SynapseCalls.sharesWork(parameters);
    }

    @Override
    public List<Replica> replicas() {
        return List.of(this);
    }

    @Override
    public void resume(List<? extends Map<String, NpyArray>> states) {
        ReplicaState.resume(replicas(), states);
    }

    @Override
    public void present() {
        simulation.present();
    }

    @Override
    public void advance(Phase phase, int steps) {
        simulation.advance(phase, steps);
    }
}
