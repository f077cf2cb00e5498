package org.pal4j.rate;

/** Where the standard-normal draws of a rate network come from. */
public sealed interface RateNoise {
    /**
     * The counter-based generator: each draw a pure function of (seed, layer, neuron, sample, update).
     *
     * @param seed any 64 bits
     */
    record Counter(long seed) implements RateNoise {}

    /** The caller gives them with each {@link RateNetwork#update}. */
    record Given() implements RateNoise {}
}
