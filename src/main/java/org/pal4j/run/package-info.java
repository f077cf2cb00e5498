/**
 * Experiments, floor 5: configuration, the runner, what a run writes, and the check against golden trajectories.
 *
 * <p>{@link org.pal4j.run.Experiment} is a resolved configuration; {@link org.pal4j.run.Catalog} finds it by name or file,
 * {@link org.pal4j.run.Runner} carries it out and {@link org.pal4j.run.RunFolder} keeps the results. Configurations are files, not code: the
 * named ones lie in the resources beside this package.
 *
 * <p>Files of the original programs are translated into our own keys and then read like any other: {@code OriginalFormat} tells them apart,
 * {@code OriginalJson}, {@code OriginalYaml} and {@code OriginalRate} know their keys.
 *
 * <p>Rate networks have experiments of their own, {@link org.pal4j.run.RateExperiment}, whose keys are in {@code RateKeys}. What both have in common
 * is read once: a {@link org.pal4j.run.Study} is either kind with its replicas, {@code StudyReader} makes these, {@code KeyReader} reads keys.
 * {@link org.pal4j.run.RateRunner} takes each {@code RateReplica} from epoch to epoch, and {@link org.pal4j.run.RateFolder} keeps the results.
 *
 * <p>A {@link org.pal4j.run.Sweep} is an experiment at many points. {@link org.pal4j.run.SweepPlan} decides which runs are side by side and which
 * shard has them, {@link org.pal4j.run.SweepRunner} carries them out, and {@link org.pal4j.run.SweepFolder} says what is finished and makes the
 * tables of it: the files of the runs are all the state that there is, so nothing has to be kept consistent with anything.
 *
 * <p>May use all floors below, and {@code format} on its own floor, which never uses this package.
 */
package org.pal4j.run;
