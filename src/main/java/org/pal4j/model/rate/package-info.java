/**
 * Latent-equilibrium rate networks as a class of models, floor 7: experiments on images, how they are run and measured, and what a report shows
 * of them. The networks themselves are in {@link org.pal4j.rate}.
 *
 * <p>{@link org.pal4j.model.rate.RateModel} is the door. {@link org.pal4j.model.rate.RateExperiment} is a resolved configuration: {@code RateKeys}
 * has its keys, {@code RateDraft} checks them together, {@code LayerText} reads layers, and {@code RunCost} says what a run will take.
 * {@link org.pal4j.model.rate.ImageTask} says what a network learns. {@code ImageSamples} are the images of a data set, {@code SampleCounts} and
 * {@code SampleParts} split them.
 *
 * <p>{@code RateBatch} carries one network from {@code InitialWeights} to its test: it trains, {@code Evaluation} measures, {@code Quantity} is
 * what can be recorded, and {@code RunawayCause} explains why rates are no longer finite. Reports get {@code FeedbackPairs}, {@code LatentRates}
 * and {@code Reconstructions}.
 *
 * <p>{@code RateCase} is a golden trajectory of a rate network; {@code CaseKeys} and {@code CaseArrays} read and check it, and
 * {@code RateVerification} follows it. {@code OriginalRate} reads parameter files of the original programs.
 *
 * <p>Implements the contract {@code model}; may use all floors below it. Nothing but {@code catalog} and tests uses this package.
 */
package org.pal4j.model.rate;
