package org.pal4j.run;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.pal4j.format.NpyArray;
import org.pal4j.model.Place;
import org.pal4j.model.Stage;
import org.pal4j.model.Study;

/** Is told about the progress of a study. It is never called by two threads at once, but for {@link #afterwards}. */
public interface Listener {
    /**
     * Called before the first step.
     *
     * @param steps the total number of steps of all replicas by stage
     */
    default void begin(Study<?> study, Map<Stage, Long> steps) {}

    /**
     * Called after {@link #begin} if the study continues from checkpoints.
     *
     * @param summaries the summaries of the epochs that all replicas had completed
     * @param steps     the number of steps of all replicas so far
     */
    default void resumed(List<EpochSummary> summaries, long steps) {}

    /**
     * Called every few milliseconds.
     *
     * @param place the position of the batch that has advanced
     * @param steps the number of steps of all replicas so far
     */
    default void progress(Place place, long steps) {}

    /**
     * Called when one replica has been measured after an epoch or at the start.
     *
     * @param rows    all rows so far
     * @param weights gives the current weights; may be used only until this method returns
     */
    default void measured(int replica, List<EpochRow> rows, Supplier<Map<String, NpyArray>> weights) {}

    /** Called when all replicas have been measured after an epoch or at the start. */
    default void summed(EpochSummary summary) {}

    /** Called when a replica is no longer finite and has ended. */
    default void failed(int replica, String fault) {}

    /** Called after a measurement, while other threads go on and may make the calls above: for what takes long, such as writing files. */
    default void afterwards() {}
}
