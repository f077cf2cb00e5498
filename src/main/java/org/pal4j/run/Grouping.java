package org.pal4j.run;

import java.util.ArrayList;
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
