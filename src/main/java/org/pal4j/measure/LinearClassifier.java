package org.pal4j.measure;

import java.util.Objects;
import java.util.stream.IntStream;
import org.pal4j.Cancellation;
import org.pal4j.InputException;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;

/**
 * A linear classifier on a few features, such as the latent rates of an autoencoder. It measures how well planes can separate the
 * classes.
 *
 * <p>Features are standardized with the mean and standard deviation of the training samples; a feature that is constant there is
 * ignored. For each class, a plane that separates it from all others ({@link HingePlane}) is trained with hinge loss and an L2
 * penalty, by the stochastic gradient descent of L. Bottou ("Stochastic gradient descent tricks", 2012): sample t (from 0) has
 * the learning rate 1/(alpha (t + t0)), with alpha = 1e-4 and t0 = 1000, chosen so that the initial learning rate suits the
 * expected size of the weights. The predicted class is the one whose plane has the largest value, the first among equals. Only
 * classes with samples count; two classes need a single plane.
 *
 * <p>These are the defaults of scikit-learn's {@code make_pipeline(StandardScaler(), SGDClassifier())}, so accuracies are
 * comparable; only the order of the samples is our own. Everything is plain double arithmetic in a fixed order, so the same
 * samples and seed give the same bits everywhere. However, training stops while the learning rate still moves the planes. Where
 * classes overlap, accuracies therefore depend on the seed: with the two principal components of MNIST's digits, 36 % with a
 * standard deviation of 4 %. Comparisons need several seeds.
 */
public final class LinearClassifier {
    private final Standardization standard;
    private final int[] present;
    private final HingePlane[] planes;
    private final boolean converged;

    private LinearClassifier(Standardization standard, int[] present, HingePlane[] planes, boolean converged) {
        this.standard = standard;
        this.present = present;
        this.planes = planes;
        this.converged = converged;
    }

    /**
     * Trains a classifier. It can be cancelled ({@link Cancellation}).
     *
     * @param features   samples x dims, sample by sample; not retained
     * @param dims       features per sample, at least 1
     * @param classes    the class of each sample, from 0
     * @param classCount number of classes; some may have no samples
     * @param seed       determines the order of the samples
     * @throws InputException           if there are no samples, or a feature is not finite
     * @throws IllegalArgumentException if the number of features is not samples x dims
     */
    public static LinearClassifier train(float[] features, int dims, int[] classes, int classCount, long seed) {
        if (dims < 1 || features.length != (long) dims * classes.length) {
            throw new IllegalArgumentException(features.length + " features can't be " + classes.length + " samples of " + dims);
        }
        if (classes.length == 0) {
            throw new InputException("linear classifier: there are no samples to train on; give at least one");
        }
        boolean[] seen = new boolean[classCount];
        for (int c : classes) {
            seen[Objects.checkIndex(c, classCount)] = true;
        }
        int[] present = IntStream.range(0, classCount).filter(c -> seen[c]).toArray();
        Standardization standard = Standardization.of(features, dims);
        double[] x = standard.apply(features);
        HingePlane[] planes = new HingePlane[present.length <= 2 ? present.length - 1 : present.length];
        boolean converged = true;
        for (int k = 0; k < planes.length; k++) {
            int own = positive(present, planes.length, k);
            boolean[] isOwn = new boolean[classes.length];
            for (int i = 0; i < classes.length; i++) {
                isOwn[i] = classes[i] == own;
            }
            planes[k] = new HingePlane(dims);
            converged &= planes[k].learn(x, isOwn, new CounterRandom(seed, Stream.CLASSIFIER, own));
        }
        return new LinearClassifier(standard, present, planes, converged);
    }

    /** Returns the class on the positive side of a plane; with two classes, the second one. */
    private static int positive(int[] present, int planes, int plane) {
        return planes == 1 ? present[1] : present[plane];
    }

    /** Returns whether all planes converged before the limit of 1000 epochs. */
    public boolean converged() {
        return converged;
    }

    /**
     * Returns the predicted class of each sample.
     *
     * @param features samples x dims, sample by sample
     * @throws InputException           if a feature is not finite
     * @throws IllegalArgumentException if there is an incomplete sample
     */
    public int[] predict(float[] features) {
        double[] x = standard.apply(features);
        return IntStream.range(0, features.length / standard.dims()).map(sample -> predict(x, sample)).toArray();
    }

    private int predict(double[] x, int sample) {
        Cancellation.check(sample, 1 << 8);
        if (planes.length == 1) {
            return present[planes[0].value(x, sample) > 0 ? 1 : 0];
        }
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < planes.length; k++) {
            double value = planes[k].value(x, sample);
            if (value > largest) {
                largest = value;
                best = k;
            }
        }
        return present[best];
    }

    /**
     * Returns the fraction of samples whose class is predicted correctly, 0 to 1; NaN if there are none.
     *
     * @param features samples x dims, sample by sample
     * @param classes  the class of each sample
     * @throws InputException           if a feature is not finite
     * @throws IllegalArgumentException if the numbers of samples and classes differ
     */
    public double accuracy(float[] features, int[] classes) {
        int[] predicted = predict(features);
        if (predicted.length != classes.length) {
            throw new IllegalArgumentException(predicted.length + " samples can't have " + classes.length + " classes");
        }
        return (double) IntStream.range(0, classes.length).filter(i -> predicted[i] == classes[i]).count() / classes.length;
    }

    /** Returns the parameters of all planes, for tests of reproducibility. */
    double[][] parameters() {
        return IntStream.range(0, planes.length).mapToObj(k -> planes[k].parameters()).toArray(double[][]::new);
    }
}
