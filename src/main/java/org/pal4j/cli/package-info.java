/**
 * The command line, floor 6: options, what is printed, exit statuses. It decides nothing about a simulation.
 *
 * <p>Results go to standard output, progress and errors to standard error. Exit statuses: 0 done; 1 something failed (a golden case, a
 * simulation that ran away, a fault of the program); 2 unusable input; 130 interrupted.
 *
 * <p>May use all floors below.
 */
package org.pal4j.cli;
