package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pal4j.InputException;

/** Runs tasks on several threads. Tasks take turns part by part. */
public final class Scheduler {
    /** A task that runs in parts. */
    @FunctionalInterface
    public interface Task {
        /**
         * Runs the next part.
         *
         * @return whether there is more to do
         */
        boolean carryOn();
    }

    private Scheduler() {}

    /**
     * Runs all tasks, and returns when the last has ended. If one throws, the others still run to their ends.
     *
     * @param threads the number of threads, at least 1; at most one per task is started
     * @throws RuntimeException the exception of the first failed task in the list
     */
    public static void run(List<? extends Task> tasks, int threads) {
        if (tasks.isEmpty()) {
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, tasks.size()), runnable -> {
            Thread thread = new Thread(runnable, "replicas");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            for (Task task : tasks) {
                CompletableFuture<Void> end = new CompletableFuture<>();
                ends.add(end);
                turn(pool, task, end);
            }
            ends.forEach(end -> end.handle((nothing, fault) -> true).join());
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
    }

    private static void turn(ExecutorService pool, Task task, CompletableFuture<Void> end) {
        pool.execute(() -> {
            try {
                if (task.carryOn()) {
                    turn(pool, task, end);
                } else {
                    end.complete(null);
                }
            } catch (Throwable fault) {
                end.completeExceptionally(fault);
            }
        });
    }

    /**
     * Checks and returns a requested number of threads.
     *
     * @throws org.pal4j.InputException if it is below 1, or larger than the number of processors
     */
    public static int requireThreads(int threads) {
        int cores = Runtime.getRuntime().availableProcessors();
        if (threads < 1 || threads > cores) {
            throw new InputException("--threads " + threads + ": must be from 1 to " + cores + ", the processors that this machine gives us");
        }
        return threads;
    }
}
