package org.pal4j.rate;

import org.pal4j.rate.RateChoices.RateAlgorithm;

/** What a rate network will take of time and memory, told from its sizes before any of it is allocated. */
public final class RateNeeds {
    private RateNeeds() {}

    /** Multiplications of an update in training, roughly. */
    public static double multiplications(RateParameters p) {
        double all = 0;
        for (int l = 1; l <= p.depth(); l++) {
            all += passes(p, l) * product(p, l);
        }
        return all;
    }

    /** Those of the product of a layer's weights with a batch; 0 for a max-pool. */
    private static double product(RateParameters p, int l) {
        return p.layer(l).hasWeights() ? (double) p.fanIn(l) * p.shape(l).size() * p.batch() : 0;
    }

    /** How often a layer has as much to do: forward, errors down, updates of W and of B. */
    private static double passes(RateParameters p, int l) {
        Layer layer = p.layer(l);
        // While a batch is held, the first layer sees each sample as a sum over the samples of the batch, not over inputs.
        double forward = (layer.eta() > 0 ? 2 : 1) * (l == 1 && RateLayout.holds(p) ? (double) p.batch() / p.input().size() : 1);
        boolean learns = p.algorithm() == RateAlgorithm.PAL && layer.etaBackward() > 0;
        // Errors of DFA come down from the output at once; that is little.
        boolean down = p.algorithm() != RateAlgorithm.DFA;
        return forward + (l == 1 ? 0 : (down ? 1 : 0) + (learns ? 1 : 0));
    }

    /** ReferenceArrays of all neurons for all samples: rates, errors and noise are computed for each. */
    public static double values(RateParameters p) {
        double all = 0;
        for (int l = 1; l <= p.depth(); l++) {
            all += (double) p.shape(l).size() * p.batch();
        }
        return all;
    }

    /** Whether several threads share the work of one layer at least. */
    public static boolean sharesWork(RateParameters p) {
        for (int l = 1; l <= p.depth(); l++) {
            if (product(p, l) >= WorkSplitter.MIN_SHARED_COST) {
                return true;
            }
        }
        return false;
    }

    /**
     * Bytes of a network on one thread, outside of the heap.
     *
     * @throws org.pal4j.InputException if it needs more than 2 GiB
     */
    public static long bytes(RateParameters p) {
        return RateLayout.bytes(p);
    }
}
