/**
 * The dendritic microcircuit with PAL, FA, BP and DFA, floor 3: parameters, state, one step, and the double-precision reference model.
 *
 * <p>{@link org.pal4j.circuit.Circuit} is the simulator: all state in one off-heap block, one Euler step made of kernels, nothing
 * allocated. {@link org.pal4j.circuit.ReferenceCircuit} is the same model as a plain transcription of the equations with loops in
 * double precision, made to be read beside docs/concepts.md and to check the simulator against. Both take their parameters from
 * {@link org.pal4j.circuit.CircuitParameters} and show their state through {@link org.pal4j.circuit.CircuitState}.
 *
 * <p>Areas are counted as in the paper: 0 is the input, 1 to N have pyramidal neurons P, 1 to N-1 (hidden) also interneurons I. With
 * skip connectivity only area N-1 has interneurons. Times are in ms, conductances in 1/ms (capacitance 1), voltages without unit.
 *
 * <p>May use {@code memory}, {@code random} and {@code kernel}; knows nothing of tasks, files or experiments.
 */
package org.pal4j.circuit;
