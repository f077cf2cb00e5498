package org.pal4j.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Results of comparing the simulator and the reference model with a golden trajectory.
 *
 * <p>The error of a value is |got - expected| / max(c, largest |expected| of its array over all times of the case), with c = 1 for microcircuits
 * and {@value #RATE_LEAST} for rate networks, whose errors are small.
 */
public final class Verification {
    /** The largest error that the double-precision reference may show. */
    public static final double REFERENCE_BOUND = 1e-9;
    /** The largest error that the simulator may show: its state is in float, which alone costs up to 1e-5. */
    public static final double SIMD_BOUND = 5e-5;
    /** The largest error that the simulator of rate networks may show. */
    public static final double RATE_SIMD_BOUND = 2e-4;
    /** The smallest scale for errors of a rate network: errors of smaller variables are relative to this value. */
    public static final double RATE_LEAST = 1e-3;

    private Verification() {}

    /**
     * The result of a case.
     *
     * @param name      the name of the case
     * @param simd      the comparison of the simulator
     * @param reference the comparison of the reference model
     */
    public record Result(String name, Comparison simd, Comparison reference) {
        /** Returns whether both stay within their bounds. */
        public boolean passed() {
            return simd.divergence().isEmpty() && reference.divergence().isEmpty();
        }
    }

    /**
     * The comparison of one model with the expected states.
     *
     * @param error      the largest error; infinite if a value was NaN
     * @param bound      the largest error that passes
     * @param divergence the first value outside the bound, if there is one
     */
    public record Comparison(double error, double bound, Optional<Divergence> divergence) {
        /** Returns the comparison with the largest error, for simulators that run in several forms. */
        public static Comparison worst(List<Comparison> all) {
            return all.stream().max(Comparator.comparingDouble(Comparison::error)).orElseThrow();
        }
    }

    /**
     * The first value of a model outside the bound.
     *
     * @param step     the number of completed steps
     * @param variable the name of the variable in the arrays
     * @param index    the index of the value within the variable
     * @param got      the model's value
     * @param expected the expected value
     */
    public record Divergence(long step, String variable, String index, double got, double expected) {}
}
