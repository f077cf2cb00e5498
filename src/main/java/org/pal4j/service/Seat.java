package org.pal4j.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pal4j.format.NpyArray;
import org.pal4j.session.Session;
import org.pal4j.session.request.Ask;
import org.pal4j.session.request.Operations;
import org.pal4j.session.request.Operations.Reading;
import org.pal4j.session.request.Operations.Reply;
import org.pal4j.session.slice.Errands;
import org.pal4j.session.slice.Errands.Work;
import org.pal4j.session.slice.Peeks;
import org.pal4j.session.slice.Peeks.Capture;

/**
 * A session with its owner. One thread has it at a time; others wait for it, in the order in which they came, unless a job has it, which may take
 * hours. While an epoch advances, variables and measurements are read between its slices.
 *
 * <p>A session that nobody uses sleeps: it is in its folder, and takes no memory. The next request wakes it.
 */
final class Seat {
    /** How long somebody waits for a slice of an epoch before looking whether it has ended. */
    private static final long SLICE_MILLISECONDS = 50;
    /** The shortest time between two saves on the way. */
    private static final long REST_NANOSECONDS = 2_000_000_000;
    /** The same in multiples of the time that one takes: so they take at most 1 % of the time. */
    private static final long REST = 100;

    final int number;
    final String owner;
    /** What was asked for when it was opened: the number of threads, the folder of data, and whether noise is given. */
    final Map<String, Object> origin;
    /** An upper bound of its memory in bytes. */
    final long bytes;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Peeks peeks = new Peeks();
    private final Errands errands = new Errands();
    private volatile @Nullable Session session;
    private volatile Map<String, Object> info;
    private volatile long steps;
    private volatile long used = System.nanoTime();
    private volatile boolean cancelled;
    private volatile boolean closed;
    private volatile boolean changed = true;
    /** Whether requests have changed it since it was saved: what jobs do can be done again from the last save, but not what requests do. */
    private volatile boolean touched;
    private volatile boolean sealed;
    private volatile Optional<Job> job = Optional.empty();
    /** The last job whose work is in the session. */
    private volatile int done;
    private volatile Saved saved;
    private volatile long savedAt = System.nanoTime();
    private volatile long saveNanoseconds;

    /**
     * What is kept of a session.
     *
     * @param folder the name of its folder; empty if it was never saved
     * @param job    the last job whose work is in it; 0 if there is none
     */
    record Saved(String folder, int job) {
        static final Saved NEVER = new Saved("", 0);
    }

    /** Opens the session of a seat from its folder. */
    interface Waking {
        Session wake(Seat seat);
    }

    /** Does something with what was read of a session: its measurements, and what was captured of each replica. */
    interface Reader<T> {
        T with(Session session, Reading values, IntFunction<Map<String, NpyArray>> captured);
    }

    /**
     * Takes a session.
     *
     * @param session the session; null if it sleeps
     * @param info    what is known of it
     * @param saved   what is kept of it
     */
    Seat(int number, String owner, Map<String, Object> origin, long bytes, @Nullable Session session, Map<String, Object> info, Saved saved) {
        this.number = number;
        this.owner = owner;
        this.origin = origin;
        this.bytes = bytes;
        this.session = session;
        this.info = info;
        steps = info.get("steps") instanceof Number count ? count.longValue() : 0;
        changed = session != null;
        this.saved = saved;
        done = saved.job();
    }

