package org.pal4j.model.circuit;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.pal4j.Cancellation;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Ensemble;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Simulator;
import org.pal4j.circuit.Variable;
import org.pal4j.config.Range;
import org.pal4j.format.NpyArray;
import org.pal4j.measure.Alignment;
import org.pal4j.model.circuit.CircuitExperiment.Teacher;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.random.NumpyRandom;

/** Builds the initial circuits of experiments. */
final class InitialCircuit {
    /** The number of draws between two looks whether to go on. */
    private static final int DRAWS_BETWEEN_CHECKS = 1 << 16;

    private InitialCircuit() {}

    /** Returns the noise source of an experiment. With NumPy's generator, it also provides the shuffles. */
    static NoiseSource noise(CircuitExperiment e) {
        return e.random() == RandomSource.NUMPY ? new NoiseSource.Numpy(new NumpyRandom(e.seed())) : new NoiseSource.Counter(e.seed());
    }

    /**
     * Builds a circuit, or an ensemble with one replica per experiment.
     *
     * @param replicas experiments whose circuits can be replicas in one ensemble
     * @param noise    noise source of each replica
     * @param threads  threads of a large circuit that is simulated alone
     */
    static Simulator of(List<CircuitExperiment> replicas, List<NoiseSource> noise, int threads) {
        Simulator simulator = replicas.size() == 1
                ? new Circuit(replicas.getFirst().circuit(), noise.getFirst(), threads)
                : new Ensemble(replicas.stream().map(CircuitExperiment::circuit).toList(), noise);
        for (int k = 0; k < replicas.size(); k++) {
            CircuitExperiment e = replicas.get(k);
            Replica circuit = simulator.replicas().get(k);
            fill(circuit, e.random(), e.seed(), e.start());
            if (e.task() == Task.TEACHER && (e.teacher().copyWeights() || e.teacher().copyVoltages())) {
                copy(TeacherTargets.teacher(e), circuit, e.teacher());
            }
        }
        return simulator;
    }

    /** Draws the weights and voltages of a circuit. */
    static void fill(Replica circuit, RandomSource draws, long seed, InitialState start) {
        if (draws.startsWithNumpy()) {
            serial(circuit, seed, start);
        } else {
            counted(circuit, seed, start);
        }
        spread(circuit, seed);
        derive(circuit, start);
    }

    /** Draws neurons that differ, whatever the generator of the weights. */
    private static void spread(Replica circuit, long seed) {
        CircuitParameters p = circuit.parameters();
        lognormal(circuit, Variable.paceP, -p.spreadTau(), new CounterRandom(seed, Stream.PACES, 0));
        lognormal(circuit, Variable.paceI, -p.spreadTau(), new CounterRandom(seed, Stream.PACES, 1));
        lognormal(circuit, Variable.gainP, p.spreadGain(), new CounterRandom(seed, Stream.GAINS, 0));
        lognormal(circuit, Variable.gainI, p.spreadGain(), new CounterRandom(seed, Stream.GAINS, 1));
    }

    private static void lognormal(Replica circuit, Variable variable, double deviation, CounterRandom random) {
        for (int i = 0; i < variable.count(circuit.parameters()); i++) {
            fill(circuit, variable, i, () -> StrictMath.exp(deviation * random.nextGaussian()));
        }
    }

    /** Sets the weights that follow from others: B with weight transport, and the lateral ones of a self-predicting start. */
    private static void derive(Replica circuit, InitialState start) {
        if (circuit.parameters().algorithm() == Algorithm.BP) {
            transport(circuit);
        }
        if (start.selfPredicting()) {
            circuit.startSelfPredicting();
        }
    }

    /**
     * Replaces weights by given ones. Those that follow from others are derived anew; given lateral weights stay as given.
     *
     * @param weights by their names in weights.safetensors
     */
    static void set(Replica circuit, Map<String, NpyArray> weights, InitialState start) {
        write(circuit, weights, Variable.W, Variable.B);
        derive(circuit, start);
        write(circuit, weights, Variable.WI, Variable.BI);
    }

    private static void write(Replica circuit, Map<String, NpyArray> weights, Variable... variables) {
        CircuitParameters p = circuit.parameters();
        for (Variable variable : variables) {
            for (int i = 0; i < variable.count(p); i++) {
                NpyArray given = weights.get(CircuitBatch.name(p, variable, i));
                if (given != null) {
                    circuit.write(variable, i, given.toDoubles());
                }
            }
        }
    }

