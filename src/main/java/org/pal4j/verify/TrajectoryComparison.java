package org.pal4j.verify;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pal4j.verify.Verification.Comparison;
import org.pal4j.verify.Verification.Divergence;

/** Compares one model with what a case expects, and remembers the worst and the first. */
public final class TrajectoryComparison {
    private final GoldenArrays golden;
    private final int times;
    private final double bound;
    private final double least;
    private double worst;
    private @Nullable Divergence first;

    /**
     * Nothing compared so far.
     *
     * @param golden the case's arrays
     * @param times  how many states are expected
     * @param bound  the largest error that passes
     * @param least  what an error is divided by at least, if all that is expected is small
     */
    public TrajectoryComparison(GoldenArrays golden, int times, double bound, double least) {
        this.golden = golden;
        this.times = times;
        this.bound = bound;
        this.least = least;
    }

    /**
     * Compares a variable, if it is expected.
     *
     * @param time  which of the states
     * @param step  completed steps
     * @param name  of the variable, as in the arrays
     * @param shape of the variable
     * @param got   the model's values
     */
    public void compare(int time, long step, String name, int[] shape, double[] got) {
        double[] all = golden.values(GoldenArrays.EXPECTED + name, stacked(times, shape));
        double scale = Math.max(least, Arrays.stream(all).map(Math::abs).max().orElse(least));
        for (int k = 0; k < got.length; k++) {
            double expected = all[time * got.length + k];
            double error = Math.abs(got[k] - expected) / scale;
            error = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
            worst = Math.max(worst, error);
            if (first == null && error > bound) {
                first = new Divergence(step, name, index(k, shape), got[k], expected);
            }
        }
    }

    /** {@code [1, 0, 7]}. */
    private static String index(int k, int[] shape) {
        int[] index = new int[shape.length];
        int rest = k;
        for (int i = shape.length - 1; i >= 0; i--) {
            index[i] = rest % shape[i];
            rest /= shape[i];
        }
        return Arrays.toString(index);
    }

    /** What it came to so far. */
    public Comparison result() {
        return new Comparison(worst, bound, Optional.ofNullable(first));
    }

    /** The shape of several in one array. */
    public static int[] stacked(int times, int[] shape) {
        return IntStream.concat(IntStream.of(times), Arrays.stream(shape)).toArray();
    }
}
