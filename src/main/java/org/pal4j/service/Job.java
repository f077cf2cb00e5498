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
import org.jspecify.annotations.Nullable;
import org.pal4j.format.NpyArray;
import org.pal4j.run.EpochRow;
import org.pal4j.session.request.Operations.Reply;

/** Work that takes long: it waits for a processor, tells how it goes, and keeps what it gave. */
final class Job {
    /** Moments with arrays are kept for readers that are a little late. */
    private static final int FRAMES = 8;

    final int number;
    final String owner;
    /** What to do: an operation of a session, or {@code run}. */
    final String kind;
    /** The session that it works with; nothing for a run. */
    final Optional<Seat> seat;
    private volatile Map<String, Object> request;
    final EventLog log = new EventLog();
    private final Work work;
    private final Instant created = Instant.now();
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

    Job(int number, String owner, String kind, Optional<Seat> seat, Map<String, Object> request, Work work) {
        this.number = number;
        this.owner = owner;
        this.kind = kind;
        this.seat = seat;
        this.request = Collections.unmodifiableMap(new LinkedHashMap<>(request));
        this.work = work;
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
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            started = Optional.of(Instant.now());
            state = State.RUNNING;
        }
        log.add("started", steps, Map.of());
        try {
            Reply given = work.run(this);
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
            notifyAll();
        }
        last.put("state", how.label());
        if (why != null) {
            last.put("problem", why.details());
        }
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
        Reply given = reply;
        if (given == null) {
            throw Problem.of(409, "there", "job " + number + " was cancelled before it began, and gave nothing");
        }
        return given;
    }

    synchronized Map<String, Object> described() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("job", number);
        all.put("owner", owner);
        all.put("kind", kind);
        seat.ifPresent(taken -> all.put("session", taken.number));
        all.put("state", state.label());
        all.put("steps", steps);
        all.put("created", created.toString());
        started.ifPresent(time -> all.put("started", time.toString()));
        ended.ifPresent(time -> all.put("ended", time.toString()));
        all.put("request", request);
        Problem why = failure;
        if (why != null) {
            all.put("problem", why.details());
        }
        return all;
    }
}
