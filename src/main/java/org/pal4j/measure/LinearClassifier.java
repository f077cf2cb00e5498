package org.pal4j.measure;

import java.util.Objects;
import java.util.stream.IntStream;
import org.pal4j.InputException;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;

/**
 * How well classes can be told apart by planes: a linear classifier on few features, such as the latent rates of an autoencoder.
 *
 * <p>Features are standardized with mean and deviation of the training samples; one that is constant there is left out. For each class a plane
 * is learned that parts it from all others ({@link HingePlane}), with hinge loss and an L2 penalty, by the stochastic gradient descent of L.
 * Bottou ("Stochastic gradient descent tricks", 2012): sample t (from 0) has the rate of learning 1/(alpha (t + t0)), with alpha = 1e-4 and t0 =
 * 1000, which is chosen so that the first rate fits the size that weights may be expected to have. The class whose plane has the largest value
 * is predicted, the first of equals. Only classes of which there are samples count; two need a single plane.
 *
 * <p>These are also the defaults of scikit-learn's {@code make_pipeline(StandardScaler(), SGDClassifier())}, so that accuracies can be compared;
 * the order of samples is our own. All of it is plain double arithmetic in a fixed order: the same samples and seed give the same bits
 * everywhere. But it comes to rest while its rate of learning still moves the planes, so that where classes overlap, accuracies depend on the
 * seed: with the two principal components of MNIST's digits, 36 % with a standard deviation of 4 %. What is to be compared needs several seeds.
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
     * Learns to tell classes apart.
     *
     * @param features   samples x dims, sample by sample; not kept
     * @param dims       features of a sample, at least 1
     * @param classes    the class of each sample, from 0
     * @param classCount how many classes there are; not all need have samples
     * @param seed       of the order of samples
     * @throws InputException           if there are no samples, or a feature is not finite
     * @throws IllegalArgumentException if there are not as many features as samples x dims
     */
    public static LinearClassifier train(float[] features, int dims, int[] classes, int classCount, long seed) {
        if (dims < 1 || features.length != (long) dims * classes.length) {
            throw new IllegalArgumentException(features.length + " features can't be " + classes.length + " samples of " + dims);
        }
        if (classes.length == 0) {
            throw new InputException("linear classifier: there are no samples to learn from; give it at least one");
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

    /** The class on the upper side of a plane: of two classes, the second. */
    private static int positive(int[] present, int planes, int plane) {
        return planes == 1 ? present[1] : present[plane];
    }

    /** Whether all planes came to rest, and did not end after 1000 epochs. */
    public boolean converged() {
        return converged;
    }

    /**
     * The class of each sample.
     *
     * @param features samples x dims, sample by sample
     * @throws InputException           if a feature is not finite
     * @throws IllegalArgumentException if they are not whole samples
     */
    public int[] predict(float[] features) {
        double[] x = standard.apply(features);
        return IntStream.range(0, features.length / standard.dims()).map(sample -> predict(x, sample)).toArray();
    }

    private int predict(double[] x, int sample) {
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
     * The part of the samples whose class is predicted, 0 to 1; NaN if there are none.
     *
     * @param features samples x dims, sample by sample
     * @param classes  the class of each
     * @throws InputException           if a feature is not finite
     * @throws IllegalArgumentException if there are not as many samples as classes
     */
    public double accuracy(float[] features, int[] classes) {
        int[] predicted = predict(features);
        if (predicted.length != classes.length) {
            throw new IllegalArgumentException(predicted.length + " samples can't have " + classes.length + " classes");
        }
        return (double) IntStream.range(0, classes.length).filter(i -> predicted[i] == classes[i]).count() / classes.length;
    }

    /** The parameters of all planes, for tests of repeatability. */
    double[][] parameters() {
        return IntStream.range(0, planes.length).mapToObj(k -> planes[k].parameters()).toArray(double[][]::new);
    }
}
