package org.pal4j.model.rate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.format.ElementKind;
import org.pal4j.model.Series;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;

/**
 * Quantities that a run can record, named as in the key {@code record}. A quantity has one series, or one per layer that keeps it. Each row is the
 * value right after an update.
 */
enum Quantity {
    /** Forward weights. */
    FORWARD_WEIGHTS(RateVariable.W),
    /** Biases. */
    BIASES(RateVariable.b),
    /** Feedback weights to the layer below. */
    FEEDBACK_WEIGHTS(RateVariable.B),
    /** Feedback weights directly from the output. */
    DIRECT_WEIGHTS(RateVariable.D),
    /** Voltages, kept for the output only. */
    VOLTAGES(RateVariable.u),
    /** Rates. */
    RATES(RateVariable.r),
    /** Errors. */
    ERRORS(RateVariable.e),
    /** High-passed rates, kept where B learns from them. */
    HIGH_PASSED(RateVariable.h),
    /** Ornstein-Uhlenbeck noise, kept in layers with noise. */
    NOISE(RateVariable.xi),
    /** Inputs of the batch. */
    INPUT("input"),
    /** Targets of the batch. */
    TARGET("target"),
    /** Angles between B and W transposed, degrees; one column per layer with a B. */
    WEIGHT_ANGLE("angle_B"),
    /** Mean squared error of the batch's outputs. */
    SQUARED_ERROR("mse");

    private final String label;
    private final Optional<RateVariable> variable;

    Quantity(RateVariable variable) {
        label = variable.name();
        this.variable = Optional.of(variable);
    }

    Quantity(String label) {
        this.label = label;
        variable = Optional.empty();
    }

    /** Returns the names of all quantities. */
    static List<String> labels() {
        return Arrays.stream(values()).map(quantity -> quantity.label).toList();
    }

    /** Returns the quantity of a name, which must exist. */
    static Quantity of(String label) {
        return Arrays.stream(values()).filter(quantity -> quantity.label.equals(label)).findFirst().orElseThrow();
    }

    /** Returns whether the quantity has a series. */
    boolean exists(RateParameters p) {
        return this == WEIGHT_ANGLE ? FEEDBACK_WEIGHTS.exists(p) : variable.isEmpty() || layers(p, variable.get()).length > 0;
    }

    /** Returns the layers that keep a variable. Layers without use for it do not. */
    static int[] layers(RateParameters p, RateVariable variable) {
        return IntStream.rangeClosed(1, p.depth()).filter(l -> variable.exists(p, l) && switch (variable) {
            case u -> l == p.depth();
            case h -> l > 1 && p.layer(l).etaBackward() > 0;
            case xi -> p.layer(l).sigma() > 0;
            case r, e, W, b, B, D -> true;
        }).toArray();
    }

    /** Returns the series of a network; empty if no layer keeps the quantity. */
    List<Series> series(RateBatch batch) {
        RateParameters p = batch.experiment().network();
        if (!exists(p)) {
            return List.of();
        }
        return variable.map(own -> Arrays.stream(layers(p, own))
                .mapToObj(l -> new Series(label + l, ElementKind.FLOAT32, own.shape(p, l), () -> batch.network().read(own, l))).toList())
                .orElseGet(() -> List.of(single(batch, p)));
    }

    private Series single(RateBatch batch, RateParameters p) {
        return switch (this) {
            case INPUT -> new Series(label, ElementKind.FLOAT32, shape(p, p.input().isMap()), batch::inputs);
            case TARGET -> new Series(label, ElementKind.FLOAT32, new int[] {p.batch(), p.shape(p.depth()).size()}, batch::targets);
            case WEIGHT_ANGLE -> new Series(label, ElementKind.FLOAT64, new int[] {batch.angles().length}, batch::angles);
            case SQUARED_ERROR -> new Series(label, ElementKind.FLOAT64, new int[0], () -> new double[] {batch.meanSquaredError()});
            default -> throw new IllegalStateException(this + " is of a layer");
        };
    }

    private static int[] shape(RateParameters p, boolean map) {
        return map ? new int[] {p.batch(), p.input().channels(), p.input().height(), p.input().width()}
                : new int[] {p.batch(), p.input().size()};
    }
}
