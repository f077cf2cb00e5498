package org.pal4j.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.pal4j.run.RateListener.Where;

/**
 * Carries out the replicas of a study of rate networks: each on one thread, and where there are more threads than replicas, several threads on the
 * updates of each. Replicas take turns epoch by epoch, so that all come to an epoch at about the same time. On how many threads changes the time that
 * it takes and not a bit of what comes out.
 */
public final class RateRunner {
    private final Study<RateExperiment> study;
    private final int threads;
    private final RateListener listener;
    private final BooleanSupplier stop;
    private final Map<String, String> files;
    private final List<RateReplica> replicas = new ArrayList<>();
    private final CommonEpochs<RateMetrics, RateSummary> common;
    private final long[] updates;
    private long expected;

    /**
     * Reads samples and draws weights.
     *
     * @param threads at most as many as the machine has cores
     * @param stop    asked every few updates, by several threads
     * @param folder  where samples are
     * @throws org.pal4j.InputException if there are more threads than cores, samples can't be read or are too few, or memory does not suffice
     */
    public RateRunner(Study<RateExperiment> study, int threads, RateListener listener, BooleanSupplier stop, DataFolder folder) {
        this.study = study;
        this.threads = StudyRunner.requireThreads(threads);
        this.listener = listener;
        this.stop = stop;
        int size = study.replicas().size();
        study.replicas().forEach(MemoryNeed::require);
        updates = new long[size];
        common = new CommonEpochs<>(size, RateSummary::of, listener::summed);
        try {
            ImageData images = study.base().task().read(folder);
            files = Collections.unmodifiableMap(images.files());
            for (int k = 0; k < size; k++) {
                RateExperiment e = study.replicas().get(k);
                RateSamples samples = RateSamples.of(e, images);
                replicas.add(new RateReplica(e, samples, Math.max(1, threads / size), new Member(k), stop));
                expected += RateSizes.of(e, images).updates(e);
            }
        } catch (OutOfMemoryError error) {
            throw MemoryNeed.exceeded(study.base(), error);
        }
    }

    /** Hears one replica, and tells everybody's listener one thing at a time. */
    private final class Member implements RateReplica.Listener {
        private final int k;

        Member(int k) {
            this.k = k;
        }

        @Override
        public void progress(Where where, long made) {
            synchronized (RateRunner.this) {
                updates[k] = made;
                listener.progress(where, allUpdates());
            }
        }

        @Override
        public void measured(RateReplica replica) {
            synchronized (RateRunner.this) {
                listener.measured(k, common.add(k, replica.metrics().getLast()), replica::weights);
                common.advance();
            }
        }

        @Override
        public void failed(String fault) {
            synchronized (RateRunner.this) {
                common.fail(k);
                listener.failed(k, fault);
                common.advance();
            }
        }
    }

    private long allUpdates() {
        long all = 0;
        for (long own : updates) {
            all += own;
        }
        return all;
    }

    /** The files that samples were read from, with the SHA-256 of their unpacked content. */
    public Map<String, String> dataFiles() {
        return files;
    }

    /** Runs; to be called once. The outcomes are in the order of the replicas. */
    public RateStudyOutcome run() {
        long start = System.nanoTime();
        listener.begin(study, expected);
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, replicas.size()), runnable -> {
            Thread thread = new Thread(runnable, "replicas");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            for (RateReplica replica : replicas) {
                CompletableFuture<Void> end = new CompletableFuture<>();
                ends.add(end);
                turn(pool, replica, end);
            }
            for (CompletableFuture<Void> end : ends) {
                end.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            pool.shutdownNow();
        }
        List<RateOutcome> outcomes = replicas.stream().map(RateReplica::outcome).map(Optional::orElseThrow).toList();
        return new RateStudyOutcome(outcomes, common.summaries(), (System.nanoTime() - start) * 1e-9);
    }

    /** A replica's next part; then the others have their turn. */
    private void turn(ExecutorService pool, RateReplica replica, CompletableFuture<Void> end) {
        pool.execute(() -> {
            try {
                if (stop.getAsBoolean()) {
                    replica.interrupt();
                } else {
                    replica.carryOn();
                }
                if (replica.outcome().isPresent()) {
                    end.complete(null);
                } else {
                    turn(pool, replica, end);
                }
            } catch (Throwable fault) {
                end.completeExceptionally(fault);
            }
        });
    }
}
