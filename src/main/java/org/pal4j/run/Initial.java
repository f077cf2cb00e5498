package org.pal4j.run;

import java.util.List;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Ensemble;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Replica;
import org.pal4j.circuit.Simulator;
import org.pal4j.circuit.Variable;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;

/** The circuits that experiments start with. */
final class Initial {
    private Initial() {}

    /**
     * A circuit, or an ensemble with a replica for each experiment.
     *
     * @param replicas experiments whose circuits can be replicas of one another
     * @param threads  for a large circuit alone
     */
    static Simulator of(List<Experiment> replicas, int threads) {
        List<NoiseSource> noise = replicas.stream().<NoiseSource>map(e -> new NoiseSource.Counter(e.seed())).toList();
        Simulator simulator = replicas.size() == 1
                ? new Circuit(replicas.getFirst().circuit(), noise.getFirst(), threads)
                : new Ensemble(replicas.stream().map(Experiment::circuit).toList(), noise);
        for (int k = 0; k < replicas.size(); k++) {
            start(replicas.get(k), simulator.replicas().get(k));
        }
        return simulator;
    }

    /** W and B are uniform in their ranges, drawn in C order from a stream of their own for each area; somata start at 0. */
    private static void start(Experiment e, Replica circuit) {
        CircuitParameters p = e.circuit();
        for (int l = 1; l <= p.areas(); l++) {
            draw(circuit, Variable.W, l, new CounterRandom(e.seed(), Stream.FORWARD_WEIGHTS, l), e.forwardRange());
            if (l < p.areas()) {
                draw(circuit, Variable.B, l, new CounterRandom(e.seed(), Stream.FEEDBACK_WEIGHTS, l), e.feedbackRange());
            }
        }
        if (p.algorithm() == Algorithm.BP) {
            transport(circuit);
        }
        if (e.selfPredicting()) {
            circuit.startSelfPredicting();
        }
    }

    private static void draw(Replica circuit, Variable variable, int l, CounterRandom random, Range range) {
        int[] shape = variable.shape(circuit.parameters(), l - 1);
        double[] values = new double[Math.multiplyExact(shape[0], shape[1])];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.uniform(range.low(), range.high());
        }
        circuit.write(variable, l - 1, values);
    }

    /** Backpropagation transports weights from the first step on, so it begins with transported ones. */
    private static void transport(Replica circuit) {
        CircuitParameters p = circuit.parameters();
        for (int l = 1; l < p.areas(); l++) {
            double[] w = circuit.read(Variable.W, l);
            int rows = p.size(l + 1);
            int columns = p.size(l);
            double[] b = new double[w.length];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    b[j * rows + i] = w[i * columns + j];
                }
            }
            circuit.write(Variable.B, l - 1, b);
        }
    }
}
