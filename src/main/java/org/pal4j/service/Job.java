package org.pal4j.service;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pal4j.format.NpyArray;
import org.pal4j.run.EpochRow;
import org.pal4j.session.request.Operations.Reply;

/** Work that takes long: it waits for a processor, tells how it goes, and keeps what it gave. */
final class Job {
    private static final String NUMBER = "job";
    private static final String OWNER = "owner";
    private static final String KIND = "kind";
    private static final String SESSION = "session";
    private static final String REQUEST = "request";
    private static final String ARRAYS = "arrays";
    private static final String STATE = "state";
    private static final String ENDED = "ended";
    private static final String PROBLEM = "problem";
    /** Moments with arrays are kept for readers that are a little late. */
    private static final int FRAMES = 8;

    final int number;
    final String owner;
    /** What to do: an operation of a session, or {@code run}. */
    final String kind;
    /** The session that it works with; nothing for a run, or if there is no such session any more. */
    final Optional<Seat> seat;
    /** The number of that session; 0 for a run. */
    private final int session;
    private final boolean hasArrays;
    private volatile Map<String, Object> request;
    final EventLog log = new EventLog();
    private Work work;
    private Instant created = Instant.now();
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private State state = State.WAITING;
    private @Nullable Reply reply;
    private @Nullable Problem failure;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private volatile boolean cancelled;
    private volatile boolean interrupted;
    private volatile long steps;

    /** Where a job stands. */
    enum State {
        WAITING, RUNNING, DONE, CANCELLED, FAILED, INTERRUPTED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a job does. */
    interface Work {
        /** Does it, and gives the result. A job that {@link Job#stops} gives what there is. */
        Reply run(Job job);
    }

    /**
     * Arrays of a moment.
     *
     * @param id the id of the event that told of it
     */
    record Frame(String id, Map<String, Object> head, SequencedMap<String, NpyArray> arrays) {}

    /** What is known of a job from the list of jobs of an earlier service. */
    record Entry(int number, String owner, String kind, int session, Map<String, Object> request, boolean hasArrays) {
        /** Reads an entry of the list; nothing if it is none. */
        static Optional<Entry> of(Object entry) {
            if (entry instanceof Map<?, ?> one && one.get(NUMBER) instanceof Integer number && one.get(OWNER) instanceof String owner
                    && one.get(KIND) instanceof String kind) {
                Map<String, Object> request = new LinkedHashMap<>();
                if (one.get(REQUEST) instanceof Map<?, ?> fields) {
                    fields.forEach((name, value) -> request.put(String.valueOf(name), value));
                }
                return Optional.of(new Entry(number, owner, kind, one.get(SESSION) instanceof Integer session ? session : 0, request,
                        Boolean.TRUE.equals(one.get(ARRAYS))));
            }
            return Optional.empty();
        }
    }

    /** Takes what somebody asks for. */
    Job(Entry entry, Optional<Seat> seat, Work work) {
        number = entry.number;
        owner = entry.owner;
        kind = entry.kind;
        session = entry.session;
        hasArrays = entry.hasArrays;
        this.seat = seat;
        request = Collections.unmodifiableMap(new LinkedHashMap<>(entry.request));
        this.work = work;
    }

    /** Returns a job that has ended before the service was started again; its result was not kept. */
    static Job over(Entry entry, State how, Optional<Instant> when, Optional<Problem> why) {
        Job job = new Job(entry, Optional.empty(), none -> new Reply());
        job.log.beginAfterRestart();
        job.end(how, null, why.orElseGet(() -> Problem.of(410, "kept", "job " + entry.number + " had ended (" + how.label()
                + ") before the service was started again, and what it gave was not kept; its session or folder has what it did")));
        job.created = when.orElse(job.created);
        job.ended = when;
        return job;
    }

    /** Reads an entry of the list of jobs that have ended. */
    static Optional<Job> over(Object entry) {
        return Entry.of(entry).map(known -> {
            Map<?, ?> one = (Map<?, ?>) entry;
            State how = List.of(State.values()).stream().filter(state -> state.label().equals(one.get(STATE))).findFirst().orElse(State.DONE);
            Optional<Instant> when = one.get(ENDED) instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
            Optional<Problem> why =
                    how == State.FAILED && one.get(PROBLEM) instanceof Map<?, ?> details && details.get("status") instanceof Integer status
                            ? Optional.of(Problem.of(status, String.valueOf(details.get(KIND)), String.valueOf(details.get("detail"))))
                            : Optional.empty();
            return over(known, how, when, why);
        });
    }

    /** Returns whether the session is another one when the job is done. */
    boolean changesSession() {
        return !Set.of("test", "predict", "run").contains(kind);
    }

    /** Returns what the next service needs to go on with the job. */
    Map<String, Object> kept() {
        Map<String, Object> one = named();
        one.put(REQUEST, request);
        one.put(ARRAYS, hasArrays);
        return one;
    }

    /** Returns what the next service tells of a job that has ended. */
    synchronized Map<String, Object> keptEnd() {
        Map<String, Object> one = named();
        // One that was cancelled a moment ago has not ended, but will not go on.
        one.put(STATE, isOver() ? state.label() : State.CANCELLED.label());
        ended.ifPresent(time -> one.put(ENDED, time.toString()));
        putProblem(one);
        return one;
    }

    /** Tells why the job failed. One that is done may have a problem too, if what it gave was not kept; its result tells that. */
    private synchronized void putProblem(Map<String, Object> fields) {
        Problem why = failure;
        if (why != null && state == State.FAILED) {
            fields.put(PROBLEM, why.details());
        }
    }

