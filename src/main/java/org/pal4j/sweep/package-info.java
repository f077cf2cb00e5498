/**
 * Sweeps, floor 8: an experiment of any model, with lists or ranges of values for some of its keys.
 *
 * <p>A {@link org.pal4j.sweep.Sweep} consists of {@link org.pal4j.sweep.Point}s. Each point runs with each seed ({@link org.pal4j.sweep.Run}).
 * {@code SweepReader} reads a sweep from keys, with {@code AxisReader} for lists and {@code ValueRange} for ranges, forms the points from all
 * combinations, and finds their faults. {@code SweepText} prints a sweep.
 *
 * <p>{@link org.pal4j.sweep.Plan} puts runs into {@link org.pal4j.sweep.Group}s that are computed together, and groups into {@link
 * org.pal4j.sweep.Shard}s. {@link org.pal4j.sweep.SweepRunner} computes the groups, and tells a {@link org.pal4j.sweep.SweepListener} about
 * progress. {@code SharedSamples} holds samples that several groups need. {@link org.pal4j.sweep.SweepFolder} is the folder on disk. {@code
 * Tables} writes tables of all finished runs; {@link org.pal4j.sweep.Results} holds their numbers.
 *
 * <p>Uses {@code run} for the course and the files of each run. Knows the contract, {@code model}, and no model: only {@code catalog}, one floor
 * up, knows them. May use all floors below.
 */
package org.pal4j.sweep;
