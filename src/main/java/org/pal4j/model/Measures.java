package org.pal4j.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures of a network by name, in the column order of metrics.csv. A measure is one number, or one number per area. Several numbers have columns
 * with 1, 2, ... appended to the name, and form one array in recordings.npz.
 *
 * <p>The whole program knows the names {@value #TRAIN_ERROR}, {@value #VALIDATION_ERROR} and {@value #VALIDATION_ACCURACY}. Names that end in
 * {@code _accuracy} are fractions of 1. Names that begin with {@value #ANGLE} are in degrees. {@code X_sd} beside {@code X} is the standard deviation
 * of X within one network.
 */
public final class Measures {
    /** The mean squared error of the output over the preceding epoch. */
    public static final String TRAIN_ERROR = "train_error";
    /** The mean squared error of the output in validation. */
    public static final String VALIDATION_ERROR = "validation_error";
    /** The fraction of validation samples that are classified correctly. */
    public static final String VALIDATION_ACCURACY = "validation_accuracy";
    /** The mean squared error of the output in the test. */
    public static final String TEST_ERROR = "test_error";
    /** The fraction of test samples that are classified correctly. */
    public static final String TEST_ACCURACY = "test_accuracy";
    /** The suffix of accuracies. */
    public static final String ACCURACY = "_accuracy";
    /** The prefix of angles. */
    public static final String ANGLE = "angle_";
    /** The angle between feedback weights and transposed forward weights. */
    public static final String WEIGHT_ANGLE = "angle_B";
    /** The suffix of standard deviations. */
    public static final String DEVIATION = "_sd";

    private record Measure(double[] values, boolean single) {}

    private final Map<String, Measure> measures = new LinkedHashMap<>();

    /** Adds a number; NaN stands for a missing one. */
    public Measures add(String name, double value) {
        measures.put(name, new Measure(new double[] {value}, true));
        return this;
    }

    /** Adds one number per area. */
    public Measures add(String name, double[] values) {
        measures.put(name, new Measure(values.clone(), false));
        return this;
    }

    /** Returns the names of all measures. */
    public List<String> names() {
        return List.copyOf(measures.keySet());
    }

    /** Returns whether a measure is one number, not one per area. */
    public boolean isSingle(String name) {
        return measure(name).single;
    }

    /** Returns the numbers of a measure. */
    public double[] values(String name) {
        return measure(name).values.clone();
    }

    private Measure measure(String name) {
        return Objects.requireNonNull(measures.get(name), name);
    }

    /** Returns all numbers by column name. */
    public Map<String, Double> columns() {
        Map<String, Double> columns = new LinkedHashMap<>();
        measures.forEach((name, measure) -> {
            for (int i = 0; i < measure.values.length; i++) {
                columns.put(measure.single ? name : name + (i + 1), measure.values[i]);
            }
        });
        return Collections.unmodifiableMap(columns);
    }

    /** Returns the number in a column; NaN if there is none. */
    public double column(String name) {
        return columns().getOrDefault(name, Double.NaN);
    }

    /** Returns whether a column is the standard deviation of another column within a network. */
    public static boolean isDeviation(String column, Iterable<String> all) {
        List<String> names = new ArrayList<>();
        all.forEach(names::add);
        return column.endsWith(DEVIATION) && names.contains(column.substring(0, column.length() - DEVIATION.length()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Measures those && columns().equals(those.columns());
    }

    @Override
    public int hashCode() {
        return columns().hashCode();
    }

    @Override
    public String toString() {
        return measures.entrySet().stream().map(entry -> entry.getKey() + " " + Arrays.toString(entry.getValue().values)).toList().toString();
    }
}
