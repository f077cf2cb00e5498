package org.pal4j.rate;

import org.pal4j.Activation;
import org.pal4j.rate.RateChoices.LayerKind;

/**
 * One layer of a rate network.
 *
 * @param kind        what it does
 * @param size        neurons, or filters of a convolution; 0 for a max-pool, which has as many maps as the layer below
 * @param window      k of the k x k positions that a convolution or max-pool looks at; 1 otherwise
 * @param activation  its rates; a max-pool hands on those of the layer below, LINEAR stands there
 * @param eta         learning rate of weights and biases (times dt in an update); 0 for a max-pool
 * @param etaBackward learning rate of B with PAL (times dt in an update); has no use in layer 1
 * @param alpha       strength of the regularizer of B with PAL
 * @param sigma       amplitude of its Ornstein-Uhlenbeck noise with PAL
 */
public record Layer(
        LayerKind kind, int size, int window, Activation activation, double eta, double etaBackward, double alpha, double sigma) {

    /** A dense layer that learns nothing and has no noise; the {@code with} methods change that. */
    public static Layer dense(int neurons, Activation activation) {
        return new Layer(LayerKind.DENSE, neurons, 1, activation, 0, 0, 0, 0);
    }

    /** A dense layer on maps. */
    public static Layer projection(int neurons, Activation activation) {
        return new Layer(LayerKind.PROJECTION, neurons, 1, activation, 0, 0, 0, 0);
    }

    /** A convolution with kernels of {@code window} x {@code window}. */
    public static Layer convolution(int filters, int window, Activation activation) {
        return new Layer(LayerKind.CONVOLUTION, filters, window, activation, 0, 0, 0, 0);
    }

    /** A max-pool over 2 x 2 positions. */
    public static Layer maxPool() {
        return new Layer(LayerKind.MAXPOOL, 0, 2, Activation.LINEAR, 0, 0, 0, 0);
    }

    /** With that many neurons or filters. */
    public Layer withSize(int value) {
        return new Layer(kind, value, window, activation, eta, etaBackward, alpha, sigma);
    }

    /** With a learning rate of weights and biases. */
    public Layer withEta(double value) {
        return new Layer(kind, size, window, activation, value, etaBackward, alpha, sigma);
    }

    /** With a learning rate and a regularizer of B. */
    public Layer withBackward(double rate, double strength) {
        return new Layer(kind, size, window, activation, eta, rate, strength, sigma);
    }

    /** With noise. */
    public Layer withSigma(double value) {
        return new Layer(kind, size, window, activation, eta, etaBackward, alpha, value);
    }

    /** Whether it has weights. */
    public boolean hasWeights() {
        return kind != LayerKind.MAXPOOL;
    }
}
