package org.pal4j.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.pal4j.Cancellation;
import org.pal4j.Cancellation.Cancelled;
import org.pal4j.InputException;
import org.pal4j.data.DataFolder;
import org.pal4j.folder.Claim;
import org.pal4j.model.Batch;
import org.pal4j.model.Experiment;
import org.pal4j.model.Memory;
import org.pal4j.model.Place;
import org.pal4j.run.Checkpoint;
import org.pal4j.run.CheckpointWriter;
import org.pal4j.run.Course;
import org.pal4j.run.Ending;
import org.pal4j.run.Outcome;
import org.pal4j.run.RunFolder;
import org.pal4j.run.RunFolder.Inputs;
import org.pal4j.run.Scheduler;
import org.pal4j.run.Scheduler.Task;
import org.pal4j.run.StartWeights;
import org.pal4j.run.StartWeights.Taken;

/**
 * Computes runs of a sweep, in groups on all threads. Each thread finishes a group and writes all its runs before it begins another. If the process
 * is killed, only the groups in progress are lost.
 */
public final class SweepRunner {
    private final Sweep sweep;
    private final int threads;
    private final int threadsOfGroup;
    private final SweepListener listener;
    private final BooleanSupplier stop;
    private final SharedSamples<?> samples;
    private final List<Group> groups;
    private final long[] stepsOfGroup;
    private final double[] secondsOfStep;
    private double secondsOfCheckpoint = CheckpointWriter.SECONDS;
    private final StartWeights weights = new StartWeights();
    private final Set<String> told = new HashSet<>();
    private volatile boolean full;
    private volatile boolean broken;
    private int done;
    private int nonFinite;
    private int unkept;
    private int elsewhere;
    private boolean interrupted;

    /**
     * The result of {@link SweepRunner#run}.
     *
     * @param done        the number of saved runs
     * @param nonFinite   the number of saved runs that were no longer finite
     * @param unkept      the number of runs that could not be written
     * @param elsewhere   the number of runs that were left out, as another process computes them
     * @param interrupted whether the sweep was stopped before its end
     * @param steps       the total number of steps of all runs
     * @param seconds     the wall time
     */
    public record Result(int done, int nonFinite, int unkept, int elsewhere, boolean interrupted, long steps, double seconds) {}

    /**
     * Creates a runner. It reads the samples that come from files, so that their faults are found before anything is computed.
     *
     * @param runs    unfinished runs of the sweep
     * @param threads the number of threads, at most the number of processors
     * @param stop    checked every few milliseconds by several threads
     * @param data    the folder of samples that are read from files
     * @throws InputException if there are too few processors or samples, samples can't be read, or memory is insufficient
     */
    public SweepRunner(Sweep sweep, List<Run> runs, int threads, SweepListener listener, BooleanSupplier stop, DataFolder data) {
        this.sweep = sweep;
        this.listener = listener;
        this.stop = stop;
        Scheduler.requireThreads(threads);
        groups = Plan.groups(runs, threads);
        this.threads = Math.max(1, Math.min(threads, groups.size()));
        threadsOfGroup = Math.max(1, threads / Math.max(1, groups.size()));
        stepsOfGroup = new long[groups.size()];
        secondsOfStep = groups.stream().mapToDouble(Group::secondsOfStep).toArray();
        requireMemory(runs);
        samples = new SharedSamples<>(sweep.model(), data);
        samples.prepare(sweep, groups);
        requireWeights();
    }

    /** Tries all weights that come from files, so that their faults are found before anything is computed. */
    private void requireWeights() {
        PointFaults found = new PointFaults();
        Set<List<Object>> seen = new HashSet<>();
        for (Group group : groups) {
            for (Run run : group.runs()) {
                Experiment e = sweep.experiment(run);
                e.settings().weights().filter(path -> seen.add(List.of(path, run.point().number()))).ifPresent(path -> {
                    try {
                        weights.start(samples.once(group, e), 0, e);
                    } catch (InputException fault) {
                        found.add(run.point().label(), run.point().values(), fault.faults());
                    }
                });
            }
        }
        InputException.throwIfAny(sweep.source(), found.of(sweep.points().size()));
    }

