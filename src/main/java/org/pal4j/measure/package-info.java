/**
 * Measures of networks (floor 4): angles between feedback weights and their ideals, mean outputs and accuracy, and how well a
 * linear classifier separates latent rates. All are computed in double in a fixed order, so the bits are the same everywhere. May
 * use the floors below, but not {@code data}.
 */
package org.pal4j.measure;
