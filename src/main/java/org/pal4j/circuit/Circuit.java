package org.pal4j.circuit;

import java.util.List;

/**
 * A dendritic microcircuit: the simulator.
 *
 * <p>All state is in float, in one aligned off-heap block whose layout is described by {@link #layout}. A step consists of SIMD
 * kernels, allocates nothing, and gives the same bits on every machine. Not thread-safe.
 *
 * <p>Usage: write the weights (and optionally the somatic voltages), set {@link #input} and {@link #target}, then call
 * {@link #advance}. Input and target are read at every step and may be changed between steps.
 */
public final class Circuit extends Replica implements Simulator {
    private final List<Replica> alone = List.of(this);

    /**
     * A circuit in which all weights and voltages are 0.
     *
     * @param parameters parameters of the circuit
     * @param noise      source of its noise
     * @throws org.pal4j.InputException if it needs more than 2 GiB
     */
    public Circuit(CircuitParameters parameters, NoiseSource noise) {
        this(parameters, noise, 1);
    }

    /**
     * A circuit whose large matrices (from 131072 weights) are processed by several threads at each step, with the same bits. The
     * threads spin while they wait for work, so do not use more than there are idle processors.
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

    /** Whether a circuit with these parameters has matrices large enough for more than one thread. */
    public static boolean sharesWork(CircuitParameters parameters) {
        return SynapseCalls.sharesWork(parameters);
    }

    @Override
    public List<Replica> replicas() {
        return alone;
    }
}
