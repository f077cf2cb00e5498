package org.pal4j.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Ensemble;

/**
 * Which replicas are simulated side by side. As many as keep their weights in the second-level cache: there 16 of them take as long as three
 * or four alone; where the weights of one fill it, side by side is slower than one after the other (docs/performance.md).
 */
final class Grouping {
    /** Bytes of weights that one group may have. */
    private static final long MOST_BYTES = 512 << 10;
    /** Lanes that ensembles have, and what fewer than 16 take besides, as their rates are spread first; in steps of a single circuit. */
    private static final int[] LANES = {1, 4, 8, 16};
    private static final double[] SPREAD = {0, 0.3, 0.6, 0};
    /** Weights with which a step takes as long for its weights as for everything else (docs/performance.md). */
    private static final double EVEN = 3000;

    private Grouping() {}

    /** Groups of replicas by number, evenly filled, at least one for each thread if there are as many replicas. */
    static List<List<Integer>> of(CircuitParameters p, int replicas, int threads) {
        int most = mostSideBySide(p);
        int groups = Math.max(Math.ceilDiv(replicas, most), Math.min(threads, replicas));
        List<List<Integer>> plan = new ArrayList<>();
        int next = 0;
        for (int g = 0; g < groups; g++) {
            List<Integer> members = new ArrayList<>();
            for (int size = (replicas - next) / (groups - g); size > 0; size--) {
                members.add(next++);
            }
            plan.add(List.copyOf(members));
        }
        return plan;
    }

    /**
     * How a group of so many replicas is cut into ensembles and single circuits, which go on in turn: five of a network of middling
     * size are four side by side and one alone, as eight lanes would take longer.
     *
     * @return sizes, the largest first
     */
    static List<Integer> cut(CircuitParameters p, int size) {
        int most = mostSideBySide(p);
        double weights = MemoryNeed.weights(p);
        double share = weights / (weights + EVEN);
        double[] least = new double[size + 1];
        int[] first = new int[size + 1];
        for (int left = 1; left <= size; left++) {
            least[left] = Double.POSITIVE_INFINITY;
            for (int k = 0; k < LANES.length && LANES[k] <= most; k++) {
                int members = Math.min(LANES[k], left);
                double time = 1 + share * (LANES[k] - 1) + SPREAD[k] + least[left - members];
                if (time < least[left]) {
                    least[left] = time;
                    first[left] = members;
                }
            }
        }
        List<Integer> sizes = new ArrayList<>();
        for (int left = size; left > 0; left -= first[left]) {
            sizes.add(first[left]);
        }
        sizes.sort(Comparator.reverseOrder());
        return List.copyOf(sizes);
    }

    /** 16, 8, 4 or 1. */
    static int mostSideBySide(CircuitParameters p) {
        long bytes = MemoryNeed.block(p);
        int most = Ensemble.MOST;
        while (most > 1 && bytes * most > MOST_BYTES) {
            most = most == 4 ? 1 : most / 2;
        }
        return most;
    }
}
