package org.pal4j.rate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pal4j.Activation;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;

/** The simulator follows the reference model for all kinds of networks, and has the same bits on any number of threads. */
@Tag("width")
@net.jqwik.api.Tag("width")
class RateNetworkTest {
    private static final RateVariable[] WEIGHTS = {RateVariable.W, RateVariable.b, RateVariable.B, RateVariable.D};

    /** Small networks of all kinds, about half of them with maps. */
    static RateParameters parameters(SplittableRandom random) {
        RateAlgorithm algorithm = RateAlgorithm.values()[random.nextInt(RateAlgorithm.values().length)];
        boolean maps = random.nextBoolean();
        List<Layer> layers = new ArrayList<>();
        Shape input = maps ? new Shape(random.nextInt(1, 4), 2 * random.nextInt(4, 7), 2 * random.nextInt(4, 7)) : Shape.of(random.nextInt(1, 60));
        if (maps) {
            // 8, 10 or 12 minus 2 is even again.
            layers.add(Layer.convolution(random.nextInt(1, 10), 3, activation(random)));
            if (random.nextBoolean()) {
                layers.add(Layer.maxPool());
            }
            if (random.nextBoolean()) {
                layers.add(Layer.convolution(random.nextInt(1, 6), random.nextInt(1, 3), activation(random)));
            }
            layers.add(Layer.projection(random.nextInt(1, 20), activation(random)));
        }
        for (int l = random.nextInt(3); l >= 0; l--) {
            layers.add(Layer.dense(random.nextInt(1, 40), activation(random)));
        }
        layers.replaceAll(
                layer -> (layer.hasWeights() ? layer.withEta(random.nextInt(3) == 0 ? 0 : 0.5).withBackward(random.nextInt(3) == 0 ? 0 : 0.5, 0.01)
                        : layer).withSigma(random.nextInt(3) == 0 ? 0 : 0.05));
        return new RateParameters(algorithm, Target.values()[random.nextInt(3)], input, layers, random.nextInt(1, 70), 0.1, 0.1, 1, 1.2,
                random.nextInt(3) == 0 ? 5 : 0, random.nextInt(3) == 0 ? 0.02 : 0);
    }

    /** Excludes activations with discontinuous slopes, where float rounding may put a voltage on the other side of a kink. */
    private static Activation activation(SplittableRandom random) {
        Activation[] smooth = {Activation.LINEAR, Activation.LOGISTIC, Activation.TANH, Activation.SOFT_RELU};
        return smooth[random.nextInt(smooth.length)];
    }

    static void fill(RateParameters p, List<? extends RateState> networks, SplittableRandom random) {
        for (int l = 1; l <= p.depth(); l++) {
            for (RateVariable variable : WEIGHTS) {
                if (variable.exists(p, l)) {
                    double[] values = random.doubles(size(variable.shape(p, l)), -0.4, 0.4).map(x -> (float) x).toArray();
                    for (RateState network : networks) {
                        network.write(variable, l, values);
                    }
                }
            }
        }
    }

    private static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    static double[][] draws(RateParameters p, SplittableRandom random) {
        double[][] draws = new double[p.depth()][];
        for (int l = 1; l <= p.depth(); l++) {
            draws[l - 1] = random.doubles((long) p.batch() * p.shape(l).size(), -1.7, 1.7).toArray();
        }
        return draws;
    }

    @Property(tries = 50)
    void simulatorFollowsTheReference(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        follow(parameters(random), random);
    }

    /** Voltages of the output are kept, so a convolution there does not go row by row. */
    @Property(tries = 10)
    void aConvolutionMayBeTheOutput(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RateAlgorithm algorithm = RateAlgorithm.values()[random.nextInt(RateAlgorithm.values().length)];
        List<Layer> layers = new ArrayList<>();
        for (int l = random.nextInt(3); l >= 0; l--) {
            // Gradients of a kernel are sums over positions, so that these rates are not small.
            layers.add(Layer.convolution(random.nextInt(1, 20), random.nextInt(1, 4), activation(random)).withEta(0.01).withBackward(0.01, 0.01)
                    .withSigma(0.05));
        }
        Shape input = new Shape(random.nextInt(1, 4), random.nextInt(7, 10), random.nextInt(7, 10));
        follow(new RateParameters(algorithm, Target.values()[random.nextInt(3)], input, layers, random.nextInt(1, 70), 0.1, 0.1, 1, 1.2, 0, 0),
                random);
    }

