package org.pal4j.rate;

/** A rate network that performs single updates with draws provided by the caller. */
public interface RateStepper extends RateState {
    /**
     * One update.
     *
     * @param x     the input, N x its shape, in C order
     * @param y     the target, N x outputs; not used in evaluation
     * @param train whether the target drives errors and weights learn; otherwise the network is evaluated
     * @param noise whether the OU noise is added to the voltages; the noise advances in either case
     * @param ou    standard-normal draws for the OU noise of layer l at index l - 1, N x neurons; used with PAL only
     * @param white the same for the white noise; used with PAL only, in layers with voltages, if its amplitude is above 0
     */
    void update(double[] x, double[] y, boolean train, boolean noise, double[][] ou, double[][] white);
}
