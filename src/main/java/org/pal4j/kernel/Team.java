package org.pal4j.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that carry out parts of one kernel call together. The caller does the first part; the others wait for work by looking again and
 * again, as a step has a new part for them within microseconds, sleep when nothing comes for a while, and go when nothing comes at all.
 *
 * <p>Parts write different outputs and read nothing that another part writes, so that the bits do not depend on their number.
 */
public final class Team {
    /** Looks for work before a thread sleeps: a few hundred microseconds. */
    private static final int MOST_LOOKS = 1 << 14;
    private static final long MOST_SLEEP = 3_000_000_000L;

    private final int size;
    private final Member[] members;
    private final AtomicInteger busy = new AtomicInteger();
    private Runnable[] parts = {};
    /** Counts calls; members start when it changes, and see {@link #parts} then. */
    private volatile int call;
    private volatile @Nullable Throwable failure;

    /**
     * A team, whose threads begin with the first call.
     *
     * @param size threads, the caller's included
     */
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
            hire();
            parts = calls;
            busy.set(members.length);
            call++;
        }
        for (Member member : members) {
            if (member.asleep) {
                LockSupport.unpark(member);
            }
        }
        calls[0].run();
        while (busy.get() > 0) {
            Thread.onSpinWait();
        }
        if (failure != null) {
            throw new IllegalStateException("a thread that shares the work has failed", failure);
        }
    }

    private void hire() {
        for (int k = 0; k < members.length; k++) {
            if (members[k] == null) {
                members[k] = new Member(k, call);
                members[k].start();
            }
        }
    }

    /** Whether a member that has waited for long may go. */
    private synchronized boolean dismiss(int index, int done) {
        if (call != done) {
            return false;
        }
        members[index] = null;
        return true;
    }

    /** One of the other threads. It goes when there has been no work for seconds, so that no network is kept by its threads. */
    private final class Member extends Thread {
        private final int index;
        private int done;
        private volatile boolean asleep;

        Member(int index, int done) {
            super("team-" + (index + 1));
            this.index = index;
            this.done = done;
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
                    busy.decrementAndGet();
                }
            }
        }

        private boolean waitForCall() {
            for (int looks = 0; looks < MOST_LOOKS; looks++) {
                if (call != done) {
                    done++;
                    return true;
                }
                Thread.onSpinWait();
            }
            while (true) {
                // Says so before it looks for the last time, so that no call is missed.
                asleep = true;
                if (call == done) {
                    LockSupport.parkNanos(this, MOST_SLEEP);
                }
                asleep = false;
                if (call != done) {
                    done++;
                    return true;
                }
                if (dismiss(index, done)) {
                    return false;
                }
            }
        }
    }
}
