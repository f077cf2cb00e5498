package org.pal4j.model.circuit;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Replica;
import org.pal4j.data.DataSets;
import org.pal4j.format.NamedArrays;
import org.pal4j.measure.MeanOutput;
import org.pal4j.memory.VectorView;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;

/** A replica of a {@link CircuitBatch}: its circuit, order of samples, sums, and last measurements. */
final class RunningReplica {
    final CircuitExperiment experiment;
    final Replica circuit;
    /** Mean outputs in the current presentation of an evaluation. */
    final MeanOutput mean;
    /** Order of the samples in this epoch. */
    int[] order;
    /** Sum of squared errors over the samples of this epoch so far. */
    double error;
    /** Angles at the last measurement, degrees; one for each hidden area. */
    double[] weightAngles;
    double[] convergedAngles;
    final SampleOutputs validation;
    final SampleOutputs test;
    private final NoiseSource noise;

    RunningReplica(CircuitExperiment experiment, Replica circuit, NoiseSource noise, DataSets data) {
        this.experiment = experiment;
        this.circuit = circuit;
        this.noise = noise;
        order = IntStream.range(0, data.train().size()).toArray();
        mean = new MeanOutput(experiment.outputs());
        int hidden = experiment.circuit().areas() - 1;
        weightAngles = new double[hidden];
        convergedAngles = new double[hidden];
        validation = new SampleOutputs(data.validation().size(), experiment.outputs());
        test = new SampleOutputs(data.test().size(), experiment.outputs());
    }

    /** Shuffles the samples for an epoch. With NumPy's generator, the previous epoch's order is shuffled in place, as in the original programs. */
    void shuffle(int epoch) {
        if (noise instanceof NoiseSource.Numpy numpy) {
            numpy.random().shuffle(order);
        } else {
            order = IntStream.range(0, order.length).toArray();
            new CounterRandom(experiment.seed(), Stream.ORDER, epoch).shuffle(order);
        }
    }

    /** Returns |b_N - target|^2 divided by the number of outputs. */
    double squaredError(float[] target) {
        VectorView voltages = circuit.prospective(experiment.circuit().areas());
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            double difference = voltages.get(i) - target[i];
            sum += difference * difference;
        }
        return sum / target.length;
    }

    /** Lists the state of the run, without the circuit's. */
    NamedArrays list() {
        NamedArrays arrays = new NamedArrays();
        arrays.longs("order", 0, order.length - 1L, () -> IntStream.of(order).asLongStream().toArray(),
                saved -> Arrays.setAll(order, k -> (int) saved[k]), order.length);
        arrays.number("squared_errors", () -> error, saved -> error = saved);
        arrays.doubles("measured_angle_B", weightAngles::clone, saved -> weightAngles = saved.clone(), weightAngles.length);
        arrays.doubles("measured_angle_phi", convergedAngles::clone, saved -> convergedAngles = saved.clone(), convergedAngles.length);
        arrays.doubles("mean_sums", mean::sums, mean::setSums, experiment.outputs());
        arrays.number("mean_steps", 0, Integer.MAX_VALUE, mean::steps, saved -> mean.setSteps((int) saved));
        validation.listState(arrays, "validation");
        test.listState(arrays, "test");
        return arrays;
    }
}
