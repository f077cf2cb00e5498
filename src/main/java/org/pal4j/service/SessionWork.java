package org.pal4j.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.pal4j.run.EpochRow;
import org.pal4j.session.Session;
import org.pal4j.session.request.Ask;
import org.pal4j.session.request.Message;
import org.pal4j.session.request.Operations;
import org.pal4j.session.request.Operations.Reply;

/** Long work of a session: an operation, or several epochs. */
final class SessionWork implements Job.Work {
    /** The field of a job's request with the number of epochs. */
    static final String EPOCHS = "epochs";
    /** The field of a job's request with the number of epochs that the session shall have in the end. */
    static final String UNTIL = "until";
    private static final double SECONDS_BETWEEN_SAVES = 30;
    private static final String COMPLETE = "complete";

    private final Seat seat;
    private final Seats seats;
    private final State state;
    private final Roots roots;
    private final Message message;
    private final Runnable begun;

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
        return seat.forJob(job, seats::wake, session -> job.kind.equals("epoch") ? epochs(job, session) : once(job, session, message.head()));
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
            public void at(long steps, List<Integer> replicas) {
                seat.at(session, steps, replicas);
            }
        }, roots);
    }

    /** Trains until the session has so many epochs, also if some of them were before a restart. */
    private Reply epochs(Job job, Session session) {
        Map<String, Object> head = new LinkedHashMap<>(message.head());
        long epochs = head.remove(EPOCHS) instanceof Number count ? count.longValue() : 1;
        long until = job.request().get(UNTIL) instanceof Number kept ? kept.longValue() : session.epochs() + epochs;
        job.remember(UNTIL, until);
        begun.run();
        head.put("live", true);
        long saved = System.nanoTime();
        Reply reply = null;
        while (reply == null || session.epochs() < until && Boolean.TRUE.equals(reply.head().get(COMPLETE))) {
            if (job.stops()) {
                return reply == null ? new Reply().say(COMPLETE, false).say("steps", session.steps()).say("epochs", session.epochs())
                        .say("faults", Map.of()) : reply.say(COMPLETE, false);
            }
            if (session.epochs() >= until) {
                return new Reply().say(COMPLETE, true).say("steps", session.steps()).say("epochs", session.epochs()).say("faults", Map.of());
            }
            int before = session.epochs();
            reply = once(job, session, head);
            seat.learn(session);
            boolean complete = Boolean.TRUE.equals(reply.head().get(COMPLETE));
            if (complete) {
                tell(job, session, before + 1);
            }
            // An epoch stops for what others ask of its session meanwhile, and goes on after it.
            if (seat.doErrands(session) && !complete && !job.stops()) {
                reply = null;
            }
            if ((System.nanoTime() - saved) * 1e-9 > SECONDS_BETWEEN_SAVES) {
                seat.save(session, state);
                saved = System.nanoTime();
            }
        }
        return reply;
    }

    private static void tell(Job job, Session session, int epoch) {
        Map<Integer, EpochRow> rows = new TreeMap<>();
        IntStream.range(0, session.size()).forEach(k -> session.history(k).stream().filter(row -> row.epoch() == epoch).forEach(row -> rows.put(k,
                row)));
        job.tellEpoch(epoch, session.steps(), session.size(), rows);
    }
}
