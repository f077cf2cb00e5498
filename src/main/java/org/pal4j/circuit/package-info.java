/**
 * The dendritic microcircuit with PAL, FA, BP and DFA (floor 3): parameters, state, the time step, and the double-precision
 * reference model.
 *
 * <p>{@link org.pal4j.circuit.Circuit} is the simulator: all state in one off-heap block, an Euler step composed of kernels, no
 * allocation. {@link org.pal4j.circuit.ReferenceCircuit} transcribes the equations of docs/concepts.md into plain loops in double
 * precision, to be read beside them and to check the simulator. Both take their parameters from
 * {@link org.pal4j.circuit.CircuitParameters} and expose their state through {@link org.pal4j.circuit.CircuitState}.
 *
 * <p>Areas are numbered as in the paper: 0 is the input, 1 to N have pyramidal neurons P, and 1 to N-1 (hidden) also have
 * interneurons I. With skip connectivity only area N-1 has interneurons. Times are in ms, conductances in 1/ms (the capacitance
 * is 1), voltages are dimensionless.
 *
 * <p>May use {@code memory}, {@code random}, {@code format} (for the arrays of a saved state) and {@code kernel}; knows nothing of tasks or experiments.
 */
package org.pal4j.circuit;