    private static void follow(RateParameters p, SplittableRandom random) {
        ReferenceNetwork reference = new ReferenceNetwork(p);
        RateNetwork network = new RateNetwork(p, new RateNoise.Given());
        fill(p, List.of(reference, network), random);
        int outputs = p.shape(p.depth()).size();
        for (int batch = 0; batch < 3; batch++) {
            double[] x = random.doubles((long) p.batch() * p.input().size(), 0, 1).map(v -> (float) v).toArray();
            double[] y = random.doubles((long) p.batch() * outputs, 0, 1).map(v -> (float) v).toArray();
            boolean train = batch != 1;
            boolean noise = random.nextBoolean();
            for (int k = 0; k < 7; k++) {
                double[][] ou = draws(p, random);
                double[][] white = draws(p, random);
                if (!poolsChooseAlike(p, reference, network)) {
                    return;
                }
                reference.update(x, y, train, noise, ou, white);
                network.update(x, y, train, noise, ou, white);
            }
            compare(p, reference, network, batch);
        }
    }

    /** A sample with 256-bit vectors in which one window of a max-pool chooses another neuron in float than in double. */
    @Test
    void roundingMayChooseInAMaxPool() {
        simulatorFollowsTheReference(-3775434263881113276L);
    }

    /**
     * Whether all max-pools take their next rates from the same neurons. Where two rates differ by less than floats can tell, the networks may choose
     * differently, and then go different ways. With 20 000 windows in an update this happens in one run of several dozen.
     */
    private static boolean poolsChooseAlike(RateParameters p, ReferenceNetwork reference, RateNetwork network) {
        for (int l = 2; l <= p.depth(); l++) {
            if (p.layer(l).kind() != LayerKind.MAXPOOL) {
                continue;
            }
            double[] exact = reference.read(RateVariable.r, l - 1);
            double[] rounded = network.read(RateVariable.r, l - 1);
            for (int i = 0; i < p.batch() * p.shape(l).size(); i++) {
                int chosen = largest(p.shape(l), i, exact);
                int other = largest(p.shape(l), i, rounded);
                if (chosen != other) {
                    assertEquals(exact[chosen], exact[other], 1e-5, "rates below max-pool " + l + " of " + p);
                    return false;
                }
            }
        }
        return true;
    }

    /** The first of the largest of the four rates below neuron i of a max-pool, counted over all samples. */
    private static int largest(Shape shape, int i, double[] rates) {
        int width = 2 * shape.width();
        // Channels and samples are alike: each has all its rows before the next one begins.
        int best = i / shape.width() * 2 * width + i % shape.width() * 2;
        for (int other : new int[] {best + 1, best + width, best + width + 1}) {
            best = rates[other] > rates[best] ? other : best;
        }
        return best;
    }

