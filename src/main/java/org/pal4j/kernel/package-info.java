/**
 * The numerical kernels (floor 2): products, rank-one updates, filters, Euler steps, activations and noise, each as a SIMD kernel
 * with a scalar twin.
 *
 * <p>The public classes ({@link org.pal4j.kernel.Synapses}, {@link org.pal4j.kernel.Neurons}, {@link org.pal4j.kernel.Noise},
 * {@link org.pal4j.kernel.Elementary}) are the entry points. Each of their methods runs the SIMD kernel ({@code Vector...}) or,
 * if {@link org.pal4j.VectorWidth} is scalar, its twin ({@code Scalar...}). The twin is the specification: plain loops with the
 * same operations in the same order, so results are bit-identical at every vector width. Hence a kernel
 * <ul>
 *   <li>never calls {@code reduceLanes}, {@code lanewise(EXP)} or the like, whose results depend on the machine and on warm-up;
 *   <li>uses {@code fma} exactly where its twin does, and evaluates every sum in one fixed order;
 *   <li>takes its species from {@code static final} fields, is one loop in one small method, and works on native segments only.
 * </ul>
 * Offsets are in bytes from the start of a network's block and are multiples of 64. Vector sizes are in floats and rounded up to
 * a multiple of 16, so no kernel has a tail loop. Padding lanes are computed like all others and hold garbage; nothing reads them
 * as a neuron.
 *
 * <p>May use {@code memory} and {@code random}.
 */
package org.pal4j.kernel;
