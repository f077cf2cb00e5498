package org.pal4j.model.circuit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pal4j.circuit.CircuitParameters;
import org.pal4j.circuit.Ensemble;

/**
 * Divides replicas into ensembles. An ensemble is limited to replicas whose weights fit into the second-level cache: 16 of them take as long as
 * five to eight single circuits. If the weights of one replica fill the cache, ensembles are slower than single circuits (docs/performance.md).
 */
final class EnsembleSizes {
    /** Maximum bytes of weights in one ensemble. */
    private static final long MAX_BYTES = 512 << 10;
    private static final int[] LANES = {1, 4, 8, 16};

    private EnsembleSizes() {}

    /**
     * Divides replicas into ensembles and single circuits so that a step of all of them takes the least time ({@link StepCost}). Five replicas, for
     * example, are an ensemble of four and a single circuit, since eight lanes would take longer.
     *
     * @return sizes in descending order
     */
    static List<Integer> of(CircuitParameters p, int size) {
        int most = mostSideBySide(p);
        double[] times = new double[LANES.length];
        for (int k = 0; k < LANES.length; k++) {
            times[k] = StepCost.microseconds(p, LANES[k]);
        }
        double[] least = new double[size + 1];
        int[] first = new int[size + 1];
        for (int left = 1; left <= size; left++) {
            least[left] = Double.POSITIVE_INFINITY;
            for (int k = 0; k < LANES.length && LANES[k] <= most && (k == 0 || left > LANES[k - 1]); k++) {
                int members = Math.min(LANES[k], left);
                double time = times[k] + least[left - members];
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

    /** Returns the largest size of an ensemble: 16, 8, 4 or 1. */
    static int mostSideBySide(CircuitParameters p) {
        long bytes = CircuitMemory.block(p);
        int most = Ensemble.MAX_REPLICAS;
        while (most > 1 && bytes * most > MAX_BYTES) {
            most = most == 4 ? 1 : most / 2;
        }
        return most;
    }
}
