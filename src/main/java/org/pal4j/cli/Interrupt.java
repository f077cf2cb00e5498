package org.pal4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C, SIGTERM and SIGHUP into a flag that a run polls. The JVM ends when its shutdown hooks have ended, with the exit status of the signal:
 * 130, 143 or 129. This hook waits until the run has saved its results.
 *
 * <p>Before a command has written anything there is nothing to save, so the JVM ends at once, whatever is being read or made.
 */
final class Interrupt implements AutoCloseable {
    /** How long a run may take to notice. */
    private static final long MAX_SECONDS = 30;
    /** How long a run may take to save its results after that. */
    private static final long MAX_SECONDS_TO_SAVE = 600;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final CountDownLatch noticed = new CountDownLatch(1);
    private final String early;
    private boolean writing;
    private boolean ended;
    private volatile boolean requested;

    private Interrupt(String early) {
        this.early = early;
    }

    /**
     * Begins to listen.
     *
     * @param early what to say if a signal comes before {@link #writes}
     */
    static Interrupt install(String early) {
        Interrupt interrupt = new Interrupt(early);
        Runtime.getRuntime().addShutdownHook(new Thread(interrupt::stop, "interrupt"));
        return interrupt;
    }

    private void stop() {
        synchronized (this) {
            if (ended) {
                return; // The program ends by itself.
            }
            requested = true;
            if (!writing) {
                Main.say(early);
                return;
            }
        }
        try {
            if (noticed.await(MAX_SECONDS, TimeUnit.SECONDS)) {
                finished.await(MAX_SECONDS_TO_SAVE, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** To be called before the first file is written. Returns false if a signal has come; then nothing must be written. */
    synchronized boolean writes() {
        writing = true;
        return !requested;
    }

    /** Returns whether a signal has come. Who has learned that has more time to save results. */
    boolean requested() {
        if (requested) {
            noticed.countDown();
        }
        return requested;
    }

    /** Releases the hook. To be called after all output is written, whether or not the run was interrupted. */
    @Override
    public void close() {
        System.out.flush();
        System.err.flush();
        synchronized (this) {
            ended = true;
        }
        noticed.countDown();
        finished.countDown();
    }
}
