package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pal4j.InputException;

/** Carries out tasks on a number of threads, part by part: after each part of a task the others have their turn. */
public final class Scheduler {
    /** Something that is done in parts. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does the next part.
         *
         * @return whether there is more to do
         */
        boolean carryOn();
    }

    private Scheduler() {}

    /**
     * Carries out all tasks, and returns when the last has ended. If one throws, the others still come to their ends.
     *
     * @param threads at least 1; no more are started than there are tasks
     * @throws RuntimeException what the first task that failed has thrown
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
     * Checks a number of threads that somebody asked for.
     *
     * @throws org.pal4j.InputException if there are not so many processors
     */
    public static int requireThreads(int threads) {
        int cores = Runtime.getRuntime().availableProcessors();
        if (threads < 1 || threads > cores) {
            throw new InputException("--threads " + threads + ": must be from 1 to " + cores + ", the processors that this machine gives us");
        }
        return threads;
    }
}
