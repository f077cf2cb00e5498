package org.pal4j.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pal4j.service.Job.Work;

/** The queue of long work: as many jobs at once as there are processors, the oldest first, and one for each session. */
final class Jobs {
    /** So many that have ended are kept with their results; older ones are forgotten. */
    private static final int MOST_ENDED = 100;
    /** So many wait at most. */
    private static final int MOST_WAITING = 1000;

    private final SortedMap<Integer, Job> all = new TreeMap<>();
    private final List<Job> waiting = new ArrayList<>();
    private final List<Job> running = new ArrayList<>();
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

    Job submit(String owner, String kind, Optional<Seat> seat, Map<String, Object> request, Work work) {
        return submit(0, owner, kind, seat, request, work);
    }

    /** Takes a job; with the number that it had before a restart, or 0 for a new one. */
    Job submit(int number, String owner, String kind, Optional<Seat> seat, Map<String, Object> request, Work work) {
        Job job;
        synchronized (this) {
            if (ended) {
                throw Problem.of(503, "available", "the service ends");
            }
            if (waiting.size() >= MOST_WAITING) {
                throw Problem.of(503, "limit", MOST_WAITING + " jobs wait already").with("Retry-After", "60");
            }
            last = number == 0 ? last + 1 : Math.max(last, number);
            job = new Job(number == 0 ? last : number, owner, kind, seat, request, work);
            all.put(job.number, job);
            waiting.add(job);
            forgetOldest();
        }
        changed.run();
        dispatch();
        return job;
    }

    private void forgetOldest() {
        List<Job> over = all.values().stream().filter(Job::isOver).toList();
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
                notifyAll();
            }
            changed.run();
            dispatch();
        }
    }

    synchronized List<Job> of(String owner) {
        return all.values().stream().filter(job -> job.owner.equals(owner)).toList();
    }

    /** Returns jobs that have not ended, or that the end of the service has interrupted. */
    synchronized List<Job> unfinished() {
        return all.values().stream().filter(job -> !job.isOver() || job.state() == Job.State.INTERRUPTED).toList();
    }

    synchronized Job job(int number, String owner) {
        return Optional.ofNullable(all.get(number)).filter(job -> job.owner.equals(owner))
                .orElseThrow(() -> Problem.of(404, "found", "there is no job " + number));
    }

    /** Returns the number of the newest job. */
    synchronized int last() {
        return last;
    }

    void cancel(Job job) {
        job.cancel();
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(job);
        }
        if (waited) {
            job.endUnbegun(Job.State.CANCELLED, null);
            changed.run();
        }
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
