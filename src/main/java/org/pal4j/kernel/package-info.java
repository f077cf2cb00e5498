/**
 * The numerical kernels, floor 2: products, rank-one updates, filters, Euler steps, activations and noise, each as a SIMD kernel with a scalar
 * twin.
 *
 * <p>The public classes are the entry points. {@link org.pal4j.kernel.Synapses} has the products with weights and the rank-one updates of all
 * weights, PAL's B included. {@link org.pal4j.kernel.EnsembleSynapses} has the same for replicas side by side, {@link org.pal4j.kernel.Clamped}
 * for the first layer while its input rests. {@link org.pal4j.kernel.Neurons} has the Euler steps of membrane voltages, the filters and the
 * activations. {@link org.pal4j.kernel.Noise} draws the noise of neurons. A {@link org.pal4j.kernel.Program} is a list of kernel calls; a {@link
 * org.pal4j.kernel.Team} splits the calls of one step between threads.
 *
 * <p>Each method of an entry point runs the SIMD kernel ({@code Vector...}) or, if {@link org.pal4j.VectorWidth} is scalar, its twin ({@code
 * Scalar...}). The twin specifies the bits: plain loops with the same operations in the same order, so results are bit-identical at every vector
 * width. ({@code ReferenceCircuit} and {@code ReferenceNetwork} specify the equations.) Hence a kernel
 * <ul>
 *   <li>never calls {@code reduceLanes}, {@code lanewise(EXP)} or the like, whose results depend on the machine and on warm-up;
 *   <li>uses {@code fma} exactly where its twin does, and evaluates every sum in one fixed order;
 *   <li>takes its species from {@code static final} fields, is one loop in one small method, and works on absolute addresses in {@link
 *       org.pal4j.kernel.Simd#ALL}, which the entry point has from a segment and offsets.
 * </ul>
 * Offsets are in bytes from the start of a network's block and are multiples of 64. Vector sizes are in floats and rounded up to a multiple of
 * 16, so no kernel has a tail loop. Padding lanes are computed like all others and hold garbage; nothing reads them as a neuron.
 *
 * <p>May use {@code memory} and {@code random}. Only {@code kernel.batch}, {@code circuit} and {@code rate} use kernels.
 */
package org.pal4j.kernel;
