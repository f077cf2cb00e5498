/**
 * Memory layout (floor 1): one 64-byte aligned off-heap block per network, and views of it.
 *
 * <p>Every vector begins on a 64-byte boundary and is padded to a multiple of {@value org.pal4j.memory.Lanes#COUNT} floats. A
 * matrix (post x pre) is stored in <em>panels</em> of {@value org.pal4j.memory.Lanes#COUNT} outputs: within a panel the weights
 * of one input are adjacent, and input follows input. A product then reads each panel from its first byte to its last with the
 * outputs in lanes: no horizontal sums, no strided accesses, no tail loops.
 *
 * <p>The block of an ensemble puts replicas into the lanes instead of outputs ({@code circuit.CircuitLayout}).
 *
 * <p>Padding lanes hold whatever the kernels leave there. Views never show them.
 *
 * <p>Depends on nothing in the project except {@link org.pal4j.InputException}.
 */
package org.pal4j.memory;
