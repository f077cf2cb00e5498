package org.pal4j.service;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads for what may take a while: those of requests are few, and are for what is quick. */
final class Apart {
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "request");
        thread.setDaemon(true);
        return thread;
    });

    /** Does a task on a thread of its own, and waits for it. */
    <T> T run(Callable<T> task) {
        try {
            return threads.submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(503, "available", "the service ends").because(e);
        } catch (ExecutionException e) {
            throw Problem.of(Objects.requireNonNullElse(e.getCause(), e));
        }
    }
}
