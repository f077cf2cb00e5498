package org.pal4j.rate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pal4j.Activation;
import org.pal4j.InputException;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;
import org.pal4j.format.Safetensors;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;

/** The law that a rate network goes on from its saved state bit for bit, at any width and on any number of threads. */
@Tag("width")
@net.jqwik.api.Tag("width")
class RateNetworkStateTest {
    private static final int MORE = 11;

    private static RateNetwork network(RateParameters p, boolean given, int threads) {
        return new RateNetwork(p, given ? new RateNoise.Given() : new RateNoise.Counter(9), threads);
    }

    private static RateNetwork started(RateParameters p, boolean given, long seed) {
        RateNetwork network = network(p, given, 1);
        RateNetworkTest.fill(p, List.of(network), new SplittableRandom(seed));
        return network;
    }

    /** Makes updates whose input, target, draws and switches are a pure function of their number. */
    private static void advance(RateNetwork network, boolean given, long seed, int updates) {
        RateParameters p = network.parameters();
        for (int k = 0; k < updates; k++) {
            long n = network.updates();
            SplittableRandom random = new SplittableRandom(seed + n);
            boolean newBatch = n % 4 == 0;
            double[] x = new SplittableRandom(seed + n / 4).doubles((long) p.batch() * p.input().size(), -1, 1).toArray();
            double[] y = random.doubles((long) p.batch() * p.shape(p.depth()).size(), -1, 1).toArray();
            boolean train = n % 17 < 11;
            boolean noise = random.nextInt(3) > 0;
            if (given && random.nextInt(4) > 0) {
                network.update(x, y, train, noise, RateNetworkTest.draws(p, random), RateNetworkTest.draws(p, random));
                continue;
            }
            for (int sample = 0; newBatch && sample < p.batch(); sample++) {
                network.input(sample, floats(x, sample, p.input().size()));
                network.target(sample, floats(y, sample, p.shape(p.depth()).size()));
            }
            network.advance(train, noise, 1);
        }
    }

