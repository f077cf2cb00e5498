package org.pal4j.verify;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pal4j.verify.Verification.Comparison;
import org.pal4j.verify.Verification.Divergence;

/** Compares one model with the expected states of a case. Keeps the largest error and the first value outside the bound. */
public final class TrajectoryComparison {
    private final GoldenArrays golden;
    private final long[] at;
    private final double bound;
    private final double least;
    private double worst;
    private @Nullable Divergence first;

    /**
     * Creates an empty comparison.
     *
     * @param golden the arrays of the case
     * @param steps  the number of steps of the case
     * @param bound  the largest error that passes
     * @param least  the lower limit of the scale by which errors are divided, for small expected values
     */
    public TrajectoryComparison(GoldenArrays golden, int steps, double bound, double least) {
        this.golden = golden;
        at = golden.expectedAt(steps);
        this.bound = bound;
        this.least = least;
    }

    /**
     * Compares a variable with its expected values, which must exist.
     *
     * @param time  the index of the expected state
     * @param name  the name of the variable in the arrays
     * @param shape the shape of the variable
     * @param got   the model's values
     */
    public void compare(int time, String name, int[] shape, double[] got) {
        double[] all = golden.values(GoldenArrays.EXPECTED + name, stacked(at.length, shape));
        double scale = Math.max(least, Arrays.stream(all).map(Math::abs).max().orElse(least));
        for (int k = 0; k < got.length; k++) {
            double expected = all[time * got.length + k];
            double error = Math.abs(got[k] - expected) / scale;
            error = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
            worst = Math.max(worst, error);
            if (first == null && error > bound) {
                first = new Divergence(at[time], name, index(k, shape), got[k], expected);
            }
        }
    }

    /** Formats the index of an element: {@code [1, 0, 7]}. */
    private static String index(int k, int[] shape) {
        int[] index = new int[shape.length];
        int rest = k;
        for (int i = shape.length - 1; i >= 0; i--) {
            index[i] = rest % shape[i];
            rest /= shape[i];
        }
        return Arrays.toString(index);
    }

    /** Returns the result so far. */
    public Comparison result() {
        return new Comparison(worst, bound, Optional.ofNullable(first));
    }

    /** Returns the shape of an array that stacks {@code times} arrays of the given shape. */
    public static int[] stacked(int times, int[] shape) {
        return IntStream.concat(IntStream.of(times), Arrays.stream(shape)).toArray();
    }
}
