/**
 * Running a study of any model, floor 7, from its start to its files.
 *
 * <p>{@link org.pal4j.run.StudyRunner} is the entry point. It puts the replicas of a {@link org.pal4j.model.Study} into batches ({@code
 * Grouping}); how the replicas of a batch share vector lanes is up to the model. {@link org.pal4j.run.Scheduler} lets the batches take turns on
 * threads. A {@link org.pal4j.run.Course} drives one batch through settling, epochs and test; it is the place where presentations begin, steps
 * are taken, and a run stops. A {@link org.pal4j.run.Checkpoint} holds the {@link org.pal4j.run.Position} in the course, the results so far and
 * the state of the batch. {@link org.pal4j.run.CheckpointWriter} writes it, and {@code StudyRunner} continues a killed run from it. Sweeps use it
 * for their groups as well. A {@link org.pal4j.run.Listener} is told about progress. {@link org.pal4j.run.Outcome} is the result of one replica,
 * {@link org.pal4j.run.StudyOutcome} of all.
 *
 * <p>{@link org.pal4j.run.RunFiles} defines the names of all files and entries, and writes metrics.csv, whose columns between {@code epoch} and
 * {@code seconds} are named by the {@link org.pal4j.model.Measures} of the model. {@link org.pal4j.run.RunFolder} is the folder of one replica,
 * and writes its weights.safetensors; {@link org.pal4j.run.StudyFolder} is that of a study. {@code Recorder} appends recordings during a run.
 * {@code Saver} writes interim results every few seconds. {@link org.pal4j.run.MetricsTable} reads a metrics.csv.
 *
 * <p>{@link org.pal4j.run.StartWeights} sets first weights from a file. {@link org.pal4j.run.Prediction} asks the network of a run about samples.
 *
 * <p>Knows the contract, {@code model}, and no model. May use all floors below it.
 */
package org.pal4j.run;
