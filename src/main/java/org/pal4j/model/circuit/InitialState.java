package org.pal4j.model.circuit;

import org.pal4j.config.Range;

/**
 * Initial state of a network.
 *
 * @param forward        range of the initial W
 * @param feedback       range of the initial B
 * @param toInter        range of the initial WI, unless in the self-predicting state
 * @param fromInter      range of the initial BI, unless in the self-predicting state
 * @param voltages       standard deviation of the initial somatic voltages, whose mean is 0
 * @param selfPredicting whether WI and BI start in the self-predicting state
 */
public record InitialState(Range forward, Range feedback, Range toInter, Range fromInter, double voltages, boolean selfPredicting) {}