    /** Sets the time between two checkpoints of a run, {@link CheckpointWriter#SECONDS} by default. */
    public void checkpointEvery(double seconds) {
        secondsOfCheckpoint = seconds;
    }

    private static void requireMemory(List<Run> runs) {
        Set<Integer> seen = new HashSet<>();
        for (Run run : runs) {
            Point point = run.point();
            if (seen.add(point.number())) {
                try {
                    point.experiment().requireMemory();
                } catch (InputException e) {
                    throw new InputException("point " + point.label() + " (" + point.describe() + "): " + e.getMessage(), e);
                }
            }
        }
    }

    /**
     * Computes the runs; call this once.
     *
     * @param folder the folder of the same sweep, after {@link SweepFolder#begin}
     */
    public Result run(SweepFolder folder) {
        long start = System.nanoTime();
        listener.begin(groups.stream().mapToInt(group -> group.runs().size()).sum(), groups.size(), threads,
                groups.stream().mapToLong(samples::steps).sum(),
                IntStream.range(0, groups.size()).mapToDouble(g -> samples.steps(groups.get(g)) * secondsOfStep[g]).sum());
        Scheduler.run(IntStream.range(0, groups.size()).<Task>mapToObj(g -> () -> {
            compute(g, folder);
            return false;
        }).toList(), threads);
        return new Result(done, nonFinite, unkept, elsewhere, interrupted, allSteps(), (System.nanoTime() - start) * 1e-9);
    }

    private void compute(int g, SweepFolder folder) {
        try {
            if (stop.getAsBoolean()) {
                interrupted();
            } else if (!full && !broken) {
                // Another process with the same sweep may have finished some of these runs.
                List<Run> runs = groups.get(g).runs().stream().filter(run -> !folder.isFinished(run)).toList();
                if (!runs.isEmpty()) {
                    compute(g, runs, folder);
                }
            }
        } catch (Throwable e) {
            broken = true;
            throw e;
        } finally {
            samples.release(groups.get(g));
        }
    }

    /** Computes the unfinished runs of a group, without those that another process has claimed. */
    private void compute(int g, List<Run> unfinished, SweepFolder folder) {
        List<Claim> claims = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        try {
            for (Run run : unfinished) {
                Optional<Claim> claim;
                try {
                    claim = folder.claim(run);
                } catch (InputException e) {
                    unkept(run, e);
                    return;
                }
                claim.ifPresentOrElse(claims::add, this::elsewhere);
                // Another process may have finished it before.
                if (claim.isPresent() && folder.result(run, damaged -> warn("warning: " + damaged.getMessage())).isEmpty()) {
                    runs.add(run);
                }
            }
            computeClaimed(g, runs, folder);
        } finally {
            claims.forEach(Claim::close);
        }
    }

    /** Computes runs of a group: those that have come equally far together. */
    private void computeClaimed(int g, List<Run> runs, SweepFolder folder) {
        List<Optional<Checkpoint>> checkpoints = runs.stream().map(run -> folder.checkpoint(run, sweep.experiment(run), this::warn)).toList();
        for (int k = 0; k < runs.size(); k++) {
            Optional<Outcome> ended = checkpoints.get(k).flatMap(Checkpoint::outcome);
            if (ended.isPresent()) {
                finish(runs.get(k), folder.folder(runs.get(k)), ended.get());
            }
        }
        Set<String> shared = runs.isEmpty() ? Set.of() : runs.getFirst().point().experiment().model().sharedState();
        for (List<Integer> alike : Checkpoint.alike(checkpoints, shared)) {
            compute(g, alike.stream().map(runs::get).toList(), alike.stream().map(checkpoints::get).toList(), folder);
        }
    }

