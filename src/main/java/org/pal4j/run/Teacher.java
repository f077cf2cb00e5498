package org.pal4j.run;

/**
 * A network of the same layers whose outputs are the targets (task teacher). It starts in the self-predicting state, is fully prospective and
 * learns nothing.
 *
 * @param seed         of its weights and voltages
 * @param forward      range of its W
 * @param feedback     range of its B
 * @param copyWeights  whether students start with its weights
 * @param copyVoltages whether students start with its initial somatic voltages
 */
public record Teacher(long seed, Range forward, Range feedback, boolean copyWeights, boolean copyVoltages) {}
