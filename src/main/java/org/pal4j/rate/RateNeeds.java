package org.pal4j.rate;

import java.util.stream.IntStream;
import org.pal4j.rate.RateChoices.RateAlgorithm;

/** Time and memory needs of a rate network, computed from its sizes before anything is allocated. */
public final class RateNeeds {
    /** Smallest work of an update worth splitting among threads, in multiplications. */
    static final double MIN_SHARED_COST = 1e6;

    private RateNeeds() {}

    /** Approximate number of multiplications per training update. */
    public static double multiplications(RateParameters p) {
        double all = 0;
        for (int l = 1; l <= p.depth(); l++) {
            all += passes(p, l) * product(p, l);
        }
        return all;
    }

    /** Multiplications in the product of a layer's weights with a batch; 0 for a max-pool. */
    private static double product(RateParameters p, int l) {
        return p.layer(l).hasWeights() ? (double) p.fanIn(l) * p.shape(l).size() * p.batch() : 0;
    }

    /** Number of such products per update: forward, backward errors, updates of W and of B. */
    private static double passes(RateParameters p, int l) {
        Layer layer = p.layer(l);
        // While a batch is held, the products of the first layer run over the samples of the batch instead of the inputs.
        double forward = (layer.eta() > 0 ? 2 : 1) * (l == 1 && RateLayout.holds(p) ? (double) p.batch() / p.input().size() : 1);
        // With weight mirrors, the product of W with the noise comes in addition.
        int learning = !p.algorithm().learnsFeedback() || layer.etaBackward() == 0 ? 0 : p.algorithm() == RateAlgorithm.WM ? 2 : 1;
        // DFA propagates errors directly from the output, at little cost.
        boolean down = p.algorithm() != RateAlgorithm.DFA;
        return forward + (l == 1 ? 0 : (down ? 1 : 0) + learning);
    }

    /** Number of values of all neurons for all samples; rates, errors and noise are computed for each. */
    public static double values(RateParameters p) {
        double all = 0;
        for (int l = 1; l <= p.depth(); l++) {
            all += (double) p.shape(l).size() * p.batch();
        }
        return all;
    }

    /** Whether at least one layer has enough work for several threads. */
    public static boolean sharesWork(RateParameters p) {
        return IntStream.rangeClosed(1, p.depth()).anyMatch(l -> product(p, l) >= MIN_SHARED_COST);
    }

    /**
     * Off-heap bytes of a network on one thread.
     *
     * @throws org.pal4j.InputException if it needs more than 2 GiB
     */
    public static long bytes(RateParameters p) {
        return RateLayout.bytes(p);
    }
}
