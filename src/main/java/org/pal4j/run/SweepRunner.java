package org.pal4j.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.pal4j.InputException;
import org.pal4j.run.Outcome.Ending;
import org.pal4j.run.SweepPlan.Lanes;

/**
 * Carries out runs of a sweep: those of equal shape side by side in the lanes of vectors, groups of them on all threads. The runs of a group are
 * written when it has come to its end; so what a kill loses are the groups that were under way.
 */
public final class SweepRunner {
    private final Sweep sweep;
    private final int threads;
    private final int threadsOfGroup;
    private final SweepListener listener;
    private final BooleanSupplier stop;
    private final SharedSamples samples;
    private final List<Lanes> groups;
    private final long[] stepsOfGroup;
    private volatile boolean full;
    private volatile boolean broken;
    private int done;
    private int nonFinite;
    private int unkept;
    private boolean interrupted;

    /**
     * How it went.
     *
     * @param done        runs that are kept
     * @param nonFinite   how many of them were not finite any more
     * @param unkept      runs that could not be written
     * @param interrupted whether it was asked to stop before its end
     * @param steps       of all runs together
     * @param seconds     wall time
     */
    public record Result(int done, int nonFinite, int unkept, boolean interrupted, long steps, double seconds) {}

    /**
     * Reads samples that are in files, so that what is wrong with them is known before anything is computed.
     *
     * @param runs    of the sweep, none of them finished
     * @param threads at most as many as the machine has cores
     * @param stop    asked after each presentation, by several threads
     * @param data    where samples are that can't be drawn
     * @throws InputException if there are more threads than cores, a run needs more memory than there is, or samples can't be read
     */
    public SweepRunner(Sweep sweep, List<SweepRun> runs, int threads, SweepListener listener, BooleanSupplier stop, DataFolder data) {
        this.sweep = sweep;
        this.listener = listener;
        this.stop = stop;
        StudyRunner.requireThreads(threads);
        groups = SweepPlan.groups(runs, threads);
        this.threads = Math.max(1, Math.min(threads, groups.size()));
        threadsOfGroup = Math.max(1, threads / Math.max(1, groups.size()));
        stepsOfGroup = new long[groups.size()];
        samples = new SharedSamples(data);
        check(runs);
    }

    private void check(List<SweepRun> runs) {
        Set<Integer> seen = new HashSet<>();
        for (SweepRun run : runs) {
            if (seen.add(run.point().number())) {
                try {
                    MemoryNeed.require(run.point().experiment());
                } catch (InputException e) {
                    throw new InputException("point " + run.point().label() + " (" + run.point().describe() + "): " + e.getMessage(), e);
                }
            }
        }
        groups.forEach(group -> samples.expect(group.runs().getFirst().point()));
        for (Lanes group : groups) {
            SweepPoint point = group.runs().getFirst().point();
            if (point.experiment().task() == TaskKind.MNIST) {
                samples.take(point);
            }
        }
    }

