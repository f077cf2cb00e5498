/**
 * Experiments, floor 5: configuration, the runner, what a run writes, and the check against golden trajectories.
 *
 * <p>{@link org.pal4j.run.Experiment} is a resolved configuration; {@link org.pal4j.run.Catalog} finds it by name or file,
 * {@link org.pal4j.run.Runner} carries it out and {@link org.pal4j.run.RunFolder} keeps the results. Configurations are files, not code: the
 * named ones lie in the resources beside this package.
 *
 * <p>May use all floors below, and {@code format} on its own floor, which never uses this package.
 */
package org.pal4j.run;
