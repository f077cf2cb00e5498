package org.pal4j.rate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pal4j.Activation;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;

/** Properties of the reference model that the golden cases do not cover; the golden cases are tested in VerificationTest. */
class ReferenceNetworkTest {
    private static final int BATCH = 2;
    private static final double BETA = 0.1;
    private static final Shape MAPS = new Shape(2, 6, 7);
    /** Small enough for a network to stay put while it settles, and large enough for the last update to be visible. */
    private static final double ETA = 1e-6;
    private static final double[][] NO_DRAWS = new double[9][0];

    /** Three kinds of layers and all smooth activations. */
    private static RateParameters mixed(RateAlgorithm algorithm, Target target) {
        return parameters(algorithm, target, 0, MAPS, List.of(
                Layer.convolution(3, 2, Activation.TANH).withEta(ETA), Layer.convolution(2, 3, Activation.LINEAR).withEta(ETA),
                Layer.projection(5, Activation.SOFT_RELU).withEta(ETA), Layer.dense(3, Activation.LOGISTIC).withEta(ETA)));
    }

    private static RateParameters pooled(RateAlgorithm algorithm) {
        return parameters(algorithm, Target.RATE, 0, new Shape(2, 7, 5), List.of(
                Layer.convolution(3, 2, Activation.TANH).withEta(ETA), Layer.maxPool(),
                Layer.convolution(2, 2, Activation.LOGISTIC).withEta(ETA), Layer.projection(3, Activation.LOGISTIC).withEta(ETA)));
    }

    private static RateParameters parameters(RateAlgorithm algorithm, Target target, double white, Shape input, List<Layer> layers) {
        return new RateParameters(algorithm, target, input, layers, BATCH, 0.1, BETA, 1, 1, 0, white);
    }

