package org.pal4j.measure;

import org.pal4j.InputException;

/**
 * Standardizes features to mean 0 and variance 1.
 *
 * @param means      mean of each feature
 * @param deviations standard deviation of each feature (root mean square distance from the mean); 0 for a feature to be ignored
 */
record Standardization(double[] means, double[] deviations) {
    private static final double EPSILON = Math.ulp(1.0);

    /**
     * Returns the standardization of the given samples.
     *
     * @param features samples x dims, at least one sample
     * @throws InputException if a feature is not finite
     */
    static Standardization of(float[] features, int dims) {
        requireFinite(features, dims);
        int samples = features.length / dims;
        double[] means = new double[dims];
        double[] deviations = new double[dims];
        for (int i = 0; i < features.length; i++) {
            means[i % dims] += features[i];
        }
        for (int d = 0; d < dims; d++) {
            means[d] /= samples;
        }
        for (int i = 0; i < features.length; i++) {
            double distance = features[i] - means[i % dims];
            deviations[i % dims] += distance * distance;
        }
        for (int d = 0; d < dims; d++) {
            double deviation = Math.sqrt(deviations[d] / samples);
            // The sum of n equal numbers, and so the mean, may be off by up to n rounding errors.
            deviations[d] = deviation <= samples * EPSILON * Math.abs(means[d]) ? 0 : deviation;
        }
        return new Standardization(means, deviations);
    }

    /** Returns the number of features per sample. */
    int dims() {
        return means.length;
    }

    /**
     * Returns the standardized features.
     *
     * @param features samples x dims
     * @throws InputException           if a feature is not finite
     * @throws IllegalArgumentException if there is an incomplete sample
     */
    double[] apply(float[] features) {
        int dims = dims();
        if (features.length % dims != 0) {
            throw new IllegalArgumentException(features.length + " features can't be samples of " + dims);
        }
        requireFinite(features, dims);
        double[] x = new double[features.length];
        for (int i = 0; i < x.length; i++) {
            int d = i % dims;
            x[i] = deviations[d] == 0 ? 0 : (features[i] - means[d]) / deviations[d];
        }
        return x;
    }

    private static void requireFinite(float[] features, int dims) {
        for (int i = 0; i < features.length; i++) {
            if (!Float.isFinite(features[i])) {
                throw new InputException("linear classifier: feature " + i % dims + " of sample " + i / dims + " is " + features[i]
                        + " but must be finite; if it comes from a network, the network has diverged: lower its learning rate");
            }
        }
    }
}
