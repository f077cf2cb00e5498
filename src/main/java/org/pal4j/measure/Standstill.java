package org.pal4j.measure;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import org.pal4j.Activation;

/**
 * Signs that a network no longer answers to its inputs. One sign alone is no fault: untrained networks take all samples for one class, and saturated
 * neurons classify well. But where the outputs say nothing and the neurons of an area are stuck, no rule of learning gets through any more.
 */
public final class Standstill {
    /** The share of stuck neurons from which on an area is stuck. */
    private static final double STUCK = 0.9;
    /** The slope at which a neuron is stuck, relative to the steepest of its activation. */
    private static final double FLAT = 0.01;
    /** The share of samples of one class from which on the outputs say nothing. */
    private static final double ALIKE = 0.99;
    /** The number of samples from which on outputs can say nothing; fewer may be of one class by chance. */
    public static final int ENOUGH = 10;
    /** The size of a voltage, relative to a target of 1 or to larger targets, that no learning is after. */
    private static final double FAR = 1000;

    private Standstill() {}

    /** Returns the share of neurons with so little slope that they are saturated or silent. */
    static double stuck(Activation phi, double[] rates) {
        double flat = FLAT * (phi == Activation.LOGISTIC ? 0.25 : 1);
        return (double) Arrays.stream(rates).filter(rate -> !(slope(phi, rate) > flat)).count() / rates.length;
    }

    /** Returns the slope of an activation where it has a rate. All networks have rates, but not all keep the voltages. */
    private static double slope(Activation phi, double rate) {
        return switch (phi) {
            case LINEAR -> 1;
            case RELU -> rate > 0 ? 1 : 0;
            case SOFT_RELU -> -StrictMath.expm1(-rate);
            case LOGISTIC -> rate * (1 - rate);
            case TANH -> 1 - rate * rate;
            case HARD_SIGMOID, CLIP01 -> rate > 0 && rate < 1 ? 1 : 0;
        };
    }

    /**
     * Returns the words for an area whose neurons are stuck; nothing if it has enough others.
     *
     * @param area  its name
     * @param phi   its activation
     * @param rates its rates, of one sample or several
     */
    public static Optional<String> area(String area, Activation phi, double[] rates) {
        double share = stuck(phi, rates);
        return share < STUCK ? Optional.empty() : Optional.of(Math.round(100 * share) + " % of the neurons of " + area + " are saturated or silent");
    }

    /**
     * Returns the words for outputs that are far from all targets.
     *
     * @param voltages voltages of the outputs
     * @param target   the largest size of a target
     */
    public static Optional<String> outputs(double[] voltages, double target) {
        double size = Arrays.stream(voltages).map(Math::abs).max().orElse(0);
        return size <= FAR * Math.max(1, target) ? Optional.empty() : Optional.of("outputs reach " + (float) size);
    }

    /**
     * Returns the words for outputs that mean the same class for all samples; nothing if they do not.
     *
     * @param classes the classes of the samples; of one class alone, nothing can be said
     * @param samples their name
     */
    public static Optional<String> classes(SampleOutputs outputs, int[] classes, String samples) {
        boolean several = Arrays.stream(classes).distinct().count() > 1;
        return several && classes.length >= ENOUGH && outputs.share() >= ALIKE
                ? Optional.of("the network takes all " + samples + " samples for one class") : Optional.empty();
    }

    /**
     * Returns the words for outputs that are no better than a constant; nothing if they are.
     *
     * @param error   the mean squared error
     * @param count   the number of targets
     * @param targets gives each
     * @param samples the name of the samples
     */
    public static Optional<String> error(double error, int count, IntFunction<float[]> targets, String samples) {
        double variance = variance(count, targets);
        return count >= ENOUGH && variance > 0 && !(error < variance)
                ? Optional.of("the outputs for the " + samples + " samples are no better than a constant (mean squared error " + (float) error
                        + ", variance of the targets " + (float) variance + ")")
                : Optional.empty();
    }

    private static double variance(int count, IntFunction<float[]> targets) {
        double[] sums = new double[count == 0 ? 0 : targets.apply(0).length];
        double squares = 0;
        for (int k = 0; k < count; k++) {
            float[] target = targets.apply(k);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += target[i];
                squares += (double) target[i] * target[i];
            }
        }
        return (squares - Arrays.stream(sums).map(sum -> sum * sum).sum() / Math.max(1, count)) / Math.max(1, (double) count * sums.length);
    }
}
