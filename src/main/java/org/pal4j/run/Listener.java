package org.pal4j.run;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Place;
import org.pal4j.model.Study;

/** Hears how a study goes on; never called by two threads at once. */
public interface Listener {
    /**
     * Before the first step.
     *
     * @param steps of all replicas together, up to the end
     */
    default void begin(Study<?> study, long steps) {}

    /**
     * Some milliseconds further.
     *
     * @param place where the replica is that has gone on
     * @param steps of all replicas so far
     */
    default void progress(Place place, long steps) {}

    /**
     * An epoch (or the start) of one replica has been measured.
     *
     * @param rows    all so far
     * @param weights as they are now; may be asked for until this returns
     */
    default void measured(int replica, List<EpochRow> rows, Supplier<Map<String, NpyArray>> weights) {}

    /** An epoch (or the start) of all replicas has been measured. */
    default void summed(EpochSummary summary) {}

    /** A replica was no longer finite and was left behind. */
    default void failed(int replica, String fault) {}
}
