package org.pal4j.run;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Samples of a sweep's points: those that several groups need are there once, and only as long as a group needs them. */
final class SharedSamples<T> {
    private final Function<SweepPoint, Object> key;
    private final Function<SweepPoint, T> reader;
    private final Map<Object, Integer> users = new HashMap<>();
    private final Map<Object, T> held = new HashMap<>();

    /**
     * Samples, of which none are there as yet.
     *
     * @param key    equal for points that have the same samples
     * @param reader reads or draws those of a point
     */
    SharedSamples(Function<SweepPoint, Object> key, Function<SweepPoint, T> reader) {
        this.key = key;
        this.reader = reader;
    }

    /** A group will take samples; to be said for all of them before the first does. */
    synchronized void expect(SweepPoint point) {
        users.merge(key.apply(point), 1, Integer::sum);
    }

    /**
     * The samples of a point.
     *
     * @throws org.pal4j.InputException if they can't be read
     */
    synchronized T take(SweepPoint point) {
        return held.computeIfAbsent(key.apply(point), k -> reader.apply(point));
    }

    /** A group is done with them. */
    synchronized void release(SweepPoint point) {
        Object own = key.apply(point);
        if (users.merge(own, -1, Integer::sum) == 0) {
            held.remove(own);
        }
    }

    /** Data sets that are there now. */
    synchronized int size() {
        return held.size();
    }
}
