package org.pal4j.report.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.pal4j.chart.Numbers;

/** A mean accuracy at several numbers of neurons, and the neurons that it takes to reach a value. Numbers without a mean are left out. */
final class NeededNeurons {
    private static final double FEW = 10;

    private final double[] neurons;
    private final double[] means;

    /**
     * Creates a curve.
     *
     * @param neurons numbers of neurons, ascending
     * @param means   means at these numbers; NaN where there is none
     */
    NeededNeurons(double[] neurons, double[] means) {
        int[] there = IntStream.range(0, means.length).filter(i -> !Double.isNaN(means[i])).toArray();
        this.neurons = Arrays.stream(there).mapToDouble(i -> neurons[i]).toArray();
        this.means = Arrays.stream(there).mapToDouble(i -> means[i]).toArray();
    }

    boolean isEmpty() {
        return means.length == 0;
    }

    int size() {
        return means.length;
    }

    double neurons(int i) {
        return neurons[i];
    }

    double mean(int i) {
        return means[i];
    }

    /**
     * Returns the smallest number of neurons at which the curve reaches a value. Between two points the curve is linear in the logarithm of
     * neurons. It is the first number if the curve is there from the beginning, and empty if the curve does not come so far.
     */
    OptionalDouble needed(double value) {
        for (int i = 0; i < means.length; i++) {
            if (means[i] >= value) {
                return OptionalDouble.of(i == 0 ? neurons[0] : between(i, (value - means[i - 1]) / (means[i] - means[i - 1])));
            }
        }
        return OptionalDouble.empty();
    }

    private double between(int i, double part) {
        double low = StrictMath.log(neurons[i - 1]);
        return part == 1 ? neurons[i] : StrictMath.exp(low + part * (StrictMath.log(neurons[i]) - low));
    }

    /** Returns the needed number in words. */
    String words(double value) {
        OptionalDouble needed = needed(value);
        if (needed.isEmpty()) {
            return "not reached with " + Numbers.significant(neurons[neurons.length - 1]);
        }
        double number = needed.getAsDouble();
        String shown = number < FEW && number != Math.rint(number) ? Numbers.fixed(number, 1) : Numbers.significant(Math.rint(number));
        return number == neurons[0] ? shown + " or fewer" : shown;
    }

    /** Returns the mean over the numbers of neurons at which all curves have a value; of all its values if there are none. */
    static double average(NeededNeurons curve, List<NeededNeurons> all) {
        double[] common = IntStream.range(0, curve.size())
                .filter(i -> all.stream().allMatch(other -> Arrays.stream(other.neurons).anyMatch(n -> n == curve.neurons[i])))
                .mapToDouble(i -> curve.means[i]).toArray();
        return Arrays.stream(common.length > 0 ? common : curve.means).average().orElse(Double.NaN);
    }
}
