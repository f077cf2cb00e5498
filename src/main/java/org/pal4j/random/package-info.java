/**
 * Random numbers (floor 1): the counter-based generator, whose draws are a pure function of (seed, population, neuron, step), and
 * a NumPy-compatible generator that reproduces published runs draw by draw. Depends on nothing in the project except
 * {@link org.pal4j.InputException}. The SIMD form of the counter-based generator is a kernel, one floor up.
 */
package org.pal4j.random;