    /**
     * Runs; to be called once.
     *
     * @param folder of the same sweep, begun
     */
    public Result run(SweepFolder folder) {
        long start = System.nanoTime();
        listener.begin(groups.stream().mapToInt(group -> group.runs().size()).sum(), groups.size(), threads,
                groups.stream().mapToLong(Lanes::steps).sum());
        ExecutorService pool = Executors.newFixedThreadPool(threads, runnable -> {
            Thread thread = new Thread(runnable, "sweep");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> works = new ArrayList<>();
            for (int g = 0; g < groups.size(); g++) {
                int group = g;
                works.add(pool.submit(() -> compute(group, folder)));
            }
            Optional<Throwable> fault = Optional.empty();
            for (Future<?> work : works) {
                try {
                    work.get();
                } catch (ExecutionException e) {
                    fault = fault.or(() -> Optional.of(e.getCause()));
                }
            }
            if (fault.isPresent()) {
                throw fault.get() instanceof RuntimeException cause ? cause : new IllegalStateException(fault.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            pool.shutdownNow();
        }
        return new Result(done, nonFinite, unkept, interrupted, allSteps(), (System.nanoTime() - start) * 1e-9);
    }

    private void compute(int g, SweepFolder folder) {
        try {
            if (stop.getAsBoolean()) {
                synchronized (this) {
                    interrupted = true;
                }
            } else if (!full && !broken) {
                // Whoever runs the same sweep as well may have been faster.
                List<SweepRun> runs = groups.get(g).runs().stream().filter(run -> !folder.isFinished(run)).toList();
                if (!runs.isEmpty()) {
                    compute(g, runs, folder);
                }
            }
        } catch (Throwable e) {
            broken = true;
            throw e;
        } finally {
            samples.release(groups.get(g).runs().getFirst().point());
        }
    }

    private void compute(int g, List<SweepRun> runs, SweepFolder folder) {
        List<Experiment> experiments = runs.stream().map(sweep::experiment).toList();
        Experiment first = experiments.getFirst();
        List<RunFolder> folders = new ArrayList<>();
        List<Outcome> outcomes;
        try {
            DataSets data = samples.take(runs.getFirst().point());
            Group group = new Group(experiments, first.epochs(), data, threadsOfGroup, new Member(g, runs.size()),
                    () -> broken || stop.getAsBoolean());
            for (int k = 0; k < runs.size(); k++) {
                try {
                    RunFolder own = folder.begin(runs.get(k), experiments.get(k), data.files());
                    int lane = k;
                    own.recorder().ifPresent(recorder -> group.recordInto(lane, recorder));
                    folders.add(own);
                } catch (InputException e) {
                    unkept(runs.get(k), e);
                    return;
                }
            }
            outcomes = group.run();
        } catch (OutOfMemoryError error) {
            throw MemoryNeed.exceeded(first, error);
        }
        synchronized (this) {
            // The exact number, now that it is known.
            stepsOfGroup[g] = outcomes.stream().mapToLong(outcome -> outcome.circuit().step()).sum();
        }
        for (int k = 0; k < runs.size(); k++) {
            if (outcomes.get(k).ending() == Ending.INTERRUPTED) {
                synchronized (this) {
                    interrupted = true;
                }
            } else {
                finish(folders.get(k), runs.get(k), experiments.get(k), outcomes.get(k));
            }
        }
    }

    private void finish(RunFolder own, SweepRun run, Experiment experiment, Outcome outcome) {
        try {
            own.finishWhole(experiment, outcome);
            synchronized (this) {
                done++;
                nonFinite += outcome.ending() == Ending.NON_FINITE ? 1 : 0;
                listener.finished(run, outcome, done);
            }
        } catch (InputException e) {
            unkept(run, e);
        }
    }

    /** To compute more that can't be kept is of no use; groups that are under way go on, and try it themselves. */
    private void unkept(SweepRun run, InputException fault) {
        full = true;
        synchronized (this) {
            unkept++;
            listener.unkept(run, fault);
        }
    }

    /** Hears one group, and tells the listener one thing at a time. */
    private final class Member implements Group.Listener {
        private final int group;
        private final int runs;

        Member(int group, int runs) {
            this.group = group;
            this.runs = runs;
        }

        @Override
        public void progress(int epoch, long steps) {
            tell(steps);
        }

        @Override
        public void measured(int k, EpochMetrics metrics) {
            tell(metrics.steps());
        }

        @Override
        public void failed(int k, String fault) {
            // The outcome tells.
        }

        private void tell(long steps) {
            synchronized (SweepRunner.this) {
                stepsOfGroup[group] = steps * runs;
                listener.progress(allSteps());
            }
        }
    }

    private long allSteps() {
        long steps = 0;
        for (long own : stepsOfGroup) {
            steps += own;
        }
        return steps;
    }
}
