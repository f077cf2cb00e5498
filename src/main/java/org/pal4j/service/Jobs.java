package org.pal4j.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The queue of long work: as many jobs at once as there are processors, the oldest first, and one for each session. */
final class Jobs {
    /** So many that have ended are kept with their results; older ones are forgotten. */
    private static final int MOST_ENDED = 100;
    /** So many wait at most. */
    private static final int MOST_WAITING = 1000;

    private final SortedMap<Integer, Job> all = new TreeMap<>();
    private final List<Job> waiting = new ArrayList<>();
    private final List<Job> running = new ArrayList<>();
    /** Jobs that are done, and whose session has not been saved since. */
    private final SortedMap<Integer, Job> unsaved = new TreeMap<>();
    private final int atOnce;
    private final Runnable changed;
    private int last;
    private boolean ended;

    /**
     * Creates a queue.
     *
     * @param atOnce  how many run at once
     * @param changed called when a job has come or ended
     */
    Jobs(int atOnce, int last, Runnable changed) {
        this.atOnce = atOnce;
        this.last = last;
        this.changed = changed;
    }

    /** Returns a number for a job that is not there yet. */
    synchronized int next() {
        return ++last;
    }

    /** Takes a job. */
    Job submit(Job job) {
        synchronized (this) {
            if (ended) {
                throw Problem.of(503, "available", "the service ends");
            }
            if (waiting.size() >= MOST_WAITING) {
                throw Problem.of(503, "limit", MOST_WAITING + " jobs wait already").with("Retry-After", "60");
            }
            all.put(job.number, job);
            waiting.add(job);
            forgetOldest();
        }
        changed.run();
        dispatch();
        return job;
    }

    /** Takes a job again that was there before a restart. It does not begin before {@link #begin}. */
    synchronized void restore(Job job) {
        last = Math.max(last, job.number);
        all.put(job.number, job);
        if (!job.isOver()) {
            job.log.beginAfterRestart();
            waiting.add(job);
        }
    }

    /** Begins with what was there before a restart. */
    void begin() {
        changed.run();
        dispatch();
    }

    private void forgetOldest() {
        List<Job> over = all.values().stream().filter(job -> job.isOver() && !running.contains(job)).toList();
        over.stream().limit(Math.max(0, over.size() - MOST_ENDED)).forEach(job -> all.remove(job.number));
    }

    private synchronized void dispatch() {
        for (int k = 0; k < waiting.size() && running.size() < atOnce && !ended; k++) {
            Job next = waiting.get(k);
            if (running.stream().noneMatch(other -> next.seat.isPresent() && other.seat.equals(next.seat))) {
                waiting.remove(k--);
                running.add(next);
                Thread thread = new Thread(() -> run(next), "job-" + next.number);
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private void run(Job job) {
        try {
            job.run();
        } finally {
            synchronized (this) {
                running.remove(job);
                if (isUnsaved(job)) {
                    unsaved.put(job.number, job);
                }
                notifyAll();
            }
            changed.run();
            dispatch();
        }
    }

    synchronized List<Job> of(String owner) {
        return all.values().stream().filter(job -> job.owner.equals(owner)).toList();
    }

    /** Returns whether a job is done whose work only memory has, so that it would have to be done again after a kill. */
    private static boolean isUnsaved(Job job) {
        return job.state() == Job.State.DONE && job.changesSession() && job.seat.filter(seat -> !seat.closed() && !seat.isGiven() && seat.saved()
                .job() < job.number).isPresent();
    }

    /** Forgets that jobs would have to be done again whose work has been saved. */
    void saved(Seat seat) {
        boolean any;
        synchronized (this) {
            any = unsaved.values().removeIf(job -> job.seat.filter(seat::equals).isPresent() && job.number <= seat.saved().job());
        }
        if (any) {
            changed.run();
        }
    }

    /**
     * What is written down.
     *
     * @param last       the number of the newest job
     * @param unfinished jobs that the next service goes on with: those that have not ended and those that the end of the service has interrupted, and
     *                   those whose work has not been saved
     * @param ended      others
     */
    record Kept(int last, List<Job> unfinished, List<Job> ended) {}

    /** Returns what is written down. */
    synchronized Kept kept() {
        SortedMap<Integer, Job> unfinished = new TreeMap<>(unsaved);
        List<Job> over = new ArrayList<>();
        for (Job job : all.values()) {
            if (job.state() == Job.State.INTERRUPTED || !job.isOver() && !job.isCancelled() || running.contains(job) && isUnsaved(job)) {
                unfinished.put(job.number, job);
            } else if (!unfinished.containsKey(job.number)) {
                over.add(job);
            }
        }
        return new Kept(last, List.copyOf(unfinished.values()), over);
    }

    /** Returns whether a job waits for a session. */
    synchronized boolean isAwaited(Seat seat) {
        return waiting.stream().anyMatch(job -> job.seat.filter(seat::equals).isPresent());
    }

    synchronized Job job(int number, String owner) {
        return Optional.ofNullable(all.get(number)).filter(job -> job.owner.equals(owner))
                .orElseThrow(() -> Problem.of(404, "found", "there is no job " + number));
    }

    void cancel(Job job) {
        job.cancel();
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(job);
        }
        if (waited) {
            job.endUnbegun(Job.State.CANCELLED, null);
        }
        // Whoever has cancelled it won't find it at work again after a kill.
        changed.run();
    }

    /** Cancels what waits for a session, or works with it. */
    void cancel(Seat seat) {
        List<Job> own;
        synchronized (this) {
            own = all.values().stream().filter(job -> job.seat.filter(seat::equals).isPresent() && !job.isOver()).toList();
        }
        own.forEach(this::cancel);
    }

    /** Forgets a job that has ended. */
    void forget(Job job) {
        if (!job.isOver()) {
            throw Problem.of(409, "over", "job " + job.number + " has not ended; cancel it first");
        }
        synchronized (this) {
            all.remove(job.number);
        }
        changed.run();
    }

    /** Forgets the work of a session that is closed. */
    void closed(Seat seat) {
        synchronized (this) {
            unsaved.values().removeIf(job -> job.seat.filter(seat::equals).isPresent());
        }
        changed.run();
    }

    /** Ends the queue: what works stops, and what waits does not begin. Waits for that. */
    void end() throws InterruptedException {
        List<Job> working;
        synchronized (this) {
            ended = true;
            working = List.copyOf(running);
        }
        working.forEach(Job::interrupt);
        synchronized (this) {
            while (!running.isEmpty()) {
                wait();
            }
        }
    }
}
