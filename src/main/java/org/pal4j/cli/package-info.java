/**
 * The command line, floor 12: options, printed results, exit statuses. It works for every model, and decides nothing about a simulation.
 *
 * <p>{@code Main} is the entry point, and lists the commands. Each command is a class {@code ...Command}. {@code RunCommand} runs a study from
 * its options to its report; a single run is a study of one replica. {@code SweepCommand} runs sweeps, or gives them to Slurm with the package
 * {@code slurm}. The package {@code progress} shows progress, and {@code look} has what is told of runs and files. {@code shell} has what belongs to
 * the program as one of the shell's: completion, manual pages. {@code Printout} prints the results of a study. {@code Interrupt} catches Ctrl-C and
 * SIGTERM: the run then stops at the next slice of steps ({@code run.Course}) and keeps its results.
 *
 * <p>Results go to standard output, progress and errors to standard error. Exit statuses: 0 done; 1 something failed (a golden case, a simulation
 * that ran away, a fault of the program); 2 unusable input; 130 interrupted.
 *
 * <p>May use all floors below.
 */
package org.pal4j.cli;
