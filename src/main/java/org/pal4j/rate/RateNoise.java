package org.pal4j.rate;

/** The source of a rate network's standard-normal draws. */
public sealed interface RateNoise {
    /**
     * The counter-based generator: each draw is a pure function of (seed, layer, neuron, sample, update).
     *
     * @param seed any 64 bits
     */
    record Counter(long seed) implements RateNoise {}

    /** The caller provides the draws with each {@link RateNetwork#update}. */
    record Given() implements RateNoise {}
}
