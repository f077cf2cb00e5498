package org.pal4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into a flag that a run polls. The JVM ends when its shutdown hooks have ended. This hook waits until the run has
 * saved its results, and then ends the JVM with {@link Main#INTERRUPTED} for either signal.
 */
final class Interrupt implements AutoCloseable {
    private static final long MAX_SECONDS = 30;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;

    private Interrupt() {}

    static Interrupt install() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupt::stop, "interrupt"));
        return interrupt;
    }

    private void stop() {
        if (finished.getCount() == 0) {
            return; // The program ends by itself.
        }
        requested = true;
        try {
            finished.await(MAX_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(Main.INTERRUPTED);
    }

    boolean requested() {
        return requested;
    }

    /** Releases the hook. To be called after all output is written, whether or not the run was interrupted. */
    @Override
    public void close() {
        System.out.flush();
        System.err.flush();
        finished.countDown();
    }
}
