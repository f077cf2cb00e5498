package org.pal4j.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was measured of a network, by name, in the order of the columns of metrics.csv. A measure is one number, or one number for each area:
 * then its columns are the name with 1, 2, ... behind it, and in recordings.npz it is one array.
 *
 * <p>Names that the whole program understands: {@value #TRAIN_ERROR}, {@value #VALIDATION_ERROR}, {@value #VALIDATION_ACCURACY}; names that end in
 * {@code _accuracy} are shares of 1, names that begin with {@value #ANGLE} are degrees, and {@code X_sd} beside {@code X} is the deviation of X
 * within one network.
 */
public final class Measures {
    /** Mean squared error of the output over the epoch before. */
    public static final String TRAIN_ERROR = "train_error";
    /** The same in validation. */
    public static final String VALIDATION_ERROR = "validation_error";
    /** The share of validation samples classified right. */
    public static final String VALIDATION_ACCURACY = "validation_accuracy";
    /** Mean squared error of the output in the test. */
    public static final String TEST_ERROR = "test_error";
    /** The share of test samples classified right. */
    public static final String TEST_ACCURACY = "test_accuracy";
    /** What ends the name of an accuracy. */
    public static final String ACCURACY = "_accuracy";
    /** What begins the name of an angle. */
    public static final String ANGLE = "angle_";
    /** The angle between feedback weights and transposed forward weights. */
    public static final String WEIGHT_ANGLE = "angle_B";
    /** What ends the name of a deviation. */
    public static final String DEVIATION = "_sd";

    private record Measure(double[] values, boolean single) {}

    private final Map<String, Measure> measures = new LinkedHashMap<>();

    /** Adds a number; NaN stands for one that does not exist. */
    public Measures add(String name, double value) {
        measures.put(name, new Measure(new double[] {value}, true));
        return this;
    }

    /** Adds a number for each area. */
    public Measures add(String name, double[] values) {
        measures.put(name, new Measure(values.clone(), false));
        return this;
    }

    /** The names of all measures. */
    public List<String> names() {
        return List.copyOf(measures.keySet());
    }

    /** Whether a measure is one number, not one for each area. */
    public boolean isSingle(String name) {
        return measure(name).single;
    }

    /** The numbers of a measure. */
    public double[] values(String name) {
        return measure(name).values.clone();
    }

    private Measure measure(String name) {
        return Objects.requireNonNull(measures.get(name), name);
    }

    /** All numbers by the names of their columns. */
    public Map<String, Double> columns() {
        Map<String, Double> columns = new LinkedHashMap<>();
        measures.forEach((name, measure) -> {
            for (int i = 0; i < measure.values.length; i++) {
                columns.put(measure.single ? name : name + (i + 1), measure.values[i]);
            }
        });
        return Collections.unmodifiableMap(columns);
    }

    /** The number in a column; NaN if there is none. */
    public double column(String name) {
        return columns().getOrDefault(name, Double.NaN);
    }

    /** Whether a column is the deviation of another one within a network. */
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
