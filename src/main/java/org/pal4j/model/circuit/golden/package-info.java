/**
 * Golden cases of circuits, floor 7: {@code CircuitVerification} follows one with the simulator and the reference model, {@code CircuitTrajectory}
 * lets another implementation follow it, {@code CircuitCauses} guesses what is wrong there, and {@code CircuitRecorder} makes one. {@code
 * RandomCircuits} draws configurations.
 *
 * <p>Knows the mathematics in {@code circuit}, and of configurations only what {@code model.circuit} hands over. May use {@code verify} and the
 * floors below it.
 */
package org.pal4j.model.circuit.golden;
