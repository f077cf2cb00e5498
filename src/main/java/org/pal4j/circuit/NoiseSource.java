package org.pal4j.circuit;

import org.pal4j.random.NumpyRandom;

/** The source of a circuit's standard-normal draws. */
public sealed interface NoiseSource {
    /**
     * The counter-based generator: each draw is a pure function of (seed, population, neuron, step).
     *
     * @param seed any 64 bits
     */
    record Counter(long seed) implements NoiseSource {}

    /**
     * NumPy's generator, drawn from in the order of steps, hidden areas and neurons, as the original programs do. Other code may
     * draw from it between steps, for example for the order of the samples.
     *
     * @param random the generator, used for one circuit only
     */
    record Numpy(NumpyRandom random) implements NoiseSource {
        @Override
        public NoiseSource copy() {
            return new Numpy(random.copy());
        }
    }

    /** The caller writes the draws before each step ({@link Circuit#draws}). */
    record Given() implements NoiseSource {}

    /** An independent source that continues where this one is now. */
    default NoiseSource copy() {
        return this;
    }
}
