/**
 * Golden trajectories, floor 4: their arrays ({@link org.pal4j.verify.GoldenArrays}), the comparison of a simulated trajectory with them
 * ({@link org.pal4j.verify.TrajectoryComparison}), and what it came to ({@link org.pal4j.verify.Verification}). What a case of a model holds, and how
 * the model is stepped through it, is the model's own matter: it implements {@link org.pal4j.verify.GoldenCase}.
 *
 * <p>May use {@code format} and {@code config}.
 */
package org.pal4j.verify;
