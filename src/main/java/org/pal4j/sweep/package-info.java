/**
 * Sweeps, floor 8: an experiment of any model with lists or ranges of values for some of its keys, from its points to its tables.
 *
 * <p>{@link org.pal4j.sweep.Sweep} is what is asked for: {@link org.pal4j.sweep.Point}s, each run with each seed ({@link org.pal4j.sweep.Run}).
 * {@code SweepReader} makes it of keys, with {@code AxisReader} for lists and {@code ValueRange} for ranges, and finds all faults in all points;
 * {@code SweepText} shows it.
 *
 * <p>{@link org.pal4j.sweep.Plan} says which runs are computed together ({@link org.pal4j.sweep.Group}), and which {@link org.pal4j.sweep.Shard} has
 * them. {@link org.pal4j.sweep.SweepRunner} carries the groups out, {@link org.pal4j.sweep.SweepListener} hears how it goes on, and {@code
 * SharedSamples} has the samples that several groups need. {@link org.pal4j.sweep.SweepFolder} is what lies on the disk; {@code Tables} puts together
 * what finished runs have left, {@link org.pal4j.sweep.Results} is the same as numbers.
 *
 * <p>Uses {@code run} for the course and the files of each run. Knows the contract, {@code model}, and no model; which models there are is known on
 * the floor above, {@code catalog}. May use all floors below.
 */
package org.pal4j.sweep;
