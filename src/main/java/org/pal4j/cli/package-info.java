/**
 * The command line, floor 10: options, what is printed, exit statuses. It decides nothing about a simulation, and works for every model.
 *
 * <p>{@code Main} is the door. {@code RunCommand} takes a study from its options to its report; one experiment is a study of one replica. {@code
 * Printout} says what came of a study. {@code SweepCommand} runs sweeps, or hands them to Slurm with the package {@code slurm}. The package {@code
 * progress} shows how both go on.
 *
 * <p>Results go to standard output, progress and errors to standard error. Exit statuses: 0 done; 1 something failed (a golden case, a
 * simulation that ran away, a fault of the program); 2 unusable input; 130 interrupted.
 *
 * <p>May use all floors below.
 */
package org.pal4j.cli;
