/**
 * What is read off a circuit, floor 4: angles between feedback weights and what they should be, mean outputs and accuracy. Computed
 * in double from views of the block, in fixed order, so the bits are equal everywhere. May use the floors below; does not use
 * {@code task}.
 */
package org.pal4j.measure;
