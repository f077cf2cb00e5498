package org.pal4j.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A team of threads that share one kernel call. The calling thread runs the first part. The other threads spin while they wait
 * for work, because a step has a new part for them within microseconds; they sleep after a short idle time, and exit after a long
 * one.
 *
 * <p>Parts write different outputs and read nothing that another part writes, so the results do not depend on the number of
 * parts.
 */
public final class Team {
    /** Spins before a thread sleeps: a few hundred microseconds. */
    private static final int MAX_SPINS = 1 << 14;
    private static final long MAX_SLEEP_NANOS = 3_000_000_000L;

    private final int size;
    private final Member[] members;
    private final AtomicInteger unfinished = new AtomicInteger();
    private Runnable[] parts = {};
    /** Number of calls. A change tells the members to start; it also publishes {@link #parts}. */
    private volatile int callCount;
    private volatile @Nullable Throwable failure;

    /**
     * A team. Its threads start at the first call.
     *
     * @param size number of threads, including the calling thread
     */
    public Team(int size) {
        this.size = size;
        members = new Member[size - 1];
    }

    /** Number of threads, including the calling thread. */
    public int size() {
        return size;
    }

    /** Runs 2 or more parts, at most one per thread, and returns when all are done. */
    public void run(Runnable[] calls) {
        synchronized (this) {
            startMissingMembers();
            parts = calls;
            unfinished.set(members.length);
            callCount++;
            // Within the lock: a member that wakes by itself may otherwise exit, and leave its place empty, in the middle of this loop.
            for (Member member : members) {
                if (member.asleep) {
                    LockSupport.unpark(member);
                }
            }
        }
        calls[0].run();
        while (unfinished.get() > 0) {
            Thread.onSpinWait();
        }
        if (failure != null) {
            throw new IllegalStateException("a worker thread has failed", failure);
        }
    }

    private void startMissingMembers() {
        for (int k = 0; k < members.length; k++) {
            if (members[k] == null) {
                members[k] = new Member(k, callCount);
                members[k].start();
            }
        }
    }

    /** Whether a member that has been idle for a long time may exit. */
    private synchronized boolean mayExit(int index, int callsSeen) {
        if (callCount != callsSeen) {
            return false;
        }
        members[index] = null;
        return true;
    }

    /** One of the other threads. It exits after seconds without work, so that an abandoned network is not kept alive by its threads. */
    private final class Member extends Thread {
        private final int index;
        private int callsSeen;
        private volatile boolean asleep;

        Member(int index, int callsSeen) {
            super("team-" + (index + 1));
            this.index = index;
            this.callsSeen = callsSeen;
            setDaemon(true);
        }

        @Override
        public void run() {
            while (waitForCall()) {
                try {
                    int part = index + 1;
                    if (part < parts.length) {
                        parts[part].run();
                    }
                } catch (RuntimeException | Error fault) {
                    failure = fault;
                } finally {
                    unfinished.decrementAndGet();
                }
            }
        }

        private boolean waitForCall() {
            for (int spins = 0; spins < MAX_SPINS; spins++) {
                if (callCount != callsSeen) {
                    callsSeen++;
                    return true;
                }
                Thread.onSpinWait();
            }
            while (true) {
                // Set before the last check for work, so that no call is missed.
                asleep = true;
                if (callCount == callsSeen) {
                    LockSupport.parkNanos(this, MAX_SLEEP_NANOS);
                }
                asleep = false;
                if (callCount != callsSeen) {
                    callsSeen++;
                    return true;
                }
                if (mayExit(index, callsSeen)) {
                    return false;
                }
            }
        }
    }
}
