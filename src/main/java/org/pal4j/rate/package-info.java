/**
 * Latent-equilibrium rate networks (floor 3, next to {@code circuit}): chains of dense, convolution, max-pool and projection
 * layers that learn by BP, FA, DFA or PAL, with a whole batch per update. Parameters ({@link org.pal4j.rate.RateParameters}), the
 * simulator ({@link org.pal4j.rate.RateNetwork}) and the double-precision reference model
 * ({@link org.pal4j.rate.ReferenceNetwork}).
 *
 * <p>May use floors 0 to 2.
 */
package org.pal4j.rate;
