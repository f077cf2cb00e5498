/**
 * Running, floor 7: a study of any model from its start to its files.
 *
 * <p>{@link org.pal4j.run.StudyRunner} is the door: it groups the replicas of a {@link org.pal4j.model.Study} into batches, and {@link
 * org.pal4j.run.Scheduler} lets the batches take turns on the threads. A {@link org.pal4j.run.Course} carries one batch through settling, epochs and
 * test, and is the place where a presentation begins; sweeps carry their groups on with it, too. {@link org.pal4j.run.Listener} hears how it goes on,
 * {@link org.pal4j.run.StudyOutcome} is what came of it.
 *
 * <p>{@link org.pal4j.run.RunFiles} is the one owner of the names of files, columns and entries; {@link org.pal4j.run.RunFolder} and {@link
 * org.pal4j.run.StudyFolder} write them, {@code Recorder} writes what grows as a run goes on.
 *
 * <p>Knows the contract, {@code model}, and no model. May use all floors below it.
 */
package org.pal4j.run;
