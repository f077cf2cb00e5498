/**
 * Random numbers, floor 1. {@link org.pal4j.random.CounterRandom} is a counter-based generator: a draw is a pure function of (seed, population,
 * neuron, step). {@link org.pal4j.random.NumpyRandom} draws what NumPy draws, and so reproduces published runs. The noise of neurons is drawn by
 * its SIMD form, the kernel {@code Noise} one floor up.
 *
 * <p>Depends on nothing in the project except {@link org.pal4j.InputException}.
 */
package org.pal4j.random;
