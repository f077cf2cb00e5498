package org.pal4j.measure;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pal4j.random.CounterRandom;

/**
 * A plane between the samples of one class and all others, by stochastic gradient descent: of the mean over samples of the hinge loss max(0, 1 -
 * y (w x + b)), y = 1 for the class and -1 for others, plus alpha/2 |w|^2. {@link LinearClassifier} says whose algorithm it is.
 */
final class HingePlane {
    /** Strength of the penalty. */
    private static final double ALPHA = 1e-4;
    /** A weight as large as one may expect, 1/alpha^(1/4): the first rate of learning brings the first sample's bias there. */
    private static final double TYPICAL_WEIGHT = Math.sqrt(1 / Math.sqrt(ALPHA));
    /** So that the first rate of learning, 1/(alpha t0), is TYPICAL_WEIGHT over the slope of the loss at -TYPICAL_WEIGHT, which is 1. */
    private static final double T0 = 1 / (ALPHA * TYPICAL_WEIGHT);
    private static final int MAX_EPOCHS = 1000;
    /** An epoch improves if its mean loss is less than the best before it by this. */
    private static final double TOLERANCE = 1e-3;
    private static final int PATIENCE = 5;

    private final double[] weights;
    private double bias;
    private long samplesSeen;

    /** @param dims features of a sample */
    HingePlane(int dims) {
        weights = new double[dims];
    }

    /**
     * Learns until the mean loss of an epoch has not improved for five epochs in a row, or for 1000 epochs.
     *
     * @param features samples x dims
     * @param own      for each sample, whether it is of the class
     * @param random   orders the samples anew in each epoch
     * @return whether the loss has come to rest
     */
    boolean learn(double[] features, boolean[] inClass, CounterRandom random) {
        int[] order = IntStream.range(0, inClass.length).toArray();
        double best = Double.POSITIVE_INFINITY;
        int epochsWithoutImprovement = 0;
        for (int epoch = 0; epoch < MAX_EPOCHS && epochsWithoutImprovement < PATIENCE; epoch++) {
            random.shuffle(order);
            double loss = 0;
            for (int sample : order) {
                loss += learn(features, sample, inClass[sample]);
            }
            epochsWithoutImprovement = loss > best - TOLERANCE * inClass.length ? epochsWithoutImprovement + 1 : 0;
            best = Math.min(best, loss);
        }
        return epochsWithoutImprovement == PATIENCE;
    }

    /** Learns from one sample; returns its loss before that. */
    double learn(double[] features, int sample, boolean inClass) {
        double y = inClass ? 1 : -1;
        double margin = y * value(features, sample);
        double rate = 1 / (ALPHA * (T0 + samplesSeen++));
        double step = margin <= 1 ? rate * y : 0;
        double shrink = Math.max(0, 1 - rate * ALPHA);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weights[i] * shrink + step * features[sample * weights.length + i];
        }
        bias += step;
        return Math.max(0, 1 - margin);
    }

    /** w x + b: above 0 on the side of the class. */
    double value(double[] features, int sample) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * features[sample * weights.length + i];
        }
        return sum + bias;
    }

    /** The weights and, at the end, the bias. */
    double[] parameters() {
        double[] parameters = Arrays.copyOf(weights, weights.length + 1);
        parameters[weights.length] = bias;
        return parameters;
    }
}
