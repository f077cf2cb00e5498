package org.pal4j.run;

/**
 * What was measured after so many epochs.
 *
 * @param epoch              epochs completed
 * @param steps              steps taken when validation had ended
 * @param trainError         mean squared error of the output in the epoch before, at the last step of each presentation; NaN without targets or
 *                           before the first epoch
 * @param validationAccuracy the share of validation samples classified right; NaN without any
 * @param angles             between B_l and W_{l+1}^T, degrees, for each hidden area
 * @param convergedAngles    between B_l and what PAL converges to, phi' W_{l+1}^T phi', degrees, for each hidden area
 * @param seconds            since the start of the run
 */
public record EpochMetrics(int epoch, long steps, double trainError, double validationAccuracy, double[] angles, double[] convergedAngles, double seconds) {}
