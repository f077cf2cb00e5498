package org.pal4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.pal4j.Activation;
import org.pal4j.rate.Layer;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;
import org.pal4j.rate.RateNetwork;
import org.pal4j.rate.RateNoise;
import org.pal4j.rate.RateParameters;
import org.pal4j.rate.RateVariable;
import org.pal4j.rate.Shape;

/** The two rate networks of the paper, with the settings of their experiments. */
public final class RateNetworks {
    public static final String AUTOENCODER = "autoencoder";
    public static final String LENET = "lenet";
    /** 0.125 * 64 / 100 / dt. */
    private static final double BASE = 0.8;
    /** Updates that must be few in a sample have more operations than this. */
    private static final double LONG = 1e9;

    private RateNetworks() {}

    public static RateParameters parameters(String network, RateAlgorithm algorithm) {
        return network.equals(AUTOENCODER) ? autoencoder(algorithm) : lenet(algorithm);
    }

    private static RateParameters autoencoder(RateAlgorithm algorithm) {
        boolean pal = algorithm == RateAlgorithm.PAL;
        Layer[] layers = {Layer.dense(200, Activation.TANH), Layer.dense(2, Activation.LINEAR), Layer.dense(200, Activation.TANH),
            Layer.dense(784, Activation.LINEAR)};
        double[] rates = {1e-2, 1e-2, 1e-2, 1e-3};
        List<Layer> all = new ArrayList<>();
        for (int l = 0; l < layers.length; l++) {
            all.add(layers[l].withEta(BASE * rates[l]).withBackward(pal && l > 0 ? BASE : 0, 1e-4).withSigma(pal && l < 3 ? 1e-2 : 0));
        }
        return new RateParameters(algorithm, Target.RATE, Shape.of(784), all, 32, 0.1, 0.1, 1, 1, 0, 0);
    }

    private static RateParameters lenet(RateAlgorithm algorithm) {
        boolean pal = algorithm == RateAlgorithm.PAL;
        Layer[] layers =
                {Layer.convolution(20, 5, Activation.LOGISTIC), Layer.maxPool(), Layer.convolution(50, 5, Activation.LOGISTIC), Layer.maxPool(),
                    Layer.projection(500, Activation.LOGISTIC), Layer.dense(10, Activation.LINEAR)};
        double[] rates = {5, 0, 1, 0, 2, 0.2};
        double[] backward = {0, 0, 0, 0, 10, 10};
        double[] sigmas = {0, 0.05, 0, 0.05, 0.05, 0.05};
        List<Layer> all = new ArrayList<>();
        for (int l = 0; l < layers.length; l++) {
            all.add(layers[l].withEta(BASE * rates[l]).withBackward(pal ? BASE * backward[l] : 0, backward[l] > 0 ? 5e-5 : 0)
                    .withSigma(pal ? sigmas[l] : 0));
        }
        return new RateParameters(algorithm, Target.MSE, new Shape(3, 32, 32), all, 128, 0.1, 0.1, 1, 1, 0, 0);
    }

    /** A network with weights as in the experiments. */
    public static RateNetwork network(RateParameters p, int threads) {
        RateNetwork network = new RateNetwork(p, new RateNoise.Counter(1), threads);
        SplittableRandom random = new SplittableRandom(1);
        for (int l = 1; l <= p.depth(); l++) {
            for (RateVariable variable : List.of(RateVariable.W, RateVariable.b, RateVariable.B, RateVariable.D)) {
                if (variable.exists(p, l)) {
                    int size = 1;
                    for (int length : variable.shape(p, l)) {
                        size *= length;
                    }
                    // Uniform, with the standard deviation 0.05.
                    network.write(variable, l, random.doubles(size, -0.0866, 0.0866).toArray());
                }
            }
        }
        return network;
    }

    /** Updates with each new batch, fewer than in a run, so that every sample has a new one and is not long. */
    static int held(RateParameters p) {
        return flops(p) > LONG ? 2 : 10;
    }

    /** One batch of inputs, as sparse as digits are. */
    static float[][] inputs(RateParameters p) {
        SplittableRandom random = new SplittableRandom(2);
        float[][] inputs = new float[p.batch()][p.input().size()];
        for (float[] input : inputs) {
            for (int i = 0; i < input.length; i++) {
                input[i] = random.nextInt(5) == 0 ? (float) random.nextDouble() : 0;
            }
        }
        return inputs;
    }

    /** Their targets: the inputs again, or classes in turn. */
    static float[][] targets(RateParameters p, float[][] inputs) {
        float[][] targets = new float[p.batch()][p.shape(p.depth()).size()];
        for (int sample = 0; sample < p.batch(); sample++) {
            if (targets[sample].length == inputs[sample].length) {
                targets[sample] = inputs[sample];
            } else {
                targets[sample][sample % targets[sample].length] = 1;
            }
        }
        return targets;
    }

    /** Multiplications and additions of an update: what no form of it can do without. */
    static double flops(RateParameters p) {
        double flops = 0;
        for (int l = 1; l <= p.depth(); l++) {
            if (!p.layer(l).hasWeights()) {
                continue;
            }
            double product = 2.0 * p.fanIn(l) * p.shape(l).size() * p.batch();
            boolean held = l == 1 && !p.input().isMap();
            // Held, the first layer takes products with N x N numbers for the product and nothing else.
            double forward = held ? 2.0 * p.batch() * p.batch() * p.shape(1).size() : product;
            boolean aligns = p.algorithm() == RateAlgorithm.PAL && l > 1 && p.layer(l).etaBackward() > 0;
            flops += forward + (held ? 0 : product) + (l > 1 && p.algorithm() != RateAlgorithm.DFA ? product : 0) + (aligns ? product : 0);
        }
        return flops;
    }
}
