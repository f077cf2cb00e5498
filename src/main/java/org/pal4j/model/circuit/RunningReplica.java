package org.pal4j.model.circuit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Variable;
import org.pal4j.data.DataSets;
import org.pal4j.data.SampleOrder;
import org.pal4j.data.SampleSet;
import org.pal4j.format.NamedArrays;
import org.pal4j.measure.MeanOutput;
import org.pal4j.measure.SampleOutputs;
import org.pal4j.measure.Standstill;
import org.pal4j.memory.VectorView;

/** A replica of a {@link CircuitBatch}: its circuit, order of samples, sums, and last measurements. */
final class RunningReplica {
    final CircuitExperiment experiment;
    final Replica circuit;
    /** Mean outputs in the current presentation of an evaluation. */
    final MeanOutput mean;
    final SampleOrder order;
    /** Sum of squared errors over the samples of this epoch so far. */
    double error;
    /** Angles at the last measurement, degrees; one for each area that has one, of each quantity that is measured. */
    final Map<Quantity, double[]> angles = new EnumMap<>(Quantity.class);
    final SampleOutputs validation;
    SampleOutputs test;
    private final NoiseSource noise;
    private final float[] outputs;

    RunningReplica(CircuitExperiment experiment, Replica circuit, NoiseSource noise, DataSets data) {
        this.experiment = experiment;
        this.circuit = circuit;
        this.noise = noise;
        order = new SampleOrder(data.train().size());
        outputs = new float[experiment.outputs()];
        mean = new MeanOutput(experiment.outputs());
        Stream.concat(Quantity.MEASURED.stream(), experiment.measures().stream().map(Quantity::of))
                .forEach(angle -> angles.put(angle, new double[angle.shape(experiment.circuit())[0]]));
        validation = new SampleOutputs(data.validation().size(), experiment.outputs());
        test = new SampleOutputs(data.test().size(), experiment.outputs());
    }

    /** Shuffles the samples for an epoch. With NumPy's generator, the previous epoch's order is shuffled in place, as in the original programs. */
    void shuffle(int epoch) {
        if (noise instanceof NoiseSource.Numpy numpy) {
            order.shuffle(numpy.random()::shuffle);
        } else {
            order.shuffle(experiment.seed(), epoch);
        }
    }

    /** Takes another number of test samples. */
    void testOn(int samples) {
        test = new SampleOutputs(samples, experiment.outputs());
    }

    /** Stores the mean outputs of a sample of an evaluation. */
    void keep(SampleOutputs evaluation, int sample) {
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = (float) mean.get(i);
        }
        evaluation.keep(sample, outputs, mean.argmax());
    }

    /** Returns |b_N - target|^2 divided by the number of outputs. */
    double squaredError(float[] target) {
        VectorView voltages = circuit.prospective(experiment.circuit().areas());
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = voltages.get(i);
        }
        return SampleOutputs.squaredError(outputs, target);
    }

    /** Returns a warning if the circuit no longer answers to its inputs at the end of the run: its outputs say nothing, and an area is stuck. */
    Optional<String> warning(DataSets data, SampleSet tested) {
        return mute(data, tested).flatMap(sign -> stuck().map(area -> sign + ", and " + area + ". " + RunawayCause.standstill(experiment, circuit)));
    }

    private Optional<String> mute(DataSets data, SampleSet tested) {
        SampleSet train = data.train();
        if (tested.size() >= Standstill.ENOUGH) {
            return mute(tested, test, "test");
        }
        if (tested.size() + data.validation().size() > 0) {
            return mute(data.validation(), validation, "validation");
        }
        return train.hasTargets() ? Standstill.error(error / train.size(), train.size(), train::target, "training") : Optional.empty();
    }

    private static Optional<String> mute(SampleSet samples, SampleOutputs outputs, String name) {
        if (samples.hasClasses()) {
            return Standstill.classes(outputs, samples.classes(), samples.size() + " " + name);
        }
        return samples.hasTargets() ? Standstill.error(outputs.error(samples::target), samples.size(), samples::target, name) : Optional.empty();
    }

    private Optional<String> stuck() {
        CircuitParameters p = circuit.parameters();
        for (int l = 1; l <= p.areas(); l++) {
            Optional<String> area = Standstill.area("area " + l, p.activation(l), circuit.read(Variable.rP, l - 1));
            if (area.isPresent()) {
                return area;
            }
        }
        double target = Math.max(Math.abs(experiment.targetHigh()), Math.abs(experiment.targetLow()));
        return Standstill.outputs(circuit.read(Variable.bP, p.areas() - 1), target);
    }

    /** Lists the state of the run, without the circuit's. */
    NamedArrays list() {
        NamedArrays arrays = new NamedArrays();
        order.listState(arrays);
        arrays.number("squared_errors", () -> error, saved -> error = saved);
        angles.forEach((angle, last) -> arrays.doubles("measured_" + angle.label(), () -> Objects.requireNonNull(angles.get(angle)).clone(),
                saved -> angles.put(angle, saved.clone()), last.length));
        arrays.doubles("mean_sums", mean::sums, mean::setSums, experiment.outputs());
        arrays.number("mean_steps", 0, Integer.MAX_VALUE, mean::steps, saved -> mean.setSteps((int) saved));
        validation.listState(arrays, "validation");
        test.listState(arrays, "test");
        return arrays;
    }
}
