/**
 * Random numbers, floor 1: the counter-based generator whose draws are a pure function of (seed, population, neuron, step), and the
 * NumPy-compatible generator with which a published run can be followed draw by draw. Uses nothing of the project but
 * {@link org.pal4j.InputException}. The SIMD form of the counter-based generator is a kernel and lives one floor up.
 */
package org.pal4j.random;
