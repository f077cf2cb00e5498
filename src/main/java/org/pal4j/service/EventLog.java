package org.pal4j.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pal4j.config.Json;

/**
 * What a job has told, for readers of any speed. All events are kept but those of progress, of which the last one says everything; so a reader who is
 * slow, or comes back, misses nothing, and costs no memory.
 */
final class EventLog {
    static final String PROGRESS = "progress";
    /** Epochs of the longest runs; what is older can be read from the history. */
    private static final int MOST = 20_000;
    /** More events than a job tells in a millisecond. */
    private static final long PER_MILLISECOND = 1000;

    /**
     * An event.
     *
     * @param number its number in the log, from 1; after a restart of the service from a larger one
     * @param steps  the number of steps when it came
     * @param name   what kind it is
     * @param data   what it says, as JSON
     */
    record Event(long number, long steps, String name, String data) {
        /** Returns the id of the event: its step, and its number, as several events may have the same step. */
        String id() {
            return steps + "-" + number;
        }
    }

    private final List<Event> kept = new ArrayList<>();
    private Optional<Event> progress = Optional.empty();
    private long last;
    private boolean ended;

    /**
     * Gives the first event a number that is larger than all that an earlier service gave. A reader that comes back after a restart has the number of
     * an event of that service, and misses nothing of this log.
     */
    synchronized void beginAfterRestart() {
        last = System.currentTimeMillis() * PER_MILLISECOND;
    }

    /** Adds an event, and returns its id. */
    synchronized String add(String name, long steps, Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("event", name);
        all.putAll(fields);
        Event event = new Event(++last, steps, name, Json.text(all));
        if (name.equals(PROGRESS)) {
            progress = Optional.of(event);
        } else {
            if (kept.size() == MOST) {
                kept.removeFirst();
            }
            kept.add(event);
        }
        notifyAll();
        return event.id();
    }

    /** Ends the log with a last event. */
    synchronized void end(long steps, Map<String, Object> fields) {
        add("ended", steps, fields);
        ended = true;
    }

    /**
     * Waits for events after one.
     *
     * @param after   its number; 0 for all
     * @param seconds how long to wait
     * @return what came, in order; nothing if the log has ended
     */
    synchronized Optional<List<Event>> after(long after, double seconds) throws InterruptedException {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        while (last <= after && !ended) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Optional.of(List.of());
            }
            wait(left);
        }
        List<Event> events = new ArrayList<>(kept.stream().filter(event -> event.number() > after).toList());
        progress.filter(event -> event.number() > after && !ended).ifPresent(event -> {
            int at = 0;
            while (at < events.size() && events.get(at).number() < event.number()) {
                at++;
            }
            events.add(at, event);
        });
        return events.isEmpty() && ended ? Optional.empty() : Optional.of(events);
    }
}
