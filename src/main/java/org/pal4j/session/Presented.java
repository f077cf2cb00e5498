package org.pal4j.session;

import java.util.Map;
import java.util.Optional;
import org.pal4j.format.NpyArray;

/**
 * What a network answers to {@link Presentations}.
 *
 * @param completed the number of presentations that were completed; fewer than asked for if somebody cancelled, or if no replica is finite any more
 * @param output    the outputs after the last step: replicas x presentations x output, float32; NaN where a presentation was not completed
 * @param mean      the mean outputs, likewise, if they were asked for
 * @param records   records by the name of their series: replicas x presentations x records x shape
 * @param faults    why a replica is no longer finite, by its number
 */
public record Presented(
        int completed, NpyArray output, Optional<NpyArray> mean, Map<String, NpyArray> records, Map<Integer, String> faults) {}
