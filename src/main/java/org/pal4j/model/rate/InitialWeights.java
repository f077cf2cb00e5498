package org.pal4j.model.rate;

import java.util.Arrays;
import org.pal4j.Cancellation;
import org.pal4j.random.CounterRandom;
import org.pal4j.random.CounterRandom.Stream;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateNoise;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;

/** Draws the initial weights of a rate network: normally distributed, with one stream per variable and layer, in C order. */
final class InitialWeights {
    /** The number of draws between two looks whether to go on. */
    private static final int DRAWS_BETWEEN_CHECKS = 1 << 16;

    private InitialWeights() {}

    /** Returns a network with the initial weights of an experiment. */
    static RateNetwork network(RateExperiment e, RateNoise noise, int threads) {
        RateNetwork network = new RateNetwork(e.network(), noise, threads);
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
        double[] values = new double[Arrays.stream(variable.shape(p, l)).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            Cancellation.check(i, DRAWS_BETWEEN_CHECKS);
            values[i] = e.init() * random.nextGaussian();
        }
        network.write(variable, l, values);
    }
}
