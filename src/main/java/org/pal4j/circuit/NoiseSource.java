package org.pal4j.circuit;

/** Where the standard-normal draws of a circuit come from. */
public sealed interface NoiseSource {
    /**
     * The counter-based generator: each draw a pure function of (seed, population, neuron, step).
     *
     * @param seed any 64 bits
     */
    record Counter(long seed) implements NoiseSource {}

    /** The caller writes them before each step ({@link Circuit#draws}). */
    record Given() implements NoiseSource {}
}
