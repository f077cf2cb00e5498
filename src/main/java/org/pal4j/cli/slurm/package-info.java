/**
 * Slurm, floor 12. A sweep becomes an array job of shards and a job that gathers their results. {@link org.pal4j.cli.slurm.SlurmNeeds} holds the
 * needs of the tasks, {@link org.pal4j.cli.slurm.SlurmScripts} are the two batch scripts, and {@link org.pal4j.cli.slurm.Slurm} writes and
 * submits them.
 *
 * <p>Prints nothing. May use {@code sweep} and all floors below it, and knows nothing of the other classes of the command line.
 */
package org.pal4j.cli.slurm;