    /** Returns what is known of the session, with where it stands. */
    Map<String, Object> info() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("session", number);
        all.put("owner", owner);
        job.ifPresent(working -> all.put("job", working.number));
        all.put("asleep", asleep());
        all.put("memory", bytes);
        all.putAll(info);
        all.put("steps", steps);
        return all;
    }

    /** Returns the session for its configuration alone, which may be read while somebody else works with it; nothing if it sleeps. */
    Optional<Session> configured() {
        return Optional.ofNullable(session);
    }

    boolean asleep() {
        return session == null;
    }

    long idleNanoseconds() {
        return lock.isLocked() || job.isPresent() ? 0 : System.nanoTime() - used;
    }

    long steps() {
        return steps;
    }

    Optional<Job> job() {
        return job;
    }

    boolean closed() {
        return closed;
    }

    /** Called while an epoch advances, on the thread that advances these replicas. */
    void at(Session working, long stepsNow, List<Integer> replicas) {
        steps = stepsNow;
        peeks.at(working, replicas);
    }

    /**
     * Does something with the session, after those who came before.
     *
     * @param changes whether the session may be another one afterwards
     * @throws Problem if a job has the session, or if it is closed
     */
    <T> T with(Waking waking, boolean changes, Work<T> work) {
        requireFree();
        lock.lock();
        try {
            requireFree();
            return held(waking, changes, work);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does something with the session as {@link #with} does; if an epoch advances for a job, between two of its slices. For a thread that may wait.
     *
     * @throws Problem if another job has the session, or if it is closed
     */
    <T> T between(Waking waking, boolean changes, Work<T> work) {
        while (true) {
            Optional<Job> working = job.filter(one -> one.kind.equals("epoch"));
            if (working.isEmpty()) {
                try {
                    return with(waking, changes, work);
                } catch (Problem busy) {
                    if (busy.status() == 409 && job.filter(one -> one.kind.equals("epoch")).isPresent()) {
                        continue; // It has begun just now.
                    }
                    throw busy;
                }
            }
            Errands.Errand<T> errand = errands.add(changes, work);
            try {
                // Once somebody has begun it, it comes to its end. If the job has ended before, nobody will.
                while (job.equals(working) && !closed || !errand.withdraw()) {
                    try {
                        return errand.await(SLICE_MILLISECONDS);
                    } catch (TimeoutException e) {
                        // It is still to be done.
                    }
                }
                requireOpen();
            } catch (ExecutionException e) {
                throw Problem.of(Objects.requireNonNullElse(e.getCause(), e));
            } catch (InterruptedException e) {
                errand.withdraw();
                Thread.currentThread().interrupt();
                throw Problem.of(503, "available", "the service ends").because(e);
            }
        }
    }

    /**
     * Does what was asked for while an epoch advanced. For whoever has the session.
     *
     * @param keep called when something has changed, before anybody is told of it
     * @return whether the epoch is to go on if it was not completed
     */
    boolean doErrands(Session awake, Runnable keep) {
        boolean any = errands.run(awake, changes -> {
            learn(awake);
            if (changes) {
                changed = true;
                keep.run();
            }
        });
        return any && !cancelled;
    }

    private void requireFree() {
        job.ifPresent(working -> {
            throw Problem.of(409, "busy", "session " + number + " is at work for job " + working.number + "; cancel it, or wait for it");
        });
    }

    /**
     * Does the work of a job, which has the session until it ends. What requests have changed is saved before, so that the job can be done again
     * from there after a kill.
     */
    <T> T forJob(Job working, Waking waking, State state, boolean changes, Work<T> work) {
        lock.lock();
        try {
            job = Optional.of(working);
            return held(waking, changes, awake -> {
                if (touched) {
                    save(awake, state);
                    changed |= changes;
                }
                try {
                    return work.with(awake);
                } catch (RuntimeException | Error e) {
                    // Nobody can do again what went wrong.
                    touched |= changes;
                    throw e;
                }
            });
        } finally {
            job = Optional.empty();
            try {
                Session awake = session;
                if (awake != null && !closed) {
                    cancelled = false;
                    doErrands(awake, () -> touched = true);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private <T> T held(Waking waking, boolean changes, Work<T> work) {
        requireOpen();
        if (sealed) {
            throw Problem.of(503, "available", "the service ends");
        }
        used = System.nanoTime();
        cancelled = false;
        Session awake = session == null ? waking.wake(this) : session;
        session = awake;
        awake.meanwhile(() -> {
            if (cancelled || job.filter(Job::stops).isPresent() || errands.areWaiting()) {
                awake.cancel();
            }
        });
        changed |= changes;
        touched |= changes && job.isEmpty();
        try {
            return work.with(awake);
        } finally {
            if (changes && session != null) {
                learn(awake);
            }
            used = System.nanoTime();
        }
    }

    /** Takes down where the session stands now. */
    void learn(Session awake) {
        info = Operations.info(awake).head();
        steps = awake.steps();
    }

    /** Gives variables or measurements, also while an epoch advances. */
    Reply read(Waking waking, Ask ask) {
        boolean history = ask.operation().equals("history");
        return read(waking, () -> {
            List<String> names = history ? List.of() : ask.names("names");
            return (working, k) -> {
                Map<String, NpyArray> own = new LinkedHashMap<>();
                names.forEach(name -> own.put(name, working.get(k, name)));
                return own;
            };
        }, (awake, values, captured) -> history ? Operations.history(awake, ask, values) : Operations.get(awake, ask, values));
    }

    /**
     * Reads, also while an epoch advances.
     *
     * @param capture gives what is copied of each replica if an epoch advances
     */
    <T> T read(Waking waking, Supplier<Capture> capture, Reader<T> reader) {
        while (true) {
            if (lock.tryLock()) {
                try {
                    return held(waking, false, awake -> reader.with(awake, Reading.of(awake), k -> capture.get().of(awake, k)));
                } finally {
                    lock.unlock();
                }
            }
            Session working = session;
            try (Peeks.Peek peek = peeks.open(working == null ? (none, k) -> Map.of() : capture.get())) {
                peek.await(SLICE_MILLISECONDS);
                if (working != null) {
                    return reader.with(working, peek.reading(), peek::captured);
                }
                // It woke up meanwhile, and nobody could say before what is to be captured of it.
            } catch (TimeoutException e) {
                requireOpen();
            } catch (ExecutionException e) {
                throw Problem.of(Objects.requireNonNullElse(e.getCause(), e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Problem.of(503, "available", "the service ends");
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw Seats.none(number);
        }
    }

    /** Makes what somebody does with the session stop within some milliseconds. */
    void cancel() {
        cancelled = lock.isLocked();
        Session working = session;
        if (working != null) {
            working.cancel();
        }
    }

    /** Saves the session if it has changed, and keeps it. For whoever has it. */
    void save(Session awake, State state) {
        if (changed && !isGiven()) {
            long start = System.nanoTime();
            learn(awake);
            saved = state.save(this, awake, info, done);
            changed = false;
            touched = false;
            savedAt = System.nanoTime();
            saveNanoseconds = savedAt - start;
            state.saved(this);
        }
    }

    /** Returns whether it is time to save a session at work. */
    boolean isSaveDue() {
        return System.nanoTime() - savedAt > Math.max(REST_NANOSECONDS, REST * saveNanoseconds) && !isGiven();
    }

    /** Saves the session while a job goes on with it. */
    void saveOnTheWay(Session awake, State state) {
        changed = true;
        save(awake, state);
        changed = true;
    }

    /** Says that the session has all that a job does. For the job. */
    void completed(Job working) {
        done = working.number;
    }

    /** Forgets what a job has done that can't be stopped in the middle and carried on, for it is done again from the last save. For the job. */
    void revert() {
        if (!isGiven()) {
            session = null;
            changed = false;
        }
    }

    /** Returns what is kept of the session. */
    Saved saved() {
        return saved;
    }

    /** Saves what requests have changed, before a job is taken that begins with it. The job that has the session did that already. */
    void secure(State state) {
        while (touched && !isGiven() && job.isEmpty()) {
            requireOpen();
            try {
                if (lock.tryLock(SLICE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                    try {
                        Session awake = session;
                        if (awake != null && touched) {
                            save(awake, state);
                        }
                        return;
                    } finally {
                        lock.unlock();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Problem.of(503, "available", "the service ends");
            }
        }
    }

    /** Saves the session for good, and lets nobody use it any more, as the service ends. */
    void seal(State state) {
        lock.lock();
        try {
            sealed = true;
            Session awake = session;
            if (awake != null) {
                save(awake, state);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Saves the session if it has changed and nobody uses it. */
    void keep(State state) {
        Session awake = session;
        if (awake != null && changed && job.isEmpty() && lock.tryLock()) {
            try {
                if (awake.equals(session)) {
                    save(awake, state);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Returns whether somebody gives the noise; then no folder can hold the session. */
    boolean isGiven() {
        return "given".equals(origin.get("noise"));
    }

    /**
     * Puts the session to sleep.
     *
     * @return whether it sleeps now
     */
    boolean sleep(State state) {
        if (isGiven() || !lock.tryLock()) {
            return false;
        }
        try {
            Session awake = session;
            if (awake != null && job.isEmpty()) {
                save(awake, state);
                session = null;
            }
            return session == null;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the session; what it does stops first. */
    void close() {
        closed = true;
        peeks.refuse(Problem.of(404, "found", "the session was closed"));
        job.ifPresent(Job::cancel);
        cancel();
        lock.lock();
        try {
            session = null;
        } finally {
            lock.unlock();
        }
    }
}
