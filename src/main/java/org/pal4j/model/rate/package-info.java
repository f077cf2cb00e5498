/**
 * Latent-equilibrium rate networks as a model class, floor 7: experiments on images. The networks themselves are in {@link org.pal4j.rate}.
 *
 * <p>{@link org.pal4j.model.rate.RateModel} implements the contract. {@link org.pal4j.model.rate.RateExperiment} is a resolved configuration.
 * {@code RateKeys} has its keys, {@code RateDraft} checks them together, {@code LayerText} reads layers, and {@code RunCost} estimates time and
 * memory. {@link org.pal4j.model.rate.ImageTask} says what a network learns. {@code RateSamples} holds the samples of files; {@code
 * SampleCounts} and {@code SampleParts} split them.
 *
 * <p>{@code InitialWeights} draws weights. {@code RateBatch} trains one network; {@code DrivenNetwork} is one driven by hand. {@code
 * Evaluation} measures a network. {@code Quantity} lists what can
 * be recorded. {@code RunawayCause} explains rates that are not finite. {@code FeedbackPairs}, {@code LatentRates} and {@code Reconstructions}
 * make the charts that only rate networks have.
 *
 * <p>{@code GoldenRates} makes golden cases, and {@code model.rate.golden} reads and follows them. {@code OriginalRate} reads parameter files of
 * the original programs.
 *
 * <p>May use {@code model} and the floors below it. Never uses {@code run}, {@code circuit} or {@code model.circuit}. Only {@code catalog} uses
 * this package.
 */
package org.pal4j.model.rate;
