package org.pal4j.model.rate;

import org.pal4j.InputException;
import org.pal4j.memory.Block;
import org.pal4j.model.Cost;
import org.pal4j.model.Memory;
import org.pal4j.model.RunSettings;
import org.pal4j.rate.RateNeeds;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;

/** Estimates time and memory of an experiment with a rate network from its sizes, before allocation. */
final class RunCost {
    /** Duration of an update of the smallest network. */
    private static final double MIN_MICROSECONDS = 2;
    /** Throughput of one core with 512-bit vectors. */
    private static final double MULTIPLICATIONS_A_MICROSECOND = 80_000;
    private static final double VALUES_A_MICROSECOND = 1000;

    private RunCost() {}

    /** Returns the cost with the published data sets, since the number of images in files is unknown before reading. */
    static Cost of(RateExperiment e) {
        double microseconds = microseconds(e.network());
        return new Cost(SampleCounts.published(e).updates(e), replicas -> replicas * microseconds, bytes(e), RateNeeds.sharesWork(e.network()));
    }

    /** Returns the approximate microseconds of an update of a whole batch. */
    private static double microseconds(RateParameters p) {
        return MIN_MICROSECONDS + RateNeeds.multiplications(p) / MULTIPLICATIONS_A_MICROSECOND + RateNeeds.values(p) / VALUES_A_MICROSECOND;
    }

    /** Counts network, images and snapshots, and results with weights and outputs, which are no larger than the network. */
    private static long bytes(RateExperiment e) {
        // The files of own data check their own sizes.
        long images = e.own().isPresent() ? 0 : (long) (e.task().trainImages() + e.task().testImages()) * e.task().images().size();
        long network;
        try {
            network = RateNeeds.bytes(e.network());
        } catch (ArithmeticException | InputException tooMany) {
            // The network exceeds the limit; requireMemory reports this before a run.
            network = Block.MAX_BYTES;
        }
        return 2 * network + images + snapshotBytes(e);
    }

    /** Returns whether a network is as small as one network has to be. */
    static boolean isPossible(RateParameters p) {
        try {
            RateNeeds.bytes(p);
            return true;
        } catch (ArithmeticException | InputException tooMany) {
            return false;
        }
    }

    /**
     * Checks that the JVM's memory suffices for the network and the snapshots.
     *
     * @throws InputException with the bytes needed, the bytes available, and what to change
     */
    static void requireMemory(RateExperiment e) {
        long most = Runtime.getRuntime().maxMemory();
        String layers = e.name() + ": layers = " + e.layers() + ", batch = " + e.network().batch() + ": the network ";
        long network;
        try {
            network = RateNeeds.bytes(e.network());
        } catch (ArithmeticException | InputException tooMany) {
            throw new InputException(layers + "would take more than " + Block.MAX_BYTES
                    + " bytes, which is the most that one network may have; use smaller layers or a smaller batch", tooMany);
        }
        if (network > most) {
            throw new InputException(layers + "needs " + Memory.shown(network) + " of memory, and this JVM takes at most " + Memory.shown(most)
                    + "; use smaller layers or a smaller batch, or " + Memory.more(network));
        }
        if (snapshotBytes(e) > most) {
            throw new InputException(e.name() + ": snapshot_every = " + e.settings().snapshotEvery() + ": the snapshots need "
                    + Memory.shown(snapshotBytes(e)) + " of memory, and this JVM takes at most " + Memory.shown(most) + "; use a larger number, or "
                    + Memory.more(snapshotBytes(e)));
        }
    }

    /** Counts each snapshot twice, since writing makes a copy. */
    private static long snapshotBytes(RateExperiment e) {
        return (long) (2 * Float.BYTES * snapshotFloats(e));
    }

    /** Returns the number of floats of W and B in all snapshots of a run, in double since it may overflow a long. */
    static double snapshotFloats(RateExperiment e) {
        RunSettings settings = e.settings();
        RateParameters p = e.network();
        double weights = 0;
        for (int l = 1; l <= p.depth(); l++) {
            double each = p.layer(l).hasWeights() ? (double) p.fanIn(l) * p.shape(l).channels() : 0;
            weights += RateVariable.B.exists(p, l) ? 2 * each : each;
        }
        return weights * settings.snapshots();
    }
}
