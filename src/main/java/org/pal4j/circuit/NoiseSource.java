package org.pal4j.circuit;

import org.pal4j.random.NumpyRandom;

/** Where the standard-normal draws of a circuit come from. */
public sealed interface NoiseSource {
    /**
     * The counter-based generator: each draw a pure function of (seed, population, neuron, step).
     *
     * @param seed any 64 bits
     */
    record Counter(long seed) implements NoiseSource {}

    /**
     * NumPy's generator, drawn from in the order of steps, hidden areas and neurons, as the original programs do. Between steps others may draw
     * from it as well, for example an order of samples.
     *
     * @param random of one circuit alone
     */
    record Numpy(NumpyRandom random) implements NoiseSource {
        @Override
        public NoiseSource copy() {
            return new Numpy(random.copy());
        }
    }

    /** The caller writes them before each step ({@link Circuit#draws}). */
    record Given() implements NoiseSource {}

    /** A source that goes on as this one does, whatever is drawn from this one. */
    default NoiseSource copy() {
        return this;
    }
}
