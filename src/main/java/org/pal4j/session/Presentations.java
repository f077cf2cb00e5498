package org.pal4j.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pal4j.format.NpyArray;

/**
 * What somebody shows a network: a number of presentations, one after the other.
 *
 * @param inputs  the inputs: presentations x input, the same for all replicas, or replicas x presentations x input; numbers of any kind
 * @param targets the targets, likewise; nothing if there are none
 * @param steps   the number of steps of each presentation, at least 1
 * @param learn   what learns: names from {@link Session#plasticities}
 * @param noise   whether there is noise, as far as the experiment has it
 * @param record  what to record: names of variables ({@code vapi1}), of series, or of quantities of the key {@code record} ({@code vapi})
 * @param every   the number of steps between two records of a presentation; equal to {@code steps} for one record after its last step
 * @param mean    whether the mean outputs are wanted, over all steps of a presentation but the first, as an evaluation takes them
 * @param draws   given noise by the names of {@link Session#draws}: presentations x steps x the shape of the draw, the same for all replicas
 */
public record Presentations(
        NpyArray inputs, Optional<NpyArray> targets, int steps, Set<String> learn, boolean noise, List<String> record, int every, boolean mean,
        Map<String, NpyArray> draws) {
    /** Copies the collections. */
    public Presentations {
        learn = Set.copyOf(learn);
        record = List.copyOf(record);
        draws = Map.copyOf(draws);
    }

    /** Returns presentations without targets, learning and records, with noise. */
    public static Presentations of(NpyArray inputs, int steps) {
        return new Presentations(inputs, Optional.empty(), steps, Set.of(), true, List.of(), steps, false, Map.of());
    }

    /** Returns a copy with targets. */
    public Presentations withTargets(NpyArray given) {
        return new Presentations(inputs, Optional.of(given), steps, learn, noise, record, every, mean, draws);
    }

    /** Returns a copy in which this learns. */
    public Presentations learning(String... names) {
        return new Presentations(inputs, targets, steps, Set.of(names), noise, record, every, mean, draws);
    }

    /** Returns a copy with or without noise. */
    public Presentations withNoise(boolean on) {
        return new Presentations(inputs, targets, steps, learn, on, record, every, mean, draws);
    }

    /** Returns a copy with given noise. */
    public Presentations withDraws(Map<String, NpyArray> given) {
        return new Presentations(inputs, targets, steps, learn, noise, record, every, mean, given);
    }

    /** Returns a copy that records every so many steps. */
    public Presentations recording(int interval, String... names) {
        return new Presentations(inputs, targets, steps, learn, noise, List.of(names), interval, mean, draws);
    }

    /** Returns a copy that also gives the mean outputs. */
    public Presentations withMeans() {
        return new Presentations(inputs, targets, steps, learn, noise, record, every, true, draws);
    }
}
