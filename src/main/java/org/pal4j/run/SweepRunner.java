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
import org.pal4j.run.SweepEngine.Computation;
import org.pal4j.run.SweepEngine.Computed;

/**
 * Carries out runs of a sweep: small circuits of equal shape side by side in the lanes of vectors, groups of them, and rate networks, on all threads.
 * The runs of a group are written when it has come to its end; so what a kill loses are the groups that were under way.
 */
public final class SweepRunner {
    private final int threads;
    private final int threadsOfGroup;
    private final SweepListener listener;
    private final BooleanSupplier stop;
    private final SweepEngine engine;
    private final List<SweepGroup> groups;
    private final long[] workOfGroup;
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
     * @param work        steps or updates of all runs together
     * @param seconds     wall time
     */
    public record Result(int done, int nonFinite, int unkept, boolean interrupted, long work, double seconds) {}

    /**
     * Reads samples that are in files, so that what is wrong with them is known before anything is computed.
     *
     * @param runs    of the sweep, none of them finished
     * @param threads at most as many as the machine has cores
     * @param stop    asked often, by several threads
     * @param data    where samples are that can't be drawn
     * @throws InputException if there are more threads than cores, a run needs more memory than there is, or samples can't be read or are
     *                        too few
     */
    public SweepRunner(Sweep sweep, List<SweepRun> runs, int threads, SweepListener listener, BooleanSupplier stop, DataFolder data) {
        this.listener = listener;
        this.stop = stop;
        StudyRunner.requireThreads(threads);
        groups = SweepPlan.groups(runs, threads);
        this.threads = Math.max(1, Math.min(threads, groups.size()));
        threadsOfGroup = Math.max(1, threads / Math.max(1, groups.size()));
        workOfGroup = new long[groups.size()];
        check(runs);
        engine = SweepEngine.of(sweep, data);
        engine.prepare(groups);
    }

    private static void check(List<SweepRun> runs) {
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
    }

    /**
     * Runs; to be called once.
     *
     * @param folder of the same sweep, begun
     */
    public Result run(SweepFolder folder) {
        long start = System.nanoTime();
        listener.begin(groups.stream().mapToInt(group -> group.runs().size()).sum(), groups.size(), threads,
                groups.stream().mapToLong(engine::work).sum());
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
        return new Result(done, nonFinite, unkept, interrupted, allWork(), (System.nanoTime() - start) * 1e-9);
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
            engine.release(groups.get(g));
        }
    }

    private void compute(int g, List<SweepRun> runs, SweepFolder folder) {
        List<Computed> computed;
        try {
            Computation group = engine.start(runs, threadsOfGroup, work -> tell(g, work), () -> broken || stop.getAsBoolean());
            for (int k = 0; k < runs.size(); k++) {
                try {
                    group.begin(k, folder.folder(runs.get(k)));
                } catch (InputException e) {
                    unkept(runs.get(k), e);
                    return;
                }
            }
            computed = group.run();
        } catch (OutOfMemoryError error) {
            throw MemoryNeed.exceeded(runs.getFirst().point().experiment(), error);
        }
        synchronized (this) {
            // The exact number, now that it is known.
            workOfGroup[g] = computed.stream().mapToLong(Computed::work).sum();
        }
        for (int k = 0; k < runs.size(); k++) {
            if (computed.get(k).ending() == Ending.INTERRUPTED) {
                synchronized (this) {
                    interrupted = true;
                }
            } else {
                finish(runs.get(k), computed.get(k));
            }
        }
    }

    private void finish(SweepRun run, Computed computed) {
        try {
            computed.keep().run();
            synchronized (this) {
                done++;
                nonFinite += computed.ending() == Ending.NON_FINITE ? 1 : 0;
                listener.finished(run, computed.fault(), done);
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

    /** One group is further; the listener is told one thing at a time. */
    private synchronized void tell(int group, long work) {
        workOfGroup[group] = work;
        listener.progress(allWork());
    }

    private long allWork() {
        long work = 0;
        for (long own : workOfGroup) {
            work += own;
        }
        return work;
    }
}