    private void compute(int g, List<Run> runs, List<Optional<Checkpoint>> checkpoints, SweepFolder folder) {
        List<RunFolder> folders = new ArrayList<>();
        List<Outcome> outcomes;
        long before = stepsOfGroup[g];
        try {
            List<Experiment> experiments = runs.stream().map(sweep::experiment).toList();
            List<Path> paths = runs.stream().map(run -> folder.path().resolve(run.path())).toList();
            CheckpointWriter writer = new CheckpointWriter(paths, experiments, secondsOfCheckpoint, false, this::warn);
            Batch batch = Cancellation.within(this::isStopped, () -> samples.start(groups.get(g), experiments, threadsOfGroup));
            // A checkpoint has weights of its own.
            for (int k = 0; k < runs.size() && checkpoints.getFirst().isEmpty(); k++) {
                weights.start(batch, k, experiments.get(k)).ifPresent(this::tell);
            }
            Course course = new Course(batch, experiments.getFirst(), new Course.Observer() {
                @Override
                public void progress(Place place, long steps) {
                    tell(g, before + steps * runs.size());
                }

                @Override
                public void between(Course now) {
                    writer.offer(now);
                }
            });
            if (checkpoints.getFirst().isPresent()) {
                course.resume(checkpoints.stream().map(Optional::orElseThrow).toList());
            }
            Map<String, String> files = samples.files(groups.get(g));
            List<String> classNames = samples.classNames(groups.get(g));
            for (int k = 0; k < runs.size(); k++) {
                try {
                    RunFolder own = folder.folder(runs.get(k));
                    own.requireRecordings(checkpoints.get(k));
                    own.resume(experiments.get(k).show(), new Inputs(files, classNames, weights.files(experiments.get(k))),
                            checkpoints.get(k).isPresent());
                    course.recordInto(k, own);
                    folders.add(own);
                } catch (InputException e) {
                    unkept(runs.get(k), e);
                    return;
                }
            }
            outcomes = carryOut(course, writer);
        } catch (Cancelled e) {
            interrupted();
            return;
        } catch (OutOfMemoryError error) {
            throw Memory.exceeded(runs.getFirst().point().experiment(), error);
        }
        // The exact number is known now.
        tell(g, before + outcomes.stream().mapToLong(Outcome::steps).sum());
        for (int k = 0; k < runs.size(); k++) {
            finish(runs.get(k), folders.get(k), outcomes.get(k));
        }
    }

    private boolean isStopped() {
        return broken || stop.getAsBoolean();
    }

    /** Runs all parts of a course. */
    private List<Outcome> carryOut(Course course, CheckpointWriter writer) {
        boolean more = true;
        while (more) {
            more = course.carryOn(this::isStopped) && !isStopped();
        }
        writer.write(course);
        course.interrupt();
        return course.outcomes();
    }

    private void finish(Run run, RunFolder folder, Outcome outcome) {
        if (outcome.ending() == Ending.INTERRUPTED) {
            interrupted();
            return;
        }
        try {
            folder.finishWhole(outcome, sweep.model().terms());
            folder.dropCheckpoint();
            synchronized (this) {
                done++;
                nonFinite += outcome.ending() == Ending.NON_FINITE ? 1 : 0;
                listener.finished(run, outcome.fault(), done);
            }
        } catch (InputException e) {
            unkept(run, e);
        }
    }

    /** Tells what was taken from a file, once for all runs that took the same. */
    private synchronized void tell(Taken taken) {
        StartWeights.words(List.of(taken)).stream().filter(told::add).forEach(listener::warn);
    }

    private synchronized void warn(String text) {
        listener.warn(text);
    }

    private synchronized void elsewhere() {
        elsewhere++;
    }

    private synchronized void interrupted() {
        interrupted = true;
    }

    /** Notes a run that can't be written. No further groups begin; those in progress continue, and still try to write their runs. */
    private void unkept(Run run, InputException fault) {
        full = true;
        synchronized (this) {
            unkept++;
            listener.unkept(run, fault);
        }
    }

    /** Reports progress of one group to the listener, under a lock. */
    private synchronized void tell(int group, long steps) {
        stepsOfGroup[group] = steps;
        listener.progress(allSteps(), work());
    }

    /** Returns the estimated computing time of all steps so far. */
    private double work() {
        double seconds = 0;
        for (int g = 0; g < stepsOfGroup.length; g++) {
            seconds += stepsOfGroup[g] * secondsOfStep[g];
        }
        return seconds;
    }

    private long allSteps() {
        long steps = 0;
        for (long own : stepsOfGroup) {
            steps += own;
        }
        return steps;
    }
}
