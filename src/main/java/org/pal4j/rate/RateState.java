package org.pal4j.rate;

/** The state of a rate network, readable by name, common to the simulator and the reference model. */
public interface RateState {
    /** The parameters of the network. */
    RateParameters parameters();

    /** The number of updates made. */
    long updates();

    /**
     * A copy of a variable.
     *
     * @param variable the variable to read; the layer must have it
     * @param l        the layer, from 1
     * @return its values in the shape {@link RateVariable#shape}, in C order
     */
    double[] read(RateVariable variable, int l);

    /**
     * Sets weights.
     *
     * @param variable {@code W}, {@code b}, {@code B} or {@code D}; the layer must have it
     * @param l        the layer, from 1
     * @param values   in the shape {@link RateVariable#shape}, in C order
     */
    void write(RateVariable variable, int l, double[] values);
}
