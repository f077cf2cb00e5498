package org.pal4j.report.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pal4j.model.Experiment;
import org.pal4j.model.Terms;

/**
 * Networks of different layers as numbers: what tells them apart is their place on an axis.
 *
 * @param name    name of the axis
 * @param numbers number of each network, all different
 * @param alike   whether the networks differ in their numbers of neurons alone; otherwise they have different numbers of layers
 */
record Widths(String name, double[] numbers, boolean alike) {
    /** Returns the numbers of networks; empty if networks have no hidden layers, or the same numbers. */
    static Optional<Widths> of(List<Experiment> networks, Terms terms) {
        List<List<Integer>> hidden = networks.stream().map(Experiment::hiddenNeurons).toList();
        if (networks.isEmpty() || hidden.stream().anyMatch(List::isEmpty)) {
            return Optional.empty();
        }
        Widths widths = numbered(hidden, terms);
        return Arrays.stream(widths.numbers).distinct().count() == networks.size() ? Optional.of(widths) : Optional.empty();
    }

    private static Widths numbered(List<List<Integer>> hidden, Terms terms) {
        int depth = hidden.getFirst().size();
        boolean deeper = hidden.stream().anyMatch(sizes -> sizes.size() != depth);
        if (deeper && hidden.stream().flatMap(List::stream).distinct().count() == 1) {
            return new Widths("hidden " + terms.part() + "s", hidden.stream().mapToDouble(List::size).toArray(), false);
        }
        List<Integer> varying = deeper ? List.of() : IntStream.range(0, depth)
                .filter(layer -> hidden.stream().map(sizes -> sizes.get(layer)).distinct().count() > 1).boxed().toList();
        if (varying.size() == 1 && depth > 1) {
            int layer = varying.getFirst();
            return new Widths("neurons of hidden " + terms.part() + " " + (layer + 1),
                    hidden.stream().mapToDouble(sizes -> sizes.get(layer)).toArray(),
                    true);
        }
        return new Widths("hidden neurons", hidden.stream().mapToDouble(sizes -> sizes.stream().mapToInt(Integer::intValue).sum()).toArray(),
                !deeper);
    }
}