    /** Draws each matrix and each population from its own stream. */
    private static void counted(Replica circuit, long seed, InitialState start) {
        CircuitParameters p = circuit.parameters();
        for (int l = 1; l <= p.areas(); l++) {
            uniform(circuit, Variable.W, l - 1, start.forward(), new CounterRandom(seed, Stream.FORWARD_WEIGHTS, l));
            if (l < p.areas()) {
                uniform(circuit, Variable.B, l - 1, start.feedback(), new CounterRandom(seed, Stream.FEEDBACK_WEIGHTS, l));
                uniform(circuit, Variable.BI, l - 1, start.fromInter(), new CounterRandom(seed, Stream.FROM_INTERNEURONS, l));
            }
        }
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            uniform(circuit, Variable.WI, k, start.toInter(), new CounterRandom(seed, Stream.TO_INTERNEURONS, p.interneuronArea(k)));
        }
        if (start.voltages() > 0) {
            CounterRandom random = new CounterRandom(seed, Stream.VOLTAGES);
            voltages(circuit, Variable.uP, start.voltages(), random::nextGaussian);
            voltages(circuit, Variable.uI, start.voltages(), random::nextGaussian);
        }
    }

    /** Draws W anew, from the range of its beginning. */
    static void replaceForward(Replica circuit, CircuitExperiment e) {
        for (int l = 1; l <= circuit.parameters().areas(); l++) {
            uniform(circuit, Variable.W, l - 1, e.start().forward(), new CounterRandom(e.seed(), Stream.NEW_FORWARD_WEIGHTS, l));
        }
    }

    private static void uniform(Replica circuit, Variable variable, int index, Range range, CounterRandom random) {
        fill(circuit, variable, index, () -> random.uniform(range.low(), range.high()));
    }

    /** Draws as the original programs do: voltages from one generator, and all weights from another with the same seed. */
    private static void serial(Replica circuit, long seed, InitialState start) {
        NumpyRandom normal = new NumpyRandom(seed);
        voltages(circuit, Variable.uP, start.voltages(), normal::nextGaussian);
        voltages(circuit, Variable.uI, start.voltages(), normal::nextGaussian);
        NumpyRandom uniform = new NumpyRandom(seed);
        weights(circuit, Variable.W, start.forward(), uniform);
        weights(circuit, Variable.WI, start.toInter(), uniform);
        weights(circuit, Variable.B, start.feedback(), uniform);
        weights(circuit, Variable.BI, start.fromInter(), uniform);
    }

    private static void weights(Replica circuit, Variable variable, Range range, NumpyRandom random) {
        for (int i = 0; i < variable.count(circuit.parameters()); i++) {
            fill(circuit, variable, i, () -> random.uniform(range.low(), range.high()));
        }
    }

    private static void voltages(Replica circuit, Variable variable, double deviation, DoubleSupplier normal) {
        for (int i = 0; i < variable.count(circuit.parameters()); i++) {
            fill(circuit, variable, i, () -> deviation * normal.getAsDouble());
        }
    }

    /** Draws the values in C order. */
    private static void fill(Replica circuit, Variable variable, int index, DoubleSupplier draw) {
        int size = 1;
        for (int length : variable.shape(circuit.parameters(), index)) {
            size = Math.multiplyExact(size, length);
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            Cancellation.check(i, DRAWS_BETWEEN_CHECKS);
            values[i] = draw.getAsDouble();
        }
        circuit.write(variable, index, values);
    }

    /** Copies the teacher's weights or voltages to a student. */
    private static void copy(Replica teacher, Replica circuit, Teacher how) {
        List<Variable> taken = how.copyWeights() && how.copyVoltages()
                ? List.of(Variable.W, Variable.WI, Variable.B, Variable.BI, Variable.uP, Variable.uI)
                : how.copyWeights() ? List.of(Variable.W, Variable.WI, Variable.B, Variable.BI) : List.of(Variable.uP, Variable.uI);
        for (Variable variable : taken) {
            for (int i = 0; i < variable.count(circuit.parameters()); i++) {
                circuit.write(variable, i, teacher.read(variable, i));
            }
        }
    }

    /** Sets B to the transposed W, since backpropagation transports weights from the first step on. */
    private static void transport(Replica circuit) {
        CircuitParameters p = circuit.parameters();
        for (int l = 1; l < p.areas(); l++) {
            circuit.write(Variable.B, l - 1, Alignment.transposed(circuit.read(Variable.W, l), p.size(l + 1), p.size(l)));
        }
    }
}
