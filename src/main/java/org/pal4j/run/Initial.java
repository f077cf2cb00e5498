package org.pal4j.run;

import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Circuit;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.NoiseSource;
import org.pal4j.circuit.Variable;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;

/** The circuit that an experiment starts with. */
final class Initial {
    private Initial() {}

    /** W and B are uniform in their ranges, drawn in C order from a stream of their own for each area; somata start at 0. */
    static Circuit circuit(Experiment e) {
        CircuitParameters p = e.circuit();
        Circuit circuit = new Circuit(p, new NoiseSource.Counter(e.seed()));
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
        return circuit;
    }

    private static void draw(Circuit circuit, Variable variable, int l, CounterRandom random, Range range) {
        int[] shape = variable.shape(circuit.parameters(), l - 1);
        double[] values = new double[Math.multiplyExact(shape[0], shape[1])];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.uniform(range.low(), range.high());
        }
        circuit.write(variable, l - 1, values);
    }

    /** Backpropagation transports weights from the first step on, so it begins with transported ones. */
    private static void transport(Circuit circuit) {
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