    private static double[] values(SplittableRandom random, int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    private static ReferenceNetwork start(RateParameters p, SplittableRandom random) {
        ReferenceNetwork network = new ReferenceNetwork(p);
        for (RateVariable variable : RateVariable.values()) {
            for (int l = 1; l <= p.depth(); l++) {
                if (variable.isWeight() && variable.exists(p, l)) {
                    network.write(variable, l, values(random, count(p, variable, l)));
                }
            }
        }
        return network;
    }

    private static int count(RateParameters p, RateVariable variable, int l) {
        return Arrays.stream(variable.shape(p, l)).reduce(1, (a, b) -> a * b);
    }

    /** Updates with a held input until rates and errors are constant. */
    private static void settle(ReferenceNetwork network, double[] x, double[] y) {
        for (int n = 0; n < 3 * network.parameters().depth(); n++) {
            network.update(x, y, true, false, NO_DRAWS, NO_DRAWS);
        }
    }

    /** The loss that learning with this target minimizes: the mean over the batch. */
    private static double loss(ReferenceNetwork network, double[] y) {
        RateParameters p = network.parameters();
        double[] u = network.read(RateVariable.u, p.depth());
        double[] r = network.read(RateVariable.r, p.depth());
        int outputs = y.length / BATCH;
        double loss = 0;
        for (int i = 0; i < y.length; i++) {
            int first = i / outputs * outputs;
            loss += switch (p.target()) {
                case RATE -> Math.pow(y[i] - r[i], 2) / 2;
                case MSE -> Math.pow(y[i] - u[i], 2) / 2;
                case SOFTMAX -> y[i] * (Math.log(Arrays.stream(u, first, first + outputs).map(Math::exp).sum()) - u[i]);
            };
        }
        return loss / BATCH;
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void settledNetworkFollowsTheGradientWithBackpropagation(Target target) {
        gradient(mixed(RateAlgorithm.BP, target));
    }

    @Test
    void gradientPassesThroughAMaxPool() {
        gradient(pooled(RateAlgorithm.BP));
    }

    /** Each update of a settled network is -dt eta beta times the derivative of the loss, computed by finite differences. */
    private static void gradient(RateParameters p) {
        SplittableRandom random = new SplittableRandom(5);
        double[] x = values(random, BATCH * p.input().size());
        // Probabilities, as the softmax requires; the other targets accept them, too.
        double[] y = {0.7, 0.3, 0, 0.2, 0.2, 0.6};
        int moved = 0;
        for (RateVariable variable : List.of(RateVariable.W, RateVariable.b)) {
            for (int l = 1; l <= p.depth(); l++) {
                for (int tries = 0; variable.exists(p, l) && tries < 3; tries++) {
                    int k = random.nextInt(count(p, variable, l));
                    // The bias of a filter is shared by all positions and changes by the mean over them, not the sum.
                    int shared = variable == RateVariable.b ? p.shape(l).positions() : 1;
                    double expected = -p.dt() * ETA * BETA * derivative(p, variable, l, k, x, y) / shared;
                    ReferenceNetwork network = start(p, new SplittableRandom(7));
                    settle(network, x, y);
                    double before = network.read(variable, l)[k];
                    network.update(x, y, true, false, NO_DRAWS, NO_DRAWS);
                    double change = network.read(variable, l)[k] - before;
                    assertEquals(expected, change, 1e-3 * Math.abs(expected) + 2e-16, variable + " of layer " + l);
                    moved += Math.abs(change) > 1e-12 ? 1 : 0;
                }
            }
        }
        assertTrue(moved > 3 * p.depth(), "only " + moved + " changes are large enough to compare");
    }

    private static double derivative(RateParameters p, RateVariable variable, int l, int k, double[] x, double[] y) {
        double step = 1e-4;
        double[] loss = new double[2];
        for (int side = 0; side < 2; side++) {
            ReferenceNetwork network = start(p, new SplittableRandom(7));
            double[] weights = network.read(variable, l);
            weights[k] += side == 0 ? step : -step;
            network.write(variable, l, weights);
            for (int n = 0; n <= p.depth(); n++) {
                network.update(x, new double[0], false, false, NO_DRAWS, NO_DRAWS);
            }
            loss[side] = loss(network, y);
        }
        return (loss[0] - loss[1]) / (2 * step);
    }

    @Test
    void evaluationFreezesWeightsAndHasNoTargetError() {
        RateParameters p = mixed(RateAlgorithm.FA, Target.MSE);
        SplittableRandom random = new SplittableRandom(1);
        ReferenceNetwork network = start(p, random);
        double[] x = values(random, BATCH * p.input().size());
        settle(network, x, values(random, BATCH * 3));
        double[] weights = network.read(RateVariable.W, 2);
        network.update(x, new double[0], false, false, NO_DRAWS, NO_DRAWS);
        assertArrayEquals(new double[BATCH * 3], network.read(RateVariable.e, 4));
        assertTrue(Arrays.stream(network.read(RateVariable.e, 3)).anyMatch(e -> e != 0), "hidden errors are those of the update before");
        assertArrayEquals(weights, network.read(RateVariable.W, 2));
    }

    /** Kolen-Pollack: the difference between B and the transpose of W decays, whatever both learn. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 7})
    void kolenPollackForgetsTheDifferenceOfTheWeights(double low) {
        Layer hidden = Layer.dense(5, Activation.TANH).withEta(0.4);
        Layer above = Layer.dense(4, Activation.LOGISTIC).withEta(0.8).withBackward(0.8, 0.3);
        Layer last = Layer.dense(2, Activation.LINEAR).withEta(0.8).withBackward(0.8, 0.3);
        RateParameters p =
                new RateParameters(RateAlgorithm.KP, Target.MSE, Shape.of(3), List.of(hidden, above, last), BATCH, 0.1, BETA, 1, 1, low, 0);
        SplittableRandom random = new SplittableRandom(4);
        ReferenceNetwork network = start(p, random);
        double[][] before = {difference(network, 2), difference(network, 3)};
        double[] w = network.read(RateVariable.W, 3);
        for (int n = 0; n < 40; n++) {
            network.update(values(random, BATCH * 3), values(random, BATCH * 2), true, false, NO_DRAWS, NO_DRAWS);
        }
        assertNotEquals(w[0] * Math.pow(1 - 0.1 * 0.8 * 0.3, 40), network.read(RateVariable.W, 3)[0], 1e-3, "W does not only decay");
        for (int l = 2; low == 0 && l <= 3; l++) {
            double[] now = difference(network, l);
            for (int i = 0; i < now.length; i++) {
                assertEquals(before[l - 2][i] * Math.pow(1 - 0.1 * 0.8 * 0.3, 40), now[i], 1e-13);
            }
        }
    }

    private static double[] difference(ReferenceNetwork network, int l) {
        int[] shape = RateVariable.B.shape(network.parameters(), l);
        double[] b = network.read(RateVariable.B, l);
        double[] w = ReferenceArrays.flat(ReferenceArrays.transposed(ReferenceArrays.rows(network.read(RateVariable.W, l), shape[1], shape[0])));
        for (int i = 0; i < b.length; i++) {
            b[i] -= w[i];
        }
        return b;
    }

    /** A W that does not learn has nothing to forget. */
    @Test
    void kolenPollackLetsOnlyWeightsThatLearnDecay() {
        RateParameters p = parameters(RateAlgorithm.KP, Target.MSE, 0, Shape.of(3),
                List.of(Layer.dense(2, Activation.TANH), Layer.dense(2, Activation.LINEAR).withBackward(1, 0.1)));
        SplittableRandom random = new SplittableRandom(4);
        ReferenceNetwork network = start(p, random);
        double[] w = network.read(RateVariable.W, 2);
        double[] b = network.read(RateVariable.B, 2);
        network.update(values(random, BATCH * 3), values(random, BATCH * 2), true, false, NO_DRAWS, NO_DRAWS);
        assertArrayEquals(w, network.read(RateVariable.W, 2));
        assertNotEquals(b[0], network.read(RateVariable.B, 2)[0]);
    }

    /** Weight mirrors: the mean update of B points to sigma^2 W transposed, and the network itself does not notice the noise. */
    @Test
    void weightMirrorsSeeTheWeights() {
        List<Layer> layers = List.of(Layer.dense(4, Activation.LOGISTIC).withSigma(0.5),
                Layer.dense(3, Activation.LINEAR).withBackward(0.05, 0.25).withSigma(0.5));
        RateParameters p = parameters(RateAlgorithm.WM, Target.MSE, 0, Shape.of(3), layers);
        SplittableRandom random = new SplittableRandom(4);
        ReferenceNetwork network = start(p, random);
        ReferenceNetwork silent = start(parameters(RateAlgorithm.FA, Target.MSE, 0, Shape.of(3), layers), new SplittableRandom(4));
        double[] x = values(random, BATCH * 3);
        for (int n = 0; n < 20_000; n++) {
            double[][] draws = {random.doubles(BATCH * 4, -1, 1).map(z -> Math.sqrt(3) * z).toArray(), new double[0]};
            network.update(x, x, true, true, draws, NO_DRAWS);
        }
        silent.update(x, x, true, true, NO_DRAWS, NO_DRAWS);
        assertArrayEquals(silent.read(RateVariable.r, 1), network.read(RateVariable.r, 1));
        // sigma^2 / alpha is 1.
        assertArrayEquals(new double[12], difference(network, 2), 0.05);
    }

    /** Two dense layers with noise. */
    private static RateParameters noisy(RateAlgorithm algorithm, double white) {
        return parameters(algorithm, Target.MSE, white, Shape.of(4), List.of(
                Layer.dense(3, Activation.LINEAR).withSigma(0.5), Layer.dense(2, Activation.LINEAR).withSigma(0.25)));
    }

    @Test
    void ouNoiseAdvancesEvenIfNotAdded() {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = values(random, BATCH * 4);
        double[][] ou = {values(random, BATCH * 3), values(random, BATCH * 2)};
        ReferenceNetwork on = start(noisy(RateAlgorithm.PAL, 0), new SplittableRandom(2));
        ReferenceNetwork off = start(noisy(RateAlgorithm.PAL, 0), new SplittableRandom(2));
        on.update(x, x, false, true, ou, NO_DRAWS);
        off.update(x, x, false, false, ou, NO_DRAWS);
        for (int i = 0; i < BATCH * 3; i++) {
            double xi = Math.sqrt(0.1) * 0.5 * ou[0][i];
            assertEquals(xi, on.read(RateVariable.xi, 1)[i], 1e-15);
            assertEquals(xi, off.read(RateVariable.xi, 1)[i], 1e-15);
            assertEquals(xi, on.read(RateVariable.u, 1)[i] - off.read(RateVariable.u, 1)[i], 1e-15);
        }
    }

    @Test
    void whiteNoiseIsFreshUnscaledAndIndependentOfOuNoise() {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = values(random, BATCH * 4);
        double[][] none = {new double[BATCH * 3], new double[BATCH * 2]};
        double[][] white = {values(random, BATCH * 3), values(random, BATCH * 2)};
        ReferenceNetwork with = start(noisy(RateAlgorithm.PAL, 0.3), new SplittableRandom(2));
        ReferenceNetwork without = start(noisy(RateAlgorithm.BP, 0.3), new SplittableRandom(2));
        // Copy the weights, because PAL's additional weights shift the random sequence.
        with.write(RateVariable.W, 1, without.read(RateVariable.W, 1));
        with.write(RateVariable.b, 1, without.read(RateVariable.b, 1));
        for (int n = 0; n < 2; n++) {
            with.update(x, x, false, false, none, white);
            without.update(x, x, false, false, none, white);
        }
        for (int i = 0; i < BATCH * 3; i++) {
            assertEquals(0.3 * white[0][i], with.read(RateVariable.u, 1)[i] - without.read(RateVariable.u, 1)[i], 1e-15);
        }
    }

    @Test
    void maxPoolPicksTheFirstAmongEquals() {
        RateParameters p = parameters(RateAlgorithm.BP, Target.MSE, 0, new Shape(1, 2, 4), List.of(
                Layer.convolution(1, 1, Activation.LINEAR), Layer.maxPool(), Layer.projection(1, Activation.LINEAR)));
        ReferenceNetwork network = new ReferenceNetwork(p);
        network.write(RateVariable.W, 1, new double[] {1});
        network.write(RateVariable.W, 3, new double[] {1, 2});
        double[] x = new double[BATCH * 8];
        Arrays.fill(x, 3);
        settle(network, x, new double[BATCH]);
        // u = 3 (1 + 2) at the output, so E = -0.9. W propagates it to the two positions of the pool, and the pool to their first neurons.
        assertArrayEquals(new double[] {-0.9, 0, -1.8, 0, 0, 0, 0, 0}, Arrays.copyOf(network.read(RateVariable.e, 1), 8), 1e-12);
    }

    @Test
    void directFeedbackOfAMapIsOrderedByRowColumnFilter() {
        Shape map = new Shape(2, 2, 3);
        RateParameters p = parameters(RateAlgorithm.DFA, Target.MSE, 0, map, List.of(
                Layer.convolution(2, 1, Activation.LINEAR), Layer.projection(1, Activation.LINEAR)));
        ReferenceNetwork network = new ReferenceNetwork(p);
        // The digits are row, column and filter.
        double[] d = {0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121};
        network.write(RateVariable.D, 1, d);
        assertArrayEquals(d, network.read(RateVariable.D, 1));
        double[] y = {10, 10};
        network.update(new double[BATCH * 12], y, true, false, NO_DRAWS, NO_DRAWS);
        assertArrayEquals(new double[] {0, 10, 20, 100, 110, 120, 1, 11, 21, 101, 111, 121}, Arrays.copyOf(network.read(RateVariable.e, 1), 12),
                1e-12);
    }

    /** A convolution whose kernel is as large as the map equals a projection. */
    @ParameterizedTest
    @EnumSource(RateAlgorithm.class)
    void kernelOfTheWholeMapEqualsAProjection(RateAlgorithm algorithm) {
        Shape square = new Shape(2, 3, 3);
        List<Layer> first = List.of(Layer.convolution(4, 2, Activation.TANH).withEta(1).withSigma(0.1));
        Layer last = Layer.dense(2, Activation.LINEAR).withEta(1).withBackward(1, 0.01).withSigma(0.1);
        ReferenceNetwork one = new ReferenceNetwork(parameters(algorithm, Target.RATE, 0, square, List.of(first.getFirst(),
                Layer.convolution(5, 2, Activation.LOGISTIC).withEta(1).withBackward(1, 0.01).withSigma(0.1), last)));
        ReferenceNetwork other = new ReferenceNetwork(parameters(algorithm, Target.RATE, 0, square, List.of(first.getFirst(),
                Layer.projection(5, Activation.LOGISTIC).withEta(1).withBackward(1, 0.01).withSigma(0.1), last)));
        SplittableRandom random = new SplittableRandom(3);
        for (RateVariable variable : RateVariable.values()) {
            for (int l = 1; l <= 3; l++) {
                if (variable.isWeight() && variable.exists(one.parameters(), l)) {
                    double[] values = values(random, count(one.parameters(), variable, l));
                    one.write(variable, l, values);
                    other.write(variable, l, variable == RateVariable.W && l == 2
                            ? ReferenceArrays.flat(ReferenceArrays.transposed(ReferenceArrays.rows(values, 5, 16))) : values);
                }
            }
        }
        for (int n = 0; n < 20; n++) {
            double[] x = values(random, BATCH * square.size());
            double[] y = values(random, BATCH * 2);
            double[][] ou = {values(random, BATCH * 16), values(random, BATCH * 5), values(random, BATCH * 2)};
            one.update(x, y, true, true, ou, NO_DRAWS);
            other.update(x, y, true, true, ou, NO_DRAWS);
        }
        assertEquals(20, one.updates());
        for (RateVariable variable : RateVariable.values()) {
            for (int l = 1; l <= 3; l++) {
                if (variable.exists(one.parameters(), l) && !(variable == RateVariable.W && l == 2)) {
                    assertArrayEquals(one.read(variable, l), other.read(variable, l), 1e-14, variable + " of layer " + l);
                }
            }
        }
    }

    @Test
    void missingVariablesCanNotBeReadOrWritten() {
        ReferenceNetwork network = new ReferenceNetwork(pooled(RateAlgorithm.BP));
        assertThrows(IllegalArgumentException.class, () -> network.read(RateVariable.W, 2));
        assertThrows(IllegalArgumentException.class, () -> network.read(RateVariable.r, 5));
        assertThrows(IllegalArgumentException.class, () -> network.write(RateVariable.r, 1, new double[BATCH * 72]));
        assertThrows(IllegalArgumentException.class, () -> network.write(RateVariable.b, 1, new double[4]));
        assertThrows(IllegalArgumentException.class, () -> network.update(new double[1], new double[6], true, false, NO_DRAWS, NO_DRAWS));
    }
}
