package org.pal4j.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that carry out parts of one kernel call together. The caller does the first part; the others wait for work by looking again and
 * again, as a step has a new part for them within microseconds, sleep when nothing comes for a while, and go when nothing comes at all.
 *
 * <p>Parts write different outputs and read nothing that another part writes, so that the bits do not depend on their number.
 */
public final class Team {
    /** Looks for work before a thread sleeps: a few hundred microseconds. */
    private static final int MAX_SPINS = 1 << 14;
    private static final long MAX_SLEEP_NANOS = 3_000_000_000L;

    private final int size;
    private final Member[] members;
    private final AtomicInteger unfinished = new AtomicInteger();
    private Runnable[] parts;
    /** Counts calls; members start when it changes, and see {@link #parts} then. */
    private volatile int callCount;
    private volatile Throwable failure;

    /** @param size threads, the caller's included */
    public Team(int size) {
        this.size = size;
        members = new Member[size - 1];
    }

    /** Threads, the caller's included. */
    public int size() {
        return size;
    }

    /** Carries out 2 parts or more, as many as there are threads at most, and returns when they are done. */
    public void run(Runnable[] calls) {
        synchronized (this) {
            startMissingMembers();
            parts = calls;
            unfinished.set(members.length);
            callCount++;
        }
        for (Member member : members) {
            if (member.asleep) {
                LockSupport.unpark(member);
            }
        }
        calls[0].run();
        while (unfinished.get() > 0) {
            Thread.onSpinWait();
        }
        if (failure != null) {
            throw new IllegalStateException("a thread that shares the work has failed", failure);
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

    /** Whether a member that has waited for long may go. */
    private synchronized boolean mayExit(int index, int callsSeen) {
        if (callCount != callsSeen) {
            return false;
        }
        members[index] = null;
        return true;
    }

    /** One of the other threads. It goes when there has been no work for seconds, so that no network is kept by its threads. */
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
                // Says so before it looks for the last time, so that no call is missed.
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
