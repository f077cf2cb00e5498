/**
 * What is read off a network, floor 4: angles between feedback weights and what they should be, mean outputs and accuracy, and how well a
 * linear classifier tells latent rates apart. Computed in double, in fixed order, so the bits are equal everywhere. May use the floors
 * below; does not use {@code task}.
 */
package org.pal4j.measure;