    private static double magnitude(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private static void compare(RateParameters p, ReferenceNetwork reference, RateNetwork network, int batch) {
        for (int l = 1; l <= p.depth(); l++) {
            for (RateVariable variable : RateVariable.values()) {
                if (!variable.exists(p, l) || variable == RateVariable.u && l < p.depth()) {
                    continue;
                }
                double[] expected = reference.read(variable, l);
                double[] actual = network.read(variable, l);
                double bound = 5e-5 * Math.max(1e-3, magnitude(expected));
                if (variable == RateVariable.h) {
                    // High-passed rates are differences of rates, and these are accurate to the last bits of a float only.
                    bound += 1e-6 * Math.max(1, magnitude(reference.read(RateVariable.r, l)));
                }
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], actual[i], bound, variable + " of layer " + l + ", value " + i + ", after batch " + batch + " of " + p);
                }
            }
        }
    }

    static RateParameters autoencoder(RateAlgorithm algorithm, int batch) {
        double sigma = algorithm.isNoisy() ? 0.1 : 0;
        double rate = algorithm.learnsFeedback() ? 0.5 : 0;
        return new RateParameters(algorithm, Target.RATE, Shape.of(50), List.of(
                Layer.dense(40, Activation.TANH).withEta(0.3).withSigma(sigma),
                Layer.dense(2, Activation.LINEAR).withEta(0.3).withBackward(rate, 1e-3).withSigma(sigma),
                Layer.dense(200, Activation.TANH).withEta(0.3).withBackward(rate, 1e-3).withSigma(sigma),
                Layer.dense(50, Activation.LINEAR).withEta(0.1).withBackward(rate, 1e-3)), batch, 0.1, 0.1, 1, 1, 0, 0);
    }

    static RateParameters maps(RateAlgorithm algorithm) {
        double sigma = algorithm.isNoisy() ? 0.05 : 0;
        double rate = algorithm.learnsFeedback() ? 1 : 0;
        return new RateParameters(algorithm, Target.MSE, new Shape(3, 16, 16), List.of(
                Layer.convolution(20, 5, Activation.LOGISTIC).withEta(0.5), Layer.maxPool().withSigma(sigma),
                Layer.convolution(18, 3, Activation.LOGISTIC).withEta(0.5).withBackward(0.3 * rate, 1e-3).withSigma(sigma),
                Layer.maxPool().withSigma(sigma),
                Layer.projection(100, Activation.LOGISTIC).withEta(0.5).withBackward(rate, 1e-4).withSigma(sigma),
                Layer.dense(10, Activation.LINEAR).withEta(0.1).withBackward(rate, 1e-4).withSigma(sigma)), 50, 0.1, 0.1, 1, 1, 0, 0);
    }

    /** Wide enough for threads to share the drawing of noise. */
    static RateParameters wide(RateAlgorithm algorithm) {
        double sigma = algorithm.isNoisy() ? 0.05 : 0;
        List<Layer> layers = List.of(Layer.dense(600, Activation.TANH).withEta(0.01).withSigma(sigma),
                Layer.dense(3, Activation.LINEAR).withEta(0.01).withBackward(0.1, 1e-3));
        return new RateParameters(algorithm, Target.RATE, Shape.of(20), layers, 128, 0.1, 0.1, 1, 1, 0, algorithm == RateAlgorithm.PAL ? 0.01 : 0);
    }

    private static RateNetwork run(RateParameters p, int threads, int[] updatesPerCall) {
        RateNetwork network = new RateNetwork(p, new RateNoise.Counter(5), threads);
        SplittableRandom random = new SplittableRandom(8);
        fill(p, List.of(network), random);
        for (int batch = 0; batch < 2; batch++) {
            for (int sample = 0; sample < p.batch(); sample++) {
                network.input(sample, floats(random, p.input().size()));
                network.target(sample, floats(random, p.shape(p.depth()).size()));
            }
            for (int cut : updatesPerCall) {
                network.advance(true, true, cut);
                network.read(RateVariable.W, 1);
            }
            network.advance(false, true, 2);
        }
        return network;
    }

    static float[] floats(SplittableRandom random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    private static String bits(RateNetwork network) {
        CRC32 crc = new CRC32();
        for (int l = 1; l <= network.parameters().depth(); l++) {
            for (RateVariable variable : new RateVariable[] {RateVariable.r, RateVariable.W, RateVariable.b, RateVariable.B}) {
                if (variable.exists(network.parameters(), l)) {
                    for (double value : network.read(variable, l)) {
                        crc.update(ByteBuffer.allocate(4).putFloat((float) value).flip());
                    }
                }
            }
        }
        return Long.toHexString(crc.getValue());
    }

    /** The same at every vector width and on every machine. An intentional change of the arithmetic requires new checksums here. */
    @Test
    void bitsDoNotDependOnTheMachine() {
        assertEquals("[4f0c4839, 8505f46e, ab433e1f, 2c7196bf]",
                List.of(bits(run(autoencoder(RateAlgorithm.PAL, 32), 1, new int[] {5})),
                        bits(run(autoencoder(RateAlgorithm.BP, 70), 1, new int[] {5})),
                        bits(run(maps(RateAlgorithm.PAL), 1, new int[] {3})), bits(run(maps(RateAlgorithm.BP), 1, new int[] {3}))).toString());
        assertEquals("[a1d0ab7, 9aedc72b, 31b70bac, a4cdb09f]",
                Stream.of(RateAlgorithm.KP, RateAlgorithm.WM).flatMap(algorithm -> Stream.of(autoencoder(algorithm, 37), maps(algorithm)))
                        .map(p -> bits(run(p, 1, new int[] {4}))).toList().toString());
    }

    @Test
    void bitsDoNotDependOnThreadsCallsOrReads() {
        for (RateAlgorithm algorithm : RateAlgorithm.values()) {
            for (RateParameters p : List.of(autoencoder(algorithm, 32), autoencoder(algorithm, 45), maps(algorithm), wide(algorithm))) {
                String bits = bits(run(p, 1, new int[] {4}));
                assertEquals(bits, bits(run(p, 2, new int[] {4})), algorithm + " on two threads");
                assertEquals(bits, bits(run(p, 1, new int[] {1, 2, 1})), algorithm + " in three calls");
            }
        }
    }

    /** Lanes without a sample may hold anything and leave no trace. */
    @Test
    void paddingDoesNotAffectWeights() {
        for (RateParameters p : List.of(autoencoder(RateAlgorithm.PAL, 5), maps(RateAlgorithm.PAL), autoencoder(RateAlgorithm.KP, 37),
                maps(RateAlgorithm.KP), autoencoder(RateAlgorithm.WM, 21), maps(RateAlgorithm.WM))) {
            String clean = bits(run(p, 1, new int[] {3}));
            RateNetwork network = new RateNetwork(p, new RateNoise.Counter(5), 1);
            network.fillPadding(Float.NaN);
            SplittableRandom random = new SplittableRandom(8);
            fill(p, List.of(network), random);
            for (int batch = 0; batch < 2; batch++) {
                for (int sample = 0; sample < p.batch(); sample++) {
                    network.input(sample, floats(random, p.input().size()));
                    network.target(sample, floats(random, p.shape(p.depth()).size()));
                }
                network.advance(true, true, 3);
                network.advance(false, true, 2);
            }
            assertEquals(clean, bits(network));
        }
    }

    @Test
    void invalidAccessIsRejected() {
        RateNetwork network = new RateNetwork(autoencoder(RateAlgorithm.PAL, 4), new RateNoise.Counter(1));
        assertThrows(IllegalArgumentException.class, () -> network.write(RateVariable.r, 1, new double[160]));
        assertThrows(IllegalArgumentException.class, () -> network.write(RateVariable.W, 1, new double[3]));
        assertThrows(IllegalArgumentException.class, () -> network.write(RateVariable.B, 1, new double[2000]));
        assertThrows(IllegalArgumentException.class, () -> network.input(0, new float[49]));
        assertThrows(IndexOutOfBoundsException.class, () -> network.input(4, new float[50]));
        assertThrows(IllegalArgumentException.class, () -> new RateNetwork(autoencoder(RateAlgorithm.PAL, 4), new RateNoise.Counter(1), 0));
        float[] rates = new float[2];
        network.advance(true, true, 3);
        network.rates(2, 3, rates);
        assertArrayEquals(Arrays.copyOfRange(network.read(RateVariable.r, 2), 6, 8), new double[] {rates[0], rates[1]});
        assertTrue(network.isFinite(4));
    }
}
