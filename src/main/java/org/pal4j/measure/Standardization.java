package org.pal4j.measure;

import org.pal4j.InputException;

/**
 * Brings features to mean 0 and variance 1.
 *
 * @param means      of each feature
 * @param deviations of each feature (the root of the mean square of the distances from the mean); 0 for one that is to be left out
 */
record Standardization(double[] means, double[] deviations) {
    private static final double EPSILON = Math.ulp(1.0);

    /**
     * From samples.
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
            // A sum of n equal numbers is wrong by less than n roundings, and so the mean may be.
            deviations[d] = deviation <= samples * EPSILON * Math.abs(means[d]) ? 0 : deviation;
        }
        return new Standardization(means, deviations);
    }

    /** Features of a sample. */
    int dims() {
        return means.length;
    }

    /**
     * The same features standardized.
     *
     * @param features samples x dims
     * @throws InputException           if one is not finite
     * @throws IllegalArgumentException if they are not whole samples
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
                        + ", and must be finite; if it comes from a network, that has diverged: lower its rate of learning");
            }
        }
    }
}
