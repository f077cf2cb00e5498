package org.pal4j.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.pal4j.model.Place;
import org.pal4j.model.Stage;
import org.pal4j.run.EpochRow;
import org.pal4j.session.Session;
import org.pal4j.session.request.Ask;
import org.pal4j.session.request.Message;
import org.pal4j.session.request.Operations;
import org.pal4j.session.request.Operations.Reply;

/**
 * Long work of a session: an operation, or several epochs.
 *
 * <p>A kill loses time, and nothing else. The session was saved as the job began, or what came since were jobs, which are done again from there.
 * While epochs, settling and steps go on, the session is saved now and then, and they go on from there: {@value #UNTIL} says where they end.
 */
final class SessionWork implements Job.Work {
    /** The field of a job's request with the number of epochs. */
    static final String EPOCHS = "epochs";
    /** The field of a job's request with the number of epochs, or of steps, that the session shall have in the end. */
    static final String UNTIL = "until";
    private static final String COMPLETE = "complete";
    private static final String STEP = "step";
    private static final String STEPS = "steps";
    private static final Set<String> RESUMED = Set.of("epoch", "settle");
    /** Steps at once at first. */
    private static final long FIRST_STEPS = 1000;
    private static final double SECONDS_OF_STEPS = 0.25;

    private final Seat seat;
    private final Seats seats;
    private final State state;
    private final Roots roots;
    private final Message message;
    private final Runnable begun;
    /** Whether the work stops to save the session, and then goes on. */
    private volatile boolean pausing;

    /**
     * Prepares work.
     *
     * @param message what is asked for
     * @param begun   called when the job's request has changed
     */
    SessionWork(Seat seat, Seats seats, State state, Roots roots, Message message, Runnable begun) {
        this.seat = seat;
        this.seats = seats;
        this.state = state;
        this.roots = roots;
        this.message = message;
        this.begun = begun;
    }

    @Override
    public Reply run(Job job) {
        return seat.forJob(job, seats::wake, state, job.changesSession(), session -> {
            Reply reply = switch (job.kind) {
                case "epoch" -> epochs(job, session);
                case "settle" -> settle(job, session);
                case STEP -> steps(job, session);
                default -> once(job, session, message.head());
            };
            if (job.changesSession()) {
                keep(job, session, isComplete(reply));
            }
            return reply;
        });
    }

    private static boolean isComplete(Reply reply) {
        return !Boolean.FALSE.equals(reply.head().get(COMPLETE));
    }

    /** Sees to it that what was done outlives a kill. */
    private void keep(Job job, Session session, boolean complete) {
        boolean interrupted = !complete && job.stops() && !job.isCancelled();
        if (interrupted && !RESUMED.contains(job.kind)) {
            seat.revert();
        } else if (!interrupted) {
            seat.completed(job);
            // Whatever was stopped can't be done again: it would stop elsewhere.
            if (!complete || seat.isSaveDue()) {
                seat.save(session, state);
            }
        }
    }

    private Reply once(Job job, Session session, Map<String, Object> head) {
        return Operations.of(session, new Ask(new Message(head, new LinkedHashMap<>(message.arrays()))), new Operations.Events() {
            @Override
            public void send(Reply event) {
                long steps = event.head().get("steps") instanceof Number count ? count.longValue() : 0;
                Map<String, Object> fields = new LinkedHashMap<>(event.head());
                fields.remove("event");
                job.tell(steps, fields, event.arrays());
            }

            @Override
            public void at(Place place, long steps, List<Integer> replicas) {
                seat.at(session, steps, replicas);
                // A measurement would be made again.
                if (seat.isSaveDue() && (place.stage() == Stage.SETTLING || place.stage() == Stage.TRAINING)) {
                    pausing = true;
                    session.cancel();
                }
            }
        }, roots);
    }

    /** Takes down where the work ends, before any of it is saved. */
    private long until(Job job, long wanted) {
        if (job.request().get(UNTIL) instanceof Number kept) {
            return kept.longValue();
        }
        job.remember(UNTIL, wanted);
        begun.run();
        return wanted;
    }

    /** Does something once, and saves the session if that was why it stopped. */
    private Reply part(Job job, Session session, Map<String, Object> head) {
        pausing = false;
        Reply reply = once(job, session, head);
        seat.learn(session);
        pausing &= !isComplete(reply) && !job.stops();
        return reply;
    }

    /** Trains until the session has so many epochs, also if some of them were before a restart. */
    private Reply epochs(Job job, Session session) {
        Map<String, Object> head = new LinkedHashMap<>(message.head());
        long epochs = head.remove(EPOCHS) instanceof Number count ? count.longValue() : 1;
        head.remove(UNTIL);
        long until = until(job, session.epochs() + epochs);
        head.put("live", true);
        Reply reply = new Reply().say(COMPLETE, session.epochs() >= until).say(STEPS, session.steps()).say("epochs", session.epochs())
                .say("faults", Map.of());
        while (session.epochs() < until) {
            if (job.stops()) {
                return reply.say(COMPLETE, false);
            }
            int before = session.epochs();
            reply = part(job, session, head);
            boolean complete = isComplete(reply);
            if (complete) {
                tell(job, session, before + 1);
            }
            // An epoch stops for what others ask of its session meanwhile, and goes on after it.
            boolean asked = seat.doErrands(session, () -> seat.saveOnTheWay(session, state));
            if (!complete && !pausing && (!asked || job.stops())) {
                return reply;
            }
            if (session.epochs() < until && seat.isSaveDue()) {
                seat.saveOnTheWay(session, state);
            }
        }
        return reply;
    }

    private Reply settle(Job job, Session session) {
        while (true) {
            Reply reply = part(job, session, message.head());
            if (!pausing) {
                return reply;
            }
            seat.saveOnTheWay(session, state);
        }
    }

    /** Takes steps, some at a time. */
    private Reply steps(Job job, Session session) {
        Map<String, Object> head = new LinkedHashMap<>(message.head());
        head.remove(UNTIL);
        Ask ask = new Ask(new Message(head, new LinkedHashMap<>(message.arrays())));
        long until = until(job, session.steps() + ask.integer(STEPS, 0, Long.MAX_VALUE / 2, 1));
        long next = FIRST_STEPS;
        while (true) {
            long before = session.steps();
            head.put(STEPS, Math.max(0, Math.min(next, until - before)));
            long start = System.nanoTime();
            Reply reply = part(job, session, head);
            // Networks that are no longer finite take no more steps.
            if (!isComplete(reply) || session.steps() >= until || session.steps() == before) {
                return reply;
            }
            next = Math.max(1, (long) (next * Math.min(2, SECONDS_OF_STEPS / ((System.nanoTime() - start) * 1e-9))));
            job.tell(EventLog.PROGRESS, session.steps(), Map.of(STEPS, session.steps(), "of_steps", until));
            if (seat.isSaveDue()) {
                seat.saveOnTheWay(session, state);
            }
        }
    }

    private static void tell(Job job, Session session, int epoch) {
        Map<Integer, EpochRow> rows = new TreeMap<>();
        IntStream.range(0, session.size()).forEach(k -> session.history(k).stream().filter(row -> row.epoch() == epoch).forEach(row -> rows.put(k,
                row)));
        job.tellEpoch(epoch, session.steps(), session.size(), rows);
    }
}
