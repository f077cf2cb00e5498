package org.pal4j.rate;

/** A rate network that makes single updates with draws that the caller gives. */
public interface RateStepper extends RateState {
    /**
     * One update.
     *
     * @param x     the input, N x its shape, C order
     * @param y     the target, N x outputs; not used in evaluation
     * @param train whether the target drives errors and weights learn; otherwise this is evaluation
     * @param noise whether the OU noise is added to voltages; it goes on either way
     * @param ou    standard-normal draws for the OU noise of layer l at index l - 1, N x neurons; used with PAL only
     * @param white the same for the white noise; used with PAL only, in layers with voltages, and if its amplitude is above 0
     */
    void update(double[] x, double[] y, boolean train, boolean noise, double[][] ou, double[][] white);
}
