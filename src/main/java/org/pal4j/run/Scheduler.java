package org.pal4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import org.pal4j.InputException;
import org.pal4j.model.Batch;
import org.pal4j.model.Stage;

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

    /**
     * Finds how many steps fit between two checks for a stop. The cost of a step is measured, since an estimate is for one machine. Short
     * presentations are not measured: there is a check after each of them anyway.
     */
    public static final class Pace {
        /** The time between two checks. */
        private static final double NANOS = 10e6;
        /** The estimate may be too low by this factor, on a slow machine or with scalar kernels, before it is no longer believed. */
        private static final double SLOWEST = 32;
        /** The share of a slice from which on the time is measured. */
        private static final int MEASURED = 16;
        private static final int MAX_STEPS = 1 << 16;

        private double least;
        private double steps;
        private boolean late;

        /** Begins with an estimate of the cost, and with a short slice, as it may be too low. */
        public Pace(double microsecondsOfStep) {
            least = Math.clamp(NANOS * 1e-3 / SLOWEST / microsecondsOfStep, 1, MAX_STEPS);
            steps = least;
        }

        /** Returns how many of a number of steps to take before the next check. */
        public int slice(int left) {
            return Math.min(left, (int) steps);
        }

        /** Takes steps of a stage. The result does not depend on how they are sliced. */
        void advance(Batch batch, Stage stage, int from, int number) {
            advance(number, steps -> batch.advance(stage, from, steps));
        }

        /** Takes steps. */
        public void advance(int number, IntConsumer task) {
            if (number < steps / MEASURED) {
                task.accept(number);
                return;
            }
            long start = System.nanoTime();
            task.accept(number);
            double fitting = number * NANOS / Math.max(1, System.nanoTime() - start);
            boolean lateAgain = late && fitting < number;
            late = fitting < number;
            if (lateAgain) {
                // Once may be a pause of the machine. Twice is a step that takes so long.
                least = Math.clamp(fitting, 1, least);
            }
            steps = Math.clamp(fitting, least, Math.min(MAX_STEPS, 1 + 1.5 * steps));
        }
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
