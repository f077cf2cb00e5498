/**
 * Kernels on batches of samples (floor 2), of which the rate networks are made: products of a layer with a batch, weight updates
 * from a batch, convolutions as maps of positions, activations and errors.
 *
 * <p>The entry points, twins and rules described in {@link org.pal4j.kernel} apply here as well. May use {@code kernel} and the
 * floors below it.
 */
package org.pal4j.kernel.batch;
