package org.pal4j.session.pipe;

import java.util.ArrayDeque;
import java.util.Deque;
import org.pal4j.session.Session;
import org.pal4j.session.request.Ask;

/** A session with the requests that wait for it. They are done one after the other, in the order in which they came. */
final class Room {
    final int number;
    final Session session;
    private final Deque<Ask> waiting = new ArrayDeque<>();
    private boolean busy;
    private volatile boolean cancelled;
    /** How many of the first that wait are cancelled, too. */
    private int cancelledWaiting;

    Room(int number, Session session) {
        this.number = number;
        this.session = session;
    }

    /** Takes the room for a request; if it is taken, the request waits, and whoever has the room does it. */
    synchronized boolean enter(Ask ask) {
        if (busy) {
            waiting.add(ask);
            return false;
        }
        busy = true;
        return true;
    }

    /** Cancels the request that has the room, also if it has not begun yet, and all that wait for it. */
    synchronized void cancel() {
        cancelled = busy;
        cancelledWaiting = waiting.size();
        session.cancel();
    }

    /** Called by the session while it works. A cancel that came before the work began is not lost. */
    void meanwhile() {
        if (cancelled) {
            session.cancel();
        }
    }

    /** Returns the next request that waits; null leaves the room. */
    synchronized Ask next() {
        Ask next = waiting.poll();
        cancelled = next != null && cancelledWaiting > 0;
        cancelledWaiting = Math.max(0, cancelledWaiting - 1);
        busy = next != null;
        return next;
    }
}
