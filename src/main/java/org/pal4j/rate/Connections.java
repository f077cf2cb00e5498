package org.pal4j.rate;

import org.pal4j.rate.RateChoices.LayerKind;

/**
 * Which neurons below each neuron is connected to, and the operations of weights along these connections: loops of the reference
 * model.
 *
 * <p>All layers with weights have one form. A convolution has filters f that are applied at positions p to inputs k: the neuron
 * of filter f at position p has index {@code f * positions + p}, and its input k is neuron {@code below(p, k)} of the layer
 * below. A dense layer or projection has a single position, at which every neuron sees all neurons below. Weights are filters x
 * inputs, activity is samples x neurons.
 */
final class Connections {
    private final int filters;
    private final int positions;
    private final int inputs;
    private final int sizeBelow;
    private final int[][] below;

    Connections(RateParameters p, int l) {
        Shape from = p.shape(l - 1);
        Shape to = p.shape(l);
        filters = to.channels();
        positions = to.positions();
        inputs = p.fanIn(l);
        sizeBelow = from.size();
        below = new int[positions][inputs];
        int window = p.layer(l).window();
        boolean kernels = p.layer(l).kind() == LayerKind.CONVOLUTION;
        for (int position = 0; position < positions; position++) {
            int top = position / to.width();
            int left = position % to.width();
            for (int k = 0; k < inputs; k++) {
                int channel = k / (window * window);
                int row = top + k / window % window;
                int column = left + k % window;
                below[position][k] = kernels ? (channel * from.height() + row) * from.width() + column : k;
            }
        }
    }

    /** Number of neurons in the layer. */
    int size() {
        return filters * positions;
    }

    int filters() {
        return filters;
    }

    int inputs() {
        return inputs;
    }

    int positions() {
        return positions;
    }

    /** The drive of the layer by the rates below: a = weights rates + bias. */
    double[][] forward(double[][] weights, double[] bias, double[][] rates) {
        double[][] a = new double[rates.length][size()];
        for (int s = 0; s < rates.length; s++) {
            for (int f = 0; f < filters; f++) {
                for (int p = 0; p < positions; p++) {
                    double sum = bias[f];
                    for (int k = 0; k < inputs; k++) {
                        sum += weights[f][k] * rates[s][below[p][k]];
                    }
                    a[s][f * positions + p] = sum;
                }
            }
        }
        return a;
    }

    /** Propagates errors to the layer below: the transpose of {@link #forward}. */
    double[][] backward(double[][] weights, double[][] errors) {
        double[][] errorsBelow = new double[errors.length][sizeBelow];
        for (int s = 0; s < errors.length; s++) {
            for (int f = 0; f < filters; f++) {
                for (int p = 0; p < positions; p++) {
                    for (int k = 0; k < inputs; k++) {
                        errorsBelow[s][below[p][k]] += weights[f][k] * errors[s][f * positions + p];
                    }
                }
            }
        }
        return errorsBelow;
    }

    /** The correlation of the layer's activity with the activity below, per weight: summed over positions, averaged over samples. */
    double[][] correlation(double[][] activity, double[][] activityBelow) {
        double[][] correlation = new double[filters][inputs];
        for (int s = 0; s < activity.length; s++) {
            for (int f = 0; f < filters; f++) {
                for (int p = 0; p < positions; p++) {
                    for (int k = 0; k < inputs; k++) {
                        correlation[f][k] += activity[s][f * positions + p] * activityBelow[s][below[p][k]] / activity.length;
                    }
                }
            }
        }
        return correlation;
    }

    /** The mean activity of each filter over samples and positions. */
    double[] mean(double[][] activity) {
        double[] mean = new double[filters];
        for (double[] sample : activity) {
            for (int n = 0; n < size(); n++) {
                mean[n / positions] += sample[n] / (activity.length * positions);
            }
        }
        return mean;
    }
}
