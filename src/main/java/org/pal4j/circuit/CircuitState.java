package org.pal4j.circuit;

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
}
