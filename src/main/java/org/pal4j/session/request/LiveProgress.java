package org.pal4j.session.request;

import java.util.Arrays;
import java.util.List;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Place;
import org.pal4j.session.Session;
import org.pal4j.session.request.Operations.Events;
import org.pal4j.session.request.Operations.Reply;

/** Tells where an epoch stands, at most once in an interval for each set of replicas, with the values of some variables. */
final class LiveProgress implements Session.Progress {
    private final Session session;
    private final Events events;
    private final double interval;
    private final List<String> watch;
    private final long[] last;

    LiveProgress(Session session, Events events, double interval, List<String> watch) {
        this.session = session;
        this.events = events;
        this.interval = interval;
        this.watch = watch;
        last = new long[session.size()];
        Arrays.fill(last, System.nanoTime());
    }

    @Override
    public void at(Place place, long steps, List<Integer> replicas) {
        int first = replicas.getFirst();
        long now = System.nanoTime();
        if ((now - last[first]) * 1e-9 < interval) {
            return;
        }
        last[first] = now;
        Reply event = new Reply().say("event", "progress").say("epoch", place.epoch()).say("stage", place.stage().label())
                .say("presentation", place.presentation()).say("presentations", place.presentations()).say("steps", steps)
                .say("of_replicas", replicas);
        for (String name : watch) {
            event.add(name, NpyArray.stacked(replicas.stream().map(k -> session.get(k, name)).toList()));
        }
        events.send(event);
    }
}
