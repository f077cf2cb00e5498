/**
 * Running a study of any model, floor 7, from its start to its files.
 *
 * <p>{@link org.pal4j.run.StudyRunner} is the entry point. It puts the replicas of a {@link org.pal4j.model.Study} into batches ({@code
 * Grouping}). {@link org.pal4j.run.Scheduler} lets the batches take turns on threads. A {@link org.pal4j.run.Course} drives one batch through
 * settling, epochs and test; it is the place where presentations begin, steps are taken, and a run stops. Sweeps use it for their groups as well.
 * A {@link org.pal4j.run.Listener} is told about progress. {@link org.pal4j.run.Outcome} is the result of one replica, {@link
 * org.pal4j.run.StudyOutcome} of all.
 *
 * <p>{@link org.pal4j.run.RunFiles} defines the names of all files, columns and entries, and writes tables and results. {@link
 * org.pal4j.run.RunFolder} is the folder of one replica, and writes its weights.safetensors; {@link org.pal4j.run.StudyFolder} is that of a
 * study. {@code Recorder} appends recordings during a run. {@code Saver} writes interim results every few seconds. {@link
 * org.pal4j.run.MetricsTable} reads a metrics.csv.
 *
 * <p>{@link org.pal4j.run.StartWeights} sets first weights from a file. {@link org.pal4j.run.Prediction} asks the network of a run about samples.
 *
 * <p>Knows the contract, {@code model}, and no model. May use all floors below it.
 */
package org.pal4j.run;
