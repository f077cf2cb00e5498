package org.pal4j.model.circuit;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Replica;
import org.pal4j.measure.MeanOutput;
import org.pal4j.memory.VectorView;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;

/** What is known of one replica of a {@link CircuitBatch} beside its circuit: the order of its samples, sums, and what was measured last. */
final class ReplicaState {
    final CircuitExperiment experiment;
    final Replica circuit;
    /** Of the outputs in the presentation that an evaluation is at. */
    final MeanOutput mean;
    /** Of the samples in this epoch. */
    int[] order;
    /** Sum of squared errors over the samples of this epoch so far. */
    double error;
    double[] weightAngles = new double[0];
    double[] convergedAngles = new double[0];
    /** Mean outputs of the samples of the present evaluation. */
    float[][] outputs = new float[0][];
    int[] predicted = new int[0];
    private final NoiseSource noise;

    ReplicaState(CircuitExperiment experiment, Replica circuit, NoiseSource noise, int samples) {
        this.experiment = experiment;
        this.circuit = circuit;
        this.noise = noise;
        order = IntStream.range(0, samples).toArray();
        mean = new MeanOutput(experiment.outputs());
    }

    /** Puts the samples into the order of an epoch: a new one, or, as NumPy's programs shuffle in place, that of the epoch before shuffled. */
    void shuffle(int epoch) {
        if (noise instanceof NoiseSource.Numpy numpy) {
            numpy.random().shuffle(order);
        } else {
            order = IntStream.range(0, order.length).toArray();
            new CounterRandom(experiment.seed(), Stream.ORDER, epoch).shuffle(order);
        }
    }

    /** |b_N - target|^2 over the number of outputs. */
    double squaredError(float[] target) {
        VectorView voltages = circuit.prospective(experiment.circuit().areas());
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            double difference = voltages.get(i) - target[i];
            sum += difference * difference;
        }
        return sum / target.length;
    }

    /** An evaluation of so many samples begins. */
    void beginEvaluation(int samples) {
        outputs = new float[samples][experiment.outputs()];
        predicted = new int[samples];
    }

    /** Keeps the mean output of a sample. */
    void keep(int sample) {
        for (int i = 0; i < outputs[sample].length; i++) {
            outputs[sample][i] = (float) mean.get(i);
        }
        predicted[sample] = mean.argmax();
    }

    /** The share of samples classified right; NaN without any. */
    double accuracy(int[] classes) {
        long right = IntStream.range(0, classes.length).filter(i -> predicted[i] == classes[i]).count();
        return predicted.length == 0 ? Double.NaN : (double) right / predicted.length;
    }

    /** The outputs of all samples, one after the other. */
    float[] allOutputs() {
        int size = experiment.outputs();
        float[] all = new float[Math.multiplyExact(outputs.length, size)];
        IntStream.range(0, outputs.length).forEach(k -> System.arraycopy(outputs[k], 0, all, k * size, size));
        return all;
    }

    int[] predictions() {
        return Arrays.copyOf(predicted, predicted.length);
    }
}
