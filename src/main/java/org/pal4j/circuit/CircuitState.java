package org.pal4j.circuit;

import java.util.Arrays;

/** The state of a circuit, readable by name, common to the simulator and the reference model. */
public interface CircuitState {
    /** The parameters of the circuit. */
    CircuitParameters parameters();

    /** The number of steps taken. */
    long step();

    /**
     * A copy of a variable.
     *
     * @param variable the variable to read
     * @param index    the population, from 0, below {@link Variable#count}
     * @return its values in the shape {@link Variable#shape}, in C order
     */
    double[] read(Variable variable, int index);

    /**
     * Sets a variable. For voltages and rates this is meaningful only before the first step.
     *
     * @param variable {@code uP}, {@code uI}, {@code W}, {@code WI}, {@code B} or {@code BI}
     * @param index    the population, from 0
     * @param values   in the shape {@link Variable#shape}, in C order
     */
    void write(Variable variable, int index, double[] values);

    /**
     * Sets the interneuron weights to the self-predicting state, in which interneurons predict the areas above and the apical inputs cancel:
     * {@code WI_l = selfPrediction(l) W_{l+1}} for every interneuron population, and {@code BI_l = -B_l}.
     */
    default void startSelfPredicting() {
        CircuitParameters p = parameters();
        for (int k = 0; k < p.interneuronPopulations(); k++) {
            double ratio = p.selfPrediction(p.interneuronArea(k));
            write(Variable.WI, k, Arrays.stream(read(Variable.W, p.interneuronArea(k))).map(weight -> weight * ratio).toArray());
        }
        for (int l = 1; l < p.areas(); l++) {
            write(Variable.BI, l - 1, Arrays.stream(read(Variable.B, l - 1)).map(weight -> weight * -1).toArray());
        }
    }
}
