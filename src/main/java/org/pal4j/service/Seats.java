package org.pal4j.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.pal4j.InputException;
import org.pal4j.data.DataFolder;
import org.pal4j.model.Memory;
import org.pal4j.model.Study;
import org.pal4j.session.Session;
import org.pal4j.session.request.Access;
import org.pal4j.session.request.Ask;
import org.pal4j.session.request.Opening;
import org.pal4j.session.request.Operations;

/** The sessions of all owners, within their limits. */
final class Seats {
    private final SortedMap<Integer, Seat> seats = new TreeMap<>();
    private final Roots roots;
    private final State state;
    private final int most;
    private final long memory;
    private final Duration idle;
    /** Bytes of sessions that are just being opened or woken. */
    private long opening;
    private int openings;
    private int last;

    /**
     * Takes the sessions that an earlier service has kept.
     *
     * @param last the number of the newest session that there was
     */
    Seats(Roots roots, State state, int last, int most, long memory, Duration idle) {
        this.roots = roots;
        this.state = state;
        this.most = most;
        this.memory = memory;
        this.idle = idle;
        this.last = last;
        state.sessions().forEach(seat -> {
            seats.put(seat.number, seat);
            this.last = Math.max(this.last, seat.number);
        });
    }

    static Problem none(int number) {
        return Problem.of(404, "found", "there is no session " + number);
    }

    synchronized List<Seat> of(String owner) {
        return seats.values().stream().filter(seat -> seat.owner.equals(owner)).toList();
    }

    synchronized List<Seat> all() {
        return List.copyOf(seats.values());
    }

    /** Returns the number of the newest session. */
    synchronized int last() {
        return last;
    }

    synchronized boolean isThere(int number) {
        return seats.containsKey(number);
    }

    /** Returns a session of an owner. Those of others do not exist for them. */
    synchronized Seat seat(int number, String owner) {
        return Optional.ofNullable(seats.get(number)).filter(seat -> seat.owner.equals(owner)).orElseThrow(() -> none(number));
    }

    /** Opens a session as a request asks. */
    Seat open(Ask ask, String owner, List<String> notes) {
        Reservation reserved = new Reservation();
        try {
            Session session = Opening.open(ask, notes, reserved);
            return add(owner, origin(ask), reserved.bytes, session);
        } finally {
            reserved.release();
        }
    }

    private Map<String, Object> origin(Ask ask) {
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("threads", ask.integer("threads", 1, Integer.MAX_VALUE, 1));
        ask.optionalText("data").ifPresent(data -> origin.put("data", roots.folder("data", data).toString()));
        ask.optionalText("noise").ifPresent(noise -> origin.put("noise", noise));
        return origin;
    }

    /** Takes a copy of a session. */
    Seat add(Seat from, Supplier<Session> copy) {
        Reservation reserved = new Reservation();
        try {
            reserved.place();
            reserved.take(from.bytes);
            return add(from.owner, from.origin, from.bytes, copy.get());
        } finally {
            reserved.release();
        }
    }

    private Seat add(String owner, Map<String, Object> origin, long bytes, Session session) {
        Map<String, Object> info = Operations.info(session).head();
        Seat seat;
        synchronized (this) {
            seat = new Seat(++last, owner, origin, bytes, session, info, Seat.Saved.NEVER);
        }
        // Saved before anybody knows its number: it outlives a kill of the service.
        seat.save(session, state);
        synchronized (this) {
            seats.put(seat.number, seat);
        }
        return seat;
    }

    /** Opens a session that sleeps from its folder. */
    Session wake(Seat seat) {
        Reservation reserved = new Reservation();
        try {
            reserved.take(seat.bytes);
            return state.load(seat, roots);
        } finally {
            reserved.release();
        }
    }

    void close(Seat seat) {
        synchronized (this) {
            seats.remove(seat.number);
        }
        seat.close();
        state.closed(seat);
    }

    /** Saves sessions that have changed, so that a kill loses little, and puts to sleep those that nobody has used for long. */
    void tidy() {
        for (Seat seat : all()) {
            try {
                if (!seat.asleep() && seat.idleNanoseconds() > idle.toNanos()) {
                    seat.sleep(state);
                } else {
                    seat.keep(state);
                }
            } catch (InputException e) {
                // It can't be saved now, so it stays awake, and the next time may be better.
            }
        }
    }

    /** A place and memory for a session, before it is there. */
    private final class Reservation implements Access {
        private long bytes;
        private boolean taken;
        private boolean placed;

        void take(long wanted) {
            if (!room(wanted)) {
                // What sleeps takes no memory, and is still there.
                List<Seat> idlest = new ArrayList<>(all());
                idlest.sort(Comparator.comparingLong(seat -> -seat.idleNanoseconds()));
                for (Seat seat : idlest) {
                    if (!seat.asleep() && seat.idleNanoseconds() > 0 && seat.sleep(state) && room(wanted)) {
                        return;
                    }
                }
                throw Problem.of(503, "limit", "the sessions of this service take up to " + Memory.shown(memory) + ", and one more of up to "
                        + Memory.shown(wanted) + " does not fit; close one").with("Retry-After", "60");
            }
        }

        private boolean room(long wanted) {
            synchronized (Seats.this) {
                long awake = seats.values().stream().filter(seat -> !seat.asleep()).mapToLong(seat -> seat.bytes).sum();
                if (awake + opening + wanted > memory) {
                    return false;
                }
                bytes = wanted;
                taken = true;
                opening += wanted;
                return true;
            }
        }

        void place() {
            synchronized (Seats.this) {
                if (seats.size() + openings >= most) {
                    throw Problem.of(503, "limit", "this service has " + most + " sessions at most, and they are all there; close one")
                            .with("Retry-After", "60");
                }
                placed = true;
                openings++;
            }
        }

        void release() {
            synchronized (Seats.this) {
                openings -= placed ? 1 : 0;
                placed = false;
                if (taken) {
                    opening -= bytes;
                    taken = false;
                }
            }
        }

        @Override
        public String experiment(String nameOrFile) {
            return roots.experiment(nameOrFile);
        }

        @Override
        public Path folder(String field, Path path) {
            return roots.folder(field, path);
        }

        @Override
        public DataFolder data() {
            return roots.data();
        }

        @Override
        public void requireAllowed(Study<?> study) {
            roots.requireAllowed(study);
            place();
            take(study.replicas().stream().mapToLong(e -> e.cost().bytes()).sum());
        }
    }
}
