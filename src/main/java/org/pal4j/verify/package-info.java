/**
 * Golden cases, floor 4: trajectories that a model must follow. {@link org.pal4j.verify.GoldenArrays} holds the arrays of a case, {@link
 * org.pal4j.verify.TrajectoryComparison} compares a simulated trajectory with them, and {@link org.pal4j.verify.Verification} is the result. A
 * model implements {@link org.pal4j.verify.GoldenCase}: it knows what a case holds and how to step through it.
 *
 * <p>May use {@code format} and {@code config}.
 */
package org.pal4j.verify;
