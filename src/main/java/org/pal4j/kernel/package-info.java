/**
 * The operations, floor 2: products, rank-one updates, filters, Euler steps, activations, noise, each as a SIMD kernel with a
 * scalar twin.
 *
 * <p>The public classes ({@link org.pal4j.kernel.Synapses}, {@link org.pal4j.kernel.Neurons}, {@link org.pal4j.kernel.Noise},
 * {@link org.pal4j.kernel.Elementary}) are doors: each method runs the SIMD kernel ({@code Vector...}) or, when
 * {@link org.pal4j.VectorWidth} says scalar, its twin ({@code Scalar...}). The twin is the specification: plain loops, the
 * same operations in the same order, so the bits are equal at every width (law). What that demands of a kernel:
 * <ul>
 *   <li>never {@code reduceLanes}, {@code lanewise(EXP)} and their like: their bits depend on the machine and on warm-up;
 *   <li>{@code fma} where written and nowhere else; sums in one fixed order;
 *   <li>species only from {@code static final} fields, one loop in one small method, native segments only.
 * </ul>
 * Offsets are in bytes from the start of a network's block, multiples of 64; sizes of vectors are in floats and multiples of 16, so
 * no kernel has a tail. Padding lanes are computed like all others and hold garbage; nothing reads them as a neuron.
 *
 * <p>May use {@code memory} and {@code random}.
 */
package org.pal4j.kernel;
