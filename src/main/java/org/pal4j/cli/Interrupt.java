package org.pal4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, made into a question that a run asks itself. The JVM ends when its shutdown hooks have; this one waits until the run has
 * written what it has.
 */
final class Interrupt {
    private static final long MOST_SECONDS = 30;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;

    private Interrupt() {}

    /** Begins to listen. */
    static Interrupt install() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupt::stop, "interrupt"));
        return interrupt;
    }

    private void stop() {
        requested = true;
        try {
            finished.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the run should stop. */
    boolean requested() {
        return requested;
    }

    /** To be called when everything is written, whether or not it was interrupted. */
    void finished() {
        finished.countDown();
    }
}
