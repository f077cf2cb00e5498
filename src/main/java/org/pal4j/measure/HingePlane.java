package org.pal4j.measure;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pal4j.Cancellation;
import org.pal4j.random.CounterRandom;

/**
 * A plane that separates the samples of one class from all others, trained by stochastic gradient descent on the mean hinge loss
 * max(0, 1 - y (w x + b)), with y = 1 for the class and -1 for the others, plus alpha/2 |w|^2. {@link LinearClassifier} cites the
 * algorithm.
 */
final class HingePlane {
    /** Strength of the L2 penalty. */
    private static final double ALPHA = 1e-4;
    /** The expected magnitude of a weight, 1/alpha^(1/4). With the initial learning rate, the first sample sets the bias to this value. */
    private static final double TYPICAL_WEIGHT = Math.sqrt(1 / Math.sqrt(ALPHA));
    /**
     * Offset of the learning rate schedule. The initial learning rate, 1/(alpha t0), is TYPICAL_WEIGHT divided by the slope of the loss at
     * -TYPICAL_WEIGHT, which is 1.
     */
    private static final double T0 = 1 / (ALPHA * TYPICAL_WEIGHT);
    private static final int MAX_EPOCHS = 1000;
    /** An epoch is an improvement if its mean loss is below the best previous one by more than this. */
    private static final double TOLERANCE = 1e-3;
    private static final int PATIENCE = 5;
    /** The number of samples between two looks whether to go on. */
    private static final int SAMPLES_BETWEEN_CHECKS = 1 << 12;

    private final double[] weights;
    private double bias;
    private long samplesSeen;

    /** @param dims features per sample */
    HingePlane(int dims) {
        weights = new double[dims];
    }

    /**
     * Trains until the mean loss has not improved for five consecutive epochs, or for 1000 epochs.
     *
     * @param features samples x dims
     * @param inClass  for each sample, whether it belongs to the class
     * @param random   shuffles the samples in each epoch
     * @return whether the loss has converged
     */
    boolean learn(double[] features, boolean[] inClass, CounterRandom random) {
        int[] order = IntStream.range(0, inClass.length).toArray();
        double best = Double.POSITIVE_INFINITY;
        int epochsWithoutImprovement = 0;
        for (int epoch = 0; epoch < MAX_EPOCHS && epochsWithoutImprovement < PATIENCE; epoch++) {
            random.shuffle(order);
            double loss = 0;
            for (int sample : order) {
                Cancellation.check(samplesSeen, SAMPLES_BETWEEN_CHECKS);
                loss += learn(features, sample, inClass[sample]);
            }
            epochsWithoutImprovement = loss > best - TOLERANCE * inClass.length ? epochsWithoutImprovement + 1 : 0;
            best = Math.min(best, loss);
        }
        return epochsWithoutImprovement == PATIENCE;
    }

    /** Learns from one sample and returns its loss before the update. */
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

    /** Returns w x + b, which is positive on the side of the class. */
    double value(double[] features, int sample) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * features[sample * weights.length + i];
        }
        return sum + bias;
    }

    /** Returns the weights, followed by the bias. */
    double[] parameters() {
        double[] parameters = Arrays.copyOf(weights, weights.length + 1);
        parameters[weights.length] = bias;
        return parameters;
    }
}
