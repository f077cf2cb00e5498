package org.pal4j.model.circuit;

import java.util.stream.IntStream;
import org.pal4j.format.NamedArrays;
import org.pal4j.measure.MeanOutput;

/** Mean outputs and predicted classes of the samples of an evaluation. */
final class SampleOutputs {
    private final int outputs;
    private final float[] means;
    private final int[] predicted;

    SampleOutputs(int samples, int outputs) {
        this.outputs = outputs;
        means = new float[Math.multiplyExact(samples, outputs)];
        predicted = new int[samples];
    }

    /** Stores the mean output of a sample. */
    void keep(int sample, MeanOutput mean) {
        for (int i = 0; i < outputs; i++) {
            means[sample * outputs + i] = (float) mean.get(i);
        }
        predicted[sample] = mean.argmax();
    }

    /** Returns the share of correctly classified samples; NaN without samples. */
    double accuracy(int[] classes) {
        long right = IntStream.range(0, classes.length).filter(i -> predicted[i] == classes[i]).count();
        return predicted.length == 0 ? Double.NaN : (double) right / predicted.length;
    }

    /** Returns a copy of the mean outputs, samples x outputs. */
    float[] means() {
        return means.clone();
    }

    /** Returns a copy of the predicted classes. */
    int[] predictions() {
        return predicted.clone();
    }

    /** Lists the state. */
    void listState(NamedArrays arrays, String stage) {
        arrays.floats(stage + "_output", means::clone, saved -> System.arraycopy(saved, 0, means, 0, means.length), predicted.length, outputs);
        arrays.longs(stage + "_prediction", 0, Math.max(0, outputs - 1), () -> IntStream.of(predicted).asLongStream().toArray(),
                saved -> IntStream.range(0, saved.length).forEach(k -> predicted[k] = (int) saved[k]), predicted.length);
    }
}
