package org.pal4j.measure;

import java.util.Arrays;
import org.pal4j.memory.VectorView;

/** The mean of the output area's prospective voltages over a presentation, and the class with the largest mean. */
public final class MeanOutput {
    private final double[] sum;
    private int steps;

    /**
     * Creates an empty mean.
     *
     * @param outputs number of neurons in the output area
     */
    public MeanOutput(int outputs) {
        sum = new double[outputs];
    }

    /** Starts a presentation. */
    public void clear() {
        Arrays.fill(sum, 0);
        steps = 0;
    }

    /** Adds the voltages of one step. */
    public void add(VectorView voltages) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += voltages.get(i);
        }
        steps++;
    }

    /** Returns a copy of the sums of the voltages, one for each output neuron. */
    public double[] sums() {
        return sum.clone();
    }

    /** Returns the number of voltages in each sum. */
    public int steps() {
        return steps;
    }

    /** Sets the {@link #sums}. */
    public void setSums(double[] sums) {
        System.arraycopy(sums, 0, sum, 0, sum.length);
    }

    /** Sets the number of {@link #steps}. */
    public void setSteps(int number) {
        steps = number;
    }

    /** Returns the mean voltage of output neuron {@code i}. */
    public double get(int i) {
        return sum[i] / steps;
    }

    /** Returns the output neuron with the largest mean, the first among equals. */
    public int argmax() {
        int best = 0;
        for (int i = 1; i < sum.length; i++) {
            if (sum[i] > sum[best]) {
                best = i;
            }
        }
        return best;
    }
}