    private static float[] floats(double[] values, int row, int size) {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            floats[i] = (float) values[row * size + i];
        }
        return floats;
    }

    private static void assertReadsSame(RateNetwork expected, RateNetwork actual) {
        RateParameters p = expected.parameters();
        assertEquals(expected.updates(), actual.updates());
        for (int l = 1; l <= p.depth(); l++) {
            for (RateVariable variable : RateVariable.values()) {
                if (variable.exists(p, l) && expected.state().containsKey(variable.name() + l)) {
                    assertArrayEquals(expected.read(variable, l), actual.read(variable, l), variable + " " + l);
                }
            }
        }
    }

    private static void assertSame(RateNetwork expected, RateNetwork actual) {
        assertReadsSame(expected, actual);
        Map<String, NpyArray> state = expected.state();
        assertEquals(List.copyOf(state.keySet()), List.copyOf(actual.state().keySet()));
        actual.state().forEach((name, array) -> assertEquals(state.get(name), array, name));
    }

    @Property(tries = 150)
    void aResumedNetworkGoesOnAsTheUncutOne(@ForAll long seed, @ForAll boolean given, @ForAll @IntRange(max = 25) int cut) {
        check(RateNetworkTest.parameters(new SplittableRandom(seed)), given, seed, cut, 2);
    }

    private static void check(RateParameters p, boolean given, long seed, int cut, int threads) {
        RateNetwork whole = started(p, given, seed);
        advance(whole, given, seed, cut);
        RateNetwork resumed = network(p, given, threads);
        resumed.resume(whole.state());
        assertSame(whole, resumed);
        advance(whole, given, seed, MORE);
        advance(resumed, given, seed, MORE);
        assertSame(whole, resumed);
        RateNetwork uncut = started(p, given, seed);
        advance(uncut, given, seed, cut + MORE);
        assertSame(uncut, resumed);
    }

    /** Large enough for threads to share the work, with samples that are held: a batch that is not settled. */
    @Test
    void theNumberOfThreadsMayBeAnother() {
        for (RateAlgorithm algorithm : RateAlgorithm.values()) {
            for (RateParameters p : List.of(RateNetworkTest.autoencoder(algorithm, 45), RateNetworkTest.maps(algorithm),
                    RateNetworkTest.wide(algorithm))) {
                check(p, false, 4, 6, 2);
            }
        }
    }

    /** Arrays that nothing would miss would not be state: each one matters to some network at some update. */
    @Test
    void everyArrayIsNeeded() {
        Set<String> names = new TreeSet<>();
        Set<String> missed = new HashSet<>();
        for (int n = 0; n < 60; n++) {
            SplittableRandom random = new SplittableRandom(n);
            boolean given = n % 3 == 0;
            RateParameters p = RateNetworkTest.parameters(random);
            RateNetwork whole = started(p, given, n);
            advance(whole, given, n, random.nextInt(1, 22));
            Map<String, NpyArray> state = whole.state();
            for (String name : state.keySet()) {
                if (!missed.contains(kind(name)) && !goesOn(p, given, n, state, without(state, name))) {
                    missed.add(kind(name));
                }
                names.add(kind(name));
            }
        }
        names.removeAll(missed);
        // That of a network that runs away, see below.
        assertEquals(Set.of("quiet"), names);
    }

    /** A name without the layer. */
    private static String kind(String name) {
        return name.startsWith("held") ? name : name.replaceAll("\\d+$", "");
    }

    private static Map<String, NpyArray> without(Map<String, NpyArray> state, String name) {
        NpyArray array = state.get(name);
        return changed(state, name, switch (array.kind()) {
            case FLOAT32 -> NpyArray.ofFloats(new float[array.size()], array.shape());
            case BOOL -> NpyArray.ofBooleans(new boolean[] {!array.toBooleans()[0]});
            default -> NpyArray.ofLongs(new long[] {array.toLongs()[0] == 0 ? 1 : 0});
        });
    }

    private static Map<String, NpyArray> changed(Map<String, NpyArray> state, String name, NpyArray array) {
        Map<String, NpyArray> changed = new LinkedHashMap<>(state);
        changed.put(name, array);
        return changed;
    }

    private static boolean goesOn(RateParameters p, boolean given, long seed, Map<String, NpyArray> state, Map<String, NpyArray> changed) {
        RateNetwork whole = network(p, given, 1);
        RateNetwork resumed = network(p, given, 1);
        try {
            whole.resume(state);
            resumed.resume(changed);
            for (int updates : new int[] {0, 7}) {
                advance(whole, given, seed, updates);
                advance(resumed, given, seed, updates);
                assertReadsSame(whole, resumed);
            }
            return true;
        } catch (InputException | AssertionError e) {
            return false;
        }
    }

    /** After L + 2 updates without a target errors rest, and weights that are not finite no longer reach them. */
    @Test
    void errorsThatRestGoOnResting() {
        RateParameters p = RateNetworkTest.autoencoder(RateAlgorithm.FA, 5);
        RateNetwork network = started(p, false, 1);
        network.advance(true, false, 3);
        network.advance(false, false, p.depth() + 2);
        RateNetwork resumed = network(p, false, 1);
        resumed.resume(network.state());
        RateNetwork restless = network(p, false, 1);
        restless.resume(changed(network.state(), "quiet", NpyArray.ofLongs(new long[] {0})));
        double[] infinite = new double[200 * 2];
        Arrays.fill(infinite, Double.POSITIVE_INFINITY);
        for (RateNetwork each : List.of(network, resumed, restless)) {
            each.write(RateVariable.B, 3, infinite);
            each.advance(false, false, 1);
        }
        assertSame(network, resumed);
        assertEquals(0, resumed.read(RateVariable.e, 2)[0]);
        assertTrue(Double.isNaN(restless.read(RateVariable.e, 2)[0]));
    }

    /** In evaluation a max-pool hands on what it was told before errors rested; that is 0 in networks that are finite. */
    @Test
    void maxPoolsGoOnHandingErrorsOn() {
        RateParameters p = RateNetworkTest.maps(RateAlgorithm.BP);
        RateNetwork network = started(p, false, 1);
        double[] infinite = new double[100 * 10];
        Arrays.fill(infinite, Double.POSITIVE_INFINITY);
        network.write(RateVariable.W, 6, infinite);
        network.advance(true, false, p.depth());
        network.advance(false, false, p.depth() + 2);
        Map<String, NpyArray> state = network.state();
        RateNetwork resumed = network(p, false, 1);
        resumed.resume(state);
        RateNetwork without = network(p, false, 1);
        without.resume(without(state, "e2"));
        List.of(network, resumed, without).forEach(each -> each.advance(false, false, 1));
        assertSame(network, resumed);
        assertTrue(Arrays.stream(resumed.read(RateVariable.e, 1)).anyMatch(Double::isNaN));
        assertTrue(Arrays.stream(without.read(RateVariable.e, 1)).noneMatch(Double::isNaN));
    }

    /** Why the state has the form of the held batch: settled weights would be as good as ever, but give other last bits. */
    @Test
    void settlingAHeldBatchChangesBits() {
        RateParameters p = RateNetworkTest.autoencoder(RateAlgorithm.PAL, 32);
        RateNetwork network = started(p, false, 1);
        advance(network, false, 1, 6);
        RateNetwork settled = network(p, false, 1);
        settled.resume(network.state());
        settled.write(RateVariable.b, 1, settled.read(RateVariable.b, 1));
        assertReadsSame(network, settled);
        advance(network, false, 1, 1);
        advance(settled, false, 1, 1);
        assertFalse(Arrays.equals(network.read(RateVariable.r, 1), settled.read(RateVariable.r, 1)));
    }

    @Test
    void namesAndShapesAreThoseOfTheDocumentation() {
        Map<String, NpyArray> state = started(RateNetworkTest.maps(RateAlgorithm.PAL), false, 1).state();
        assertEquals(
                List.of("updates", "quiet", "x", "y", "r1", "slope1", "e1", "r2", "slope2", "e2", "xi2", "r3", "slope3", "e3", "h3", "xi3", "r4",
                        "slope4",
                        "e4", "xi4", "r5", "slope5", "e5", "h5", "xi5", "r6", "u6", "e6", "h6", "xi6", "W1", "b1", "W3", "b3", "B3", "W5", "b5", "B5",
                        "W6", "b6", "B6"),
                List.copyOf(state.keySet()));
        assertEquals("[50, 20, 12, 12]", Arrays.toString(state.get("r1").shape()));
        assertEquals("[20, 75]", Arrays.toString(state.get("W1").shape()));
        Map<String, NpyArray> held = started(RateNetworkTest.autoencoder(RateAlgorithm.DFA, 32), true, 1).state();
        assertEquals(List.of("updates", "quiet", "held_learned", "x", "y", "r1", "slope1", "e1", "r2", "e2", "r3", "slope3", "e3", "r4", "u4", "e4",
                "W1", "b1",
                "D1", "W2", "b2", "D2", "W3", "b3", "D3", "W4", "b4", "held_W1", "held_b1", "held_errors"), List.copyOf(held.keySet()));
        assertEquals("[40, 32]", Arrays.toString(held.get("held_errors").shape()));
        assertEquals(ElementKind.BOOL, held.get("held_learned").kind());
        assertThrows(UnsupportedOperationException.class, () -> held.remove("W1"));
    }

    @Test
    void damagedStatesAreRefusedByName() {
        RateParameters p = RateNetworkTest.autoencoder(RateAlgorithm.BP, 4);
        RateNetwork network = started(p, false, 1);
        network.advance(true, false, 2);
        assertThrows(IllegalStateException.class, () -> network.resume(network.state()));
        Map<String, NpyArray> state = new LinkedHashMap<>(network.state());
        state.remove("r2");
        state.put("W2", NpyArray.ofFloats(new float[6], 2, 3));
        state.put("xi1", NpyArray.ofFloats(new float[160], 4, 40));
        state.put("quiet", NpyArray.ofLongs(new long[] {-1}));
        RateNetwork other = network(p, false, 1);
        Map<String, NpyArray> before = other.state();
        InputException e = assertThrows(InputException.class, () -> other.resume(state));
        assertEquals("""
                the state of a rate network has 4 faults:
                  - quiet = array of int64 of shape (): must be an array of int64 of shape () with values from 0 to 2147483647
                  - r2: is missing; must be an array of float32 of shape (4, 2)
                  - W2 = array of float32 of shape (2, 3): must be an array of float32 of shape (40, 2)
                  - xi1 = array of float32 of shape (4, 40): there is no array of this name here""", e.getMessage());
        assertEquals(before, other.state());
        float[] biases = network.state().get("b1").toFloats();
        biases[3] += 1;
        assertTrue(assertThrows(InputException.class, () -> other.resume(changed(network.state(), "b1", NpyArray.ofFloats(biases, 40)))).getMessage()
                .startsWith("the state of a rate network: b1: contradicts held_b1"));
    }

    private static RateParameters saved(String name) {
        List<Layer> layers = name.equals("held")
                ? List.of(Layer.dense(17, Activation.TANH).withEta(0.3).withSigma(0.1),
                        Layer.dense(5, Activation.LOGISTIC).withEta(0.3).withBackward(0.5, 1e-3))
                : List.of(Layer.convolution(4, 3, Activation.SOFT_RELU).withEta(0.5), Layer.maxPool().withSigma(0.05),
                        Layer.projection(18, Activation.LOGISTIC).withEta(0.5).withBackward(1, 1e-4).withSigma(0.05),
                        Layer.dense(3, Activation.LINEAR).withEta(0.1).withBackward(1, 1e-4));
        boolean held = name.equals("held");
        return new RateParameters(RateAlgorithm.PAL, held ? Target.RATE : Target.SOFTMAX, held ? Shape.of(20) : new Shape(1, 6, 6), layers,
                held ? 5 : 3, 0.1, 0.1,
                1, 1.2, held ? 0 : 5, 0.02);
    }

    private static Path file(Path folder, String name) {
        return folder.resolve("rate-" + name + ".safetensors");
    }

    /** States that 512-bit code saved, in files; {@link #main} writes them anew if the arithmetic or the arrays changed on purpose. */
    @ParameterizedTest
    @CsvSource({"held, d6ade68d", "maps, fdbe9a4e"})
    void everyWidthGoesOnAlike(String name, String checksum) throws URISyntaxException {
        RateParameters p = saved(name);
        Map<String, NpyArray> saved = Safetensors.read(file(Path.of(RateNetworkStateTest.class.getResource("/state").toURI()), name)).tensors();
        RateNetwork here = started(p, false, 2);
        advance(here, false, 2, 6);
        Map<String, NpyArray> state = here.state();
        assertEquals(saved.keySet(), state.keySet());
        saved.forEach((array, values) -> assertEquals(values, state.get(array), array));
        RateNetwork resumed = network(p, false, 1);
        resumed.resume(saved);
        advance(resumed, false, 2, 30);
        assertEquals(checksum, checksum(resumed));
    }

    private static String checksum(RateNetwork network) {
        CRC32 sum = new CRC32();
        for (NpyArray array : network.state().values()) {
            for (double value : array.toDoubles()) {
                sum.update(ByteBuffer.allocate(Double.BYTES).putDouble(value).flip());
            }
        }
        return Long.toHexString(sum.getValue());
    }

    /** Writes the files into a folder, and prints the checksums. */
    public static void main(String[] arguments) throws IOException {
        for (String name : List.of("held", "maps")) {
            RateNetwork network = started(saved(name), false, 2);
            advance(network, false, 2, 6);
            Safetensors.write(file(Path.of(arguments[0]), name), network.state(), Map.of());
            advance(network, false, 2, 30);
            System.out.println(name + " " + checksum(network));
        }
    }
}
