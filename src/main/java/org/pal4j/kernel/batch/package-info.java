/**
 * Kernels on mini-batches of samples, floor 2, used by rate networks: products of a layer with a batch, weight updates from a batch, convolutions
 * as maps of positions, activations and errors.
 *
 * <p>The entry points, twins and rules of {@link org.pal4j.kernel} apply here as well. {@code VectorBatchUpdates} is the SIMD part of {@code
 * Batches} that updates weights. May use {@code kernel} and the floors below it.
 */
package org.pal4j.kernel.batch;
