package org.pal4j.run;

import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateNoise;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;

/** The rate networks that experiments start with. */
final class RateStart {
    private RateStart() {}

    /** A network with weights drawn: each kind of weights of each layer has a stream of its own, in C order. */
    static RateNetwork network(RateExperiment e, int threads) {
        RateNetwork network = new RateNetwork(e.network(), new RateNoise.Counter(e.seed()), threads);
        for (int l = 1; l <= e.network().depth(); l++) {
            draw(network, e, RateVariable.W, l, Stream.FORWARD_WEIGHTS);
            draw(network, e, RateVariable.b, l, Stream.BIASES);
            draw(network, e, RateVariable.B, l, Stream.FEEDBACK_WEIGHTS);
            draw(network, e, RateVariable.D, l, Stream.FEEDBACK_WEIGHTS);
        }
        return network;
    }

    private static void draw(RateNetwork network, RateExperiment e, RateVariable variable, int l, Stream stream) {
        RateParameters p = e.network();
        if (!variable.exists(p, l)) {
            return;
        }
        CounterRandom random = new CounterRandom(e.seed(), stream, l);
        double[] values = new double[size(variable.shape(p, l))];
        for (int i = 0; i < values.length; i++) {
            values[i] = e.init() * random.nextGaussian();
        }
        network.write(variable, l, values);
    }

    /** Values of an array. */
    static int size(int[] shape) {
        int size = 1;
        for (int length : shape) {
            size = Math.multiplyExact(size, length);
        }
        return size;
    }
}
