package org.pal4j.rate;

import org.pal4j.Activation;
import org.pal4j.rate.RateChoices.LayerKind;

/**
 * One layer of a rate network.
 *
 * @param kind        kind of layer
 * @param size        number of neurons, or of filters of a convolution; 0 for a max-pool, which has as many maps as the layer
 *                    below
 * @param window      k of the k x k positions that a convolution or max-pool covers; otherwise 1
 * @param activation  activation function; LINEAR for a max-pool, which passes on the rates of the layer below
 * @param eta         learning rate of weights and biases (multiplied by dt in an update); 0 for a max-pool
 * @param etaBackward learning rate of B with PAL (multiplied by dt in an update); unused in layer 1
 * @param alpha       strength of the regularizer of B with PAL
 * @param sigma       amplitude of the Ornstein-Uhlenbeck noise with PAL
 */
public record Layer(
        LayerKind kind, int size, int window, Activation activation, double eta, double etaBackward, double alpha, double sigma) {

    /** A dense layer without learning and noise; use the {@code with} methods to add them. */
    public static Layer dense(int neurons, Activation activation) {
        return new Layer(LayerKind.DENSE, neurons, 1, activation, 0, 0, 0, 0);
    }

    /** A dense layer whose inputs are maps. */
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

    /** A copy with the given number of neurons or filters. */
    public Layer withSize(int value) {
        return new Layer(kind, value, window, activation, eta, etaBackward, alpha, sigma);
    }

    /** A copy with the given learning rate of weights and biases. */
    public Layer withEta(double value) {
        return new Layer(kind, size, window, activation, value, etaBackward, alpha, sigma);
    }

    /** A copy with the given learning rate and regularizer of B. */
    public Layer withBackward(double rate, double strength) {
        return new Layer(kind, size, window, activation, eta, rate, strength, sigma);
    }

    /** A copy with the given noise amplitude. */
    public Layer withSigma(double value) {
        return new Layer(kind, size, window, activation, eta, etaBackward, alpha, value);
    }

    /** Whether the layer has weights. */
    public boolean hasWeights() {
        return kind != LayerKind.MAXPOOL;
    }
}
