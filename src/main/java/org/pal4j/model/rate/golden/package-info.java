/**
 * Golden cases of rate networks, floor 7: {@code RateCase} is one, {@code CaseKeys} and {@code CaseArrays} read it, {@code RateVerification} follows
 * it with the simulator and the reference model, {@code RateTrajectory} lets another implementation follow it, and {@code RateRecorder} makes one.
 * {@code RandomRates} draws configurations.
 *
 * <p>Knows the mathematics in {@code rate}, and of configurations only what {@code model.rate} hands over. May use {@code verify} and the floors
 * below it.
 */
package org.pal4j.model.rate.golden;
