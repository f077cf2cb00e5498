package org.pal4j.session;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.pal4j.format.NpyArray;

/**
 * What a copy of a network answers to a {@link Look}. Shapes have no dimension of replicas or presentations.
 *
 * @param samples  the number of samples of the stage
 * @param ofClass  the index of the sample's class, if it has one
 * @param steps    the number of steps
 * @param every    the number of steps between two records
 * @param complete whether all steps were taken; not if somebody cancelled, or if the network is not finite
 * @param fault    why the network is not finite, if it is not
 * @param input    the input
 * @param target   the target, if the sample has one, also if it did not act
 * @param output   the output after the last step; NaN if it was not taken
 * @param records  records by the name of their series: records x shape
 */
public record Looked(
        int samples, OptionalInt ofClass, int steps, int every, boolean complete, Optional<String> fault, NpyArray input, Optional<NpyArray> target,
        NpyArray output, Map<String, NpyArray> records) {}