    private Map<String, Object> named() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put(NUMBER, number);
        one.put(OWNER, owner);
        one.put(KIND, kind);
        one.put(SESSION, session);
        return one;
    }

    /** What was asked for, in plain Java, so that it can be asked for again after a restart. */
    Map<String, Object> request() {
        return request;
    }

    /** Adds to what is asked for again after a restart. Whoever reads the request meanwhile has the one before. */
    synchronized void remember(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(request);
        more.put(field, value);
        request = Collections.unmodifiableMap(more);
    }

    /** Returns whether somebody has stopped it for good. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Returns whether somebody wants the job to stop. */
    boolean stops() {
        return cancelled || interrupted;
    }

    /** Stops the job for good. */
    void cancel() {
        cancelled = true;
        seat.filter(taken -> taken.job().filter(this::equals).isPresent()).ifPresent(Seat::cancel);
    }

    /** Stops the job because the service ends; the next one goes on with it. */
    void interrupt() {
        interrupted = true;
        seat.filter(taken -> taken.job().filter(this::equals).isPresent()).ifPresent(Seat::cancel);
    }

    /** Tells how it goes. */
    void tell(String event, long stepsNow, Map<String, Object> fields) {
        steps = stepsNow;
        log.add(event, stepsNow, fields);
    }

    /** Tells the measures of an epoch: for each a number of every replica, null where it is not finite. */
    void tellEpoch(int epoch, long stepsNow, int replicas, Map<Integer, EpochRow> rows) {
        Map<String, List<Object>> measures = new LinkedHashMap<>();
        rows.forEach((replica, row) -> row.measures().columns().forEach((name, value) -> {
            List<Object> all = measures.computeIfAbsent(name, key -> new ArrayList<>(Collections.nCopies(replicas, null)));
            if (Double.isFinite(value)) {
                all.set(replica, value);
            }
        }));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("epoch", epoch);
        fields.put("steps", stepsNow);
        fields.put("measures", measures);
        tell("epoch", stepsNow, fields);
    }

    /** Tells how it goes, with arrays. */
    void tell(long stepsNow, Map<String, Object> head, SequencedMap<String, NpyArray> arrays) {
        steps = stepsNow;
        synchronized (this) {
            Map<String, Object> fields = new LinkedHashMap<>(head);
            if (!arrays.isEmpty()) {
                fields.put("watch", List.copyOf(arrays.keySet()));
            }
            String id = log.add(EventLog.PROGRESS, stepsNow, fields);
            if (!arrays.isEmpty()) {
                if (frames.size() == FRAMES) {
                    frames.removeFirst();
                }
                frames.add(new Frame(id, head, arrays));
            }
        }
    }

    /** Returns the arrays of a moment, if they are still there, or else the last ones. */
    synchronized Optional<Frame> frame(Optional<String> id) {
        return frames.stream().filter(frame -> id.filter(frame.id()::equals).isPresent()).findFirst()
                .or(() -> Optional.ofNullable(frames.peekLast()));
    }

    /** Does the work. */
    void run() {
        Work begun;
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            started = Optional.of(Instant.now());
            state = State.RUNNING;
            begun = work;
        }
        log.add("started", steps, Map.of());
        try {
            Reply given = begun.run(this);
            boolean complete = !Boolean.FALSE.equals(given.head().get("complete"));
            end(complete ? State.DONE : interrupted && !cancelled ? State.INTERRUPTED : State.CANCELLED, given, null);
        } catch (RuntimeException | Error fault) {
            end(State.FAILED, null, Problem.of(fault));
        }
    }

    /** Ends a job that has not begun. Returns whether it had not. */
    boolean endUnbegun(State how, @Nullable Problem why) {
        synchronized (this) {
            if (state != State.WAITING) {
                return false;
            }
        }
        end(how, null, why);
        return true;
    }

    private void end(State how, @Nullable Reply given, @Nullable Problem why) {
        Map<String, Object> last = new LinkedHashMap<>();
        synchronized (this) {
            state = how;
            ended = Optional.of(Instant.now());
            reply = given;
            failure = why;
            // What was asked for may have large arrays.
            work = none -> new Reply();
            notifyAll();
        }
        last.put(STATE, how.label());
        putProblem(last);
        log.end(steps, last);
    }

    synchronized State state() {
        return state;
    }

    synchronized boolean isOver() {
        return state != State.WAITING && state != State.RUNNING;
    }

    /** Waits until the job has ended, at most so many seconds. Returns whether it has. */
    synchronized boolean await(int seconds) throws InterruptedException {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        while (!isOver()) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /**
     * Returns what the job gave.
     *
     * @throws Problem if it failed, or gave nothing because it was cancelled before it began
     */
    synchronized Reply result() {
        Problem why = failure;
        if (why != null) {
            throw why;
        }
        if (state == State.INTERRUPTED) {
            // What there is now is not what was asked for.
            throw Problem.of(503, "available", "the service ends, and job " + number + " goes on when it starts again").with("Retry-After", "10");
        }
        Reply given = reply;
        if (given == null) {
            throw Problem.of(409, "there", "job " + number + " was cancelled before it began, and gave nothing");
        }
        return given;
    }

    synchronized Map<String, Object> described() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(NUMBER, number);
        all.put(OWNER, owner);
        all.put(KIND, kind);
        if (session != 0) {
            all.put(SESSION, session);
        }
        all.put(STATE, state.label());
        all.put("steps", steps);
        all.put("created", created.toString());
        started.ifPresent(time -> all.put("started", time.toString()));
        ended.ifPresent(time -> all.put(ENDED, time.toString()));
        all.put(REQUEST, request);
        putProblem(all);
        return all;
    }
}
