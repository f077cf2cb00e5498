/**
 * The operations on batches of samples, floor 2: products of a layer with a batch, updates of weights from a batch, convolutions as
 * maps of positions, activations and errors. The rate networks are made of them.
 *
 * <p>What {@link org.pal4j.kernel} says of doors, twins and laws holds here as well. May use {@code kernel} and the floors below it.
 */
package org.pal4j.kernel.batch;
