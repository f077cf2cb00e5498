package org.pal4j.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.pal4j.InputException;

/**
 * Carries out the replicas of a study: small circuits side by side in the lanes of vectors, groups of them on all threads. How replicas are
 * grouped, and on how many threads, changes the time that it takes and not a bit of what comes out.
 */
public final class StudyRunner {
    private final Study<Experiment> study;
    private final int threads;
    private final StudyListener listener;
    private final BooleanSupplier stop;
    private final DataSets data;
    private final List<List<Integer>> plan;
    private final List<Group> groups = new ArrayList<>();
    private final CommonEpochs<EpochMetrics, EpochSummary> common;
    private final long[] stepsOfGroup;

    /**
     * Draws weights, and draws or reads samples.
     *
     * @param threads at most as many as the machine has cores
     * @param stop    asked after each presentation, by several threads
     * @param folder  where samples are that can't be drawn
     * @throws InputException if there are more threads than cores, or as {@link Runner}
     */
    public StudyRunner(Study<Experiment> study, int threads, StudyListener listener, BooleanSupplier stop, DataFolder folder) {
        this.study = study;
        this.threads = requireThreads(threads);
        this.listener = listener;
        this.stop = stop;
        study.replicas().forEach(MemoryNeed::require);
        int size = study.replicas().size();
        common = new CommonEpochs<>(size, EpochSummary::of, listener::summed);
        plan = Grouping.of(study.base().circuit(), size, threads);
        stepsOfGroup = new long[plan.size()];
        try {
            data = study.base().task().samples(study.base(), folder);
            for (int g = 0; g < plan.size(); g++) {
                List<Integer> members = plan.get(g);
                groups.add(new Group(members.stream().map(study.replicas()::get).toList(), study.base().epochs(), data,
                        Math.max(1, threads / plan.size()), new Member(g), stop));
            }
        } catch (OutOfMemoryError error) {
            throw MemoryNeed.exceeded(study.base(), error);
        }
    }

    /** @throws InputException if there are not so many processors */
    public static int requireThreads(int threads) {
        int cores = Runtime.getRuntime().availableProcessors();
        if (threads < 1 || threads > cores) {
            throw new InputException("--threads " + threads + ": must be from 1 to " + cores + ", the processors that this machine gives us");
        }
        return threads;
    }

    /** Hears one group, and tells everybody's listener one thing at a time. */
    private final class Member implements Group.Listener {
        private final int group;

        Member(int group) {
            this.group = group;
        }

        @Override
        public void progress(int epoch, long steps) {
            synchronized (StudyRunner.this) {
                stepsOfGroup[group] = steps;
                listener.progress(Math.max(0, common.size() - 1), allSteps());
            }
        }

        @Override
        public void measured(int k, EpochMetrics row) {
            synchronized (StudyRunner.this) {
                int replica = plan.get(group).get(k);
                stepsOfGroup[group] = row.steps();
                listener.measured(replica, common.add(replica, row), groups.get(group).circuit(k));
                common.advance();
            }
        }

        @Override
        public void failed(int k, String fault) {
            synchronized (StudyRunner.this) {
                int replica = plan.get(group).get(k);
                common.fail(replica);
                listener.failed(replica, fault);
                common.advance();
            }
        }
    }

    private long allSteps() {
        long steps = 0;
        for (int g = 0; g < plan.size(); g++) {
            steps += stepsOfGroup[g] * plan.get(g).size();
        }
        return steps;
    }

    /** The files that samples were read from, with the SHA-256 of their unpacked content. */
    public Map<String, String> dataFiles() {
        return data.files();
    }

    /** Records into a folder what the study asks for; to be called once the folder has begun, and before {@link #run}. */
    public void recordInto(StudyFolder folder) {
        for (int g = 0; g < plan.size(); g++) {
            for (int k = 0; k < plan.get(g).size(); k++) {
                int lane = k;
                Group group = groups.get(g);
                folder.replica(plan.get(g).get(k)).recorder().ifPresent(recorder -> group.recordInto(lane, recorder));
            }
        }
    }

    /** Runs; to be called once. The outcomes are in the order of the replicas. */
    public StudyOutcome run() {
        long start = System.nanoTime();
        listener.begin(study, plan, Math.min(threads, plan.size()));
        Outcome[] outcomes = new Outcome[study.replicas().size()];
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, plan.size()), runnable -> {
            Thread thread = new Thread(runnable, "replicas");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<List<Outcome>>> runs = groups.stream().map(group -> pool.submit(group::run)).toList();
            for (int g = 0; g < runs.size(); g++) {
                List<Outcome> own = runs.get(g).get();
                for (int k = 0; k < own.size(); k++) {
                    outcomes[plan.get(g).get(k)] = own.get(k);
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            pool.shutdownNow();
        }
        return new StudyOutcome(Arrays.asList(outcomes), common.summaries(), (System.nanoTime() - start) * 1e-9);
    }
}
