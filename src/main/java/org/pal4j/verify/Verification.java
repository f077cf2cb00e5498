package org.pal4j.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Follows a golden trajectory with the simulator and with the reference model.
 *
 * <p>The error of a value is |got - expected| / max(c, largest |expected| of its array over all times of the case), with c = 1 for microcircuits
 * and {@value #RATE_LEAST} for rate networks, whose errors are small.
 */
public final class Verification {
    /** The largest error that the double-precision reference may show. */
    public static final double REFERENCE_BOUND = 1e-9;
    /** The largest error that the simulator may show: its state is in float, which alone costs up to 1e-5. */
    public static final double SIMD_BOUND = 5e-5;
    /** The same for the simulator of rate networks. */
    public static final double RATE_SIMD_BOUND = 2e-4;
    /** Errors of a rate network's variables that are smaller than this are not relative to their size, but to this. */
    public static final double RATE_LEAST = 1e-3;

    private Verification() {}

    /**
     * What a case showed.
     *
     * @param name      of the case
     * @param simd      of the simulator
     * @param reference of the reference model
     */
    public record Result(String name, Comparison simd, Comparison reference) {
        /** Whether both stay within their bounds. */
        public boolean passed() {
            return simd.divergence().isEmpty() && reference.divergence().isEmpty();
        }
    }

    /**
     * One model against the expected states.
     *
     * @param error      the largest error; infinite if something was not a number
     * @param bound      the largest that passes
     * @param divergence the first value outside the bound, if there is one
     */
    public record Comparison(double error, double bound, Optional<Divergence> divergence) {
        /** The one with the largest error, of those of several forms of a simulator. */
        public static Comparison worst(List<Comparison> all) {
            return all.stream().max(Comparator.comparingDouble(Comparison::error)).orElseThrow();
        }
    }

    /**
     * Where a model leaves the bound first.
     *
     * @param step     completed steps
     * @param variable with its index, as in the arrays
     * @param index    within the variable
     * @param got      the model's value
     * @param expected the trajectory's
     */
    public record Divergence(long step, String variable, String index, double got, double expected) {}
}
