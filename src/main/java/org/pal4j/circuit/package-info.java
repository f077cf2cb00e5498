/**
 * The dendritic microcircuit with PAL, FA, BP, DFA and KP, floor 3: parameters, state, the time step, and the double-precision reference model.
 *
 * <p>{@link org.pal4j.circuit.Circuit} simulates one circuit. {@link org.pal4j.circuit.Ensemble} simulates several replicas at once, one in each
 * vector lane. Both keep their state in one off-heap block ({@code CircuitLayout}), compose an Euler step of kernels ({@code CircuitStep}; its
 * noise comes from a {@link org.pal4j.circuit.NoiseSource} and is drawn by {@code NoiseCalls}), and allocate nothing while they step. A {@link
 * org.pal4j.circuit.Replica} is one network of either; it reads and writes the variables that {@link org.pal4j.circuit.Variable} lists ({@link
 * org.pal4j.circuit.CircuitState}), and saves its whole state ({@code ReplicaState}).
 *
 * <p>{@link org.pal4j.circuit.ReferenceCircuit} transcribes the equations of docs/concepts.md into plain loops in double precision. Read it
 * beside them. It checks the simulator. To add a learning rule, name it in {@link org.pal4j.circuit.Choices.Algorithm}, transcribe its equation
 * in {@code ReferenceCircuit}, and compose its kernels in {@code SynapseCalls}.
 *
 * <p>Areas are numbered as in the paper: 0 is the input, 1 to N have pyramidal neurons P, and 1 to N-1 (hidden) also have interneurons I. With
 * skip connectivity only area N-1 has interneurons. Times are in ms, conductances in 1/ms (the capacitance is 1), voltages are dimensionless.
 *
 * <p>May use {@code memory}, {@code random}, {@code format} (for the arrays of a saved state) and {@code kernel}; knows nothing of tasks or
 * experiments.
 */
package org.pal4j.circuit;
