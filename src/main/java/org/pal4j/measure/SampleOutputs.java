package org.pal4j.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.pal4j.format.NamedArrays;
import org.pal4j.format.NpyArray;

/** The outputs and predicted classes of the samples of an evaluation. */
public final class SampleOutputs {
    private final int outputs;
    private final float[] values;
    private final int[] predicted;

    /** Creates zeros for a number of samples, each with a number of outputs. */
    public SampleOutputs(int samples, int outputs) {
        this.outputs = outputs;
        values = new float[Math.multiplyExact(samples, outputs)];
        predicted = new int[samples];
    }

    /** Stores the outputs of a sample and the class that they mean. */
    public void keep(int sample, float[] output, int prediction) {
        System.arraycopy(output, 0, values, sample * outputs, outputs);
        predicted[sample] = prediction;
    }

    /** Returns a copy of the outputs of a sample. */
    public float[] output(int sample) {
        return Arrays.copyOfRange(values, sample * outputs, (sample + 1) * outputs);
    }

    /** Returns the index of the largest output, the first among equals. */
    public static int argmax(float[] output) {
        int best = 0;
        for (int i = 1; i < output.length; i++) {
            best = output[i] > output[best] ? i : best;
        }
        return best;
    }

    /** Returns the mean squared difference between an output and its target. */
    public static double squaredError(float[] output, float[] target) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            double difference = output[i] - target[i];
            sum += difference * difference;
        }
        return sum / target.length;
    }

    /** Returns the fraction of samples that are classified correctly; NaN without samples. */
    public double accuracy(int[] classes) {
        long right = IntStream.range(0, classes.length).filter(i -> predicted[i] == classes[i]).count();
        return predicted.length == 0 ? Double.NaN : (double) right / predicted.length;
    }

    /** Returns the largest share of the samples that were taken for one and the same class; NaN without samples. */
    public double share() {
        int[] counts = new int[outputs];
        Arrays.stream(predicted).forEach(k -> counts[k]++);
        return predicted.length == 0 ? Double.NaN : (double) Arrays.stream(counts).max().orElse(0) / predicted.length;
    }

    /** Returns the mean over the samples of the mean squared difference between output and target; NaN without samples. */
    public double error(IntFunction<float[]> targets) {
        double sum = 0;
        for (int k = 0; k < predicted.length; k++) {
            sum += squaredError(output(k), targets.apply(k));
        }
        // Unlike 0/0, the constant has the same bits on all platforms.
        return predicted.length == 0 ? Double.NaN : sum / predicted.length;
    }

    /**
     * Returns copies for recordings.npz: {@code test_output} and {@code test_target}, samples x outputs, and {@code units}.
     *
     * @param units numbers for each output, by name
     */
    public Map<String, NpyArray> test(IntFunction<float[]> targets, Map<String, double[]> units) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("test_output", NpyArray.ofFloats(values, predicted.length, outputs));
        float[] wanted = new float[values.length];
        for (int k = 0; k < predicted.length; k++) {
            System.arraycopy(targets.apply(k), 0, wanted, k * outputs, outputs);
        }
        arrays.put("test_target", NpyArray.ofFloats(wanted, predicted.length, outputs));
        units.forEach((name, each) -> arrays.put(name, NpyArray.ofDoubles(each, each.length)));
        return arrays;
    }

    /**
     * Returns copies of {@code test_output}, samples x outputs, and {@code test_prediction}, for samples without classes and targets.
     *
     * @param classes whether the outputs mean classes
     */
    public Map<String, NpyArray> test(boolean classes) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("test_output", NpyArray.ofFloats(values, predicted.length, outputs));
        if (classes) {
            arrays.put("test_prediction", NpyArray.ofInts(predicted, predicted.length));
        }
        return arrays;
    }

    /** Returns copies for recordings.npz: {@code test_output}, samples x outputs, {@code test_class} and {@code test_prediction}. */
    public Map<String, NpyArray> test(int[] classes) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("test_output", NpyArray.ofFloats(values, predicted.length, outputs));
        arrays.put("test_class", NpyArray.ofInts(classes, classes.length));
        arrays.put("test_prediction", NpyArray.ofInts(predicted, predicted.length));
        return arrays;
    }

    /** Lists the state under names that begin with {@code stage}. */
    public void listState(NamedArrays arrays, String stage) {
        arrays.floats(stage + "_output", values, predicted.length, outputs);
        arrays.ints(stage + "_prediction", 0, Math.max(0, outputs - 1), predicted);
    }
}
