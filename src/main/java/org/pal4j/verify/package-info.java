/**
 * Golden cases, floor 4: trajectories that a model must follow. {@link org.pal4j.verify.GoldenArrays} holds the arrays of a case, {@link
 * org.pal4j.verify.TrajectoryComparison} compares a simulated trajectory with them, and {@link org.pal4j.verify.Verification} is the result. A
 * model implements {@link org.pal4j.verify.GoldenCase}: it knows what a case holds and how to step through it.
 *
 * <p>A model that has a reference in double precision makes cases ({@link org.pal4j.verify.GoldenMaker}), which are written as {@link
 * org.pal4j.verify.GoldenFiles}. {@link org.pal4j.verify.Trajectory} is a case as another implementation has to follow it; {@code session.subject}
 * lets one do so.
 *
 * <p>May use {@code format}, {@code config}, {@code random} and {@code data}.
 */
package org.pal4j.verify;
