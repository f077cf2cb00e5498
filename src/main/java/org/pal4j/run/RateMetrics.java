package org.pal4j.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of a rate network after so many epochs.
 *
 * @param epoch   epochs completed
 * @param updates made when everything was measured
 * @param values  by the names of columns, in their order; NaN where there is nothing to measure
 * @param seconds since the start of the run
 */
public record RateMetrics(int epoch, long updates, Map<String, Double> values, double seconds) {
    /** Mean squared error of the output over the epoch before, at the last update of each batch. */
    public static final String TRAIN_ERROR = "train_error";
    /** The same in validation. */
    public static final String VALIDATION_ERROR = "validation_error";
    /** The share of validation samples classified right. */
    public static final String VALIDATION_ACCURACY = "validation_accuracy";
    /** The same by linear classifiers of the latent rates of an autoencoder, the mean over classifiers. */
    public static final String LATENT_ACCURACY = "latent_accuracy";
    /** Its standard deviation over classifiers. */
    public static final String LATENT_DEVIATION = "latent_accuracy_sd";
    /** Before the number of a layer: the angle between its B and its W transposed, degrees. */
    public static final String ANGLE = "angle_B";

    /** Copies the map. */
    public RateMetrics {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The value of a column; NaN if there is none. */
    public double get(String name) {
        return values.getOrDefault(name, Double.NaN);
    }

    /** The columns of angles. */
    public List<String> angles() {
        return angles(values);
    }

    static List<String> angles(Map<String, ?> values) {
        return values.keySet().stream().filter(name -> name.startsWith(ANGLE)).toList();
    }
}
