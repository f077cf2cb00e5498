/**
 * Measures of networks, floor 4: angles between feedback weights and their ideals ({@link org.pal4j.measure.Alignment} for circuits, {@link
 * org.pal4j.measure.RateAlignment} for rate networks), mean outputs, the outputs and accuracy of an evaluation ({@link
 * org.pal4j.measure.SampleOutputs}), and the accuracy of linear classifiers of latent rates. Everything is computed in double in a fixed order,
 * so results are bit-identical on all machines.
 *
 * <p>To add a measure, compute it here, give it a name in the {@code measures} of the model's batch, and give the name a title in {@code
 * report.page.Measure}. May use all floors below except {@code data}: so {@code circuit} and {@code rate} too.
 */
package org.pal4j.measure;
