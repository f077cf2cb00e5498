package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pal4j.kernel.Trial.Rounded.exactly;
import static org.pal4j.kernel.Trial.Rounded.fma;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.pal4j.kernel.ScalarMathTest.Function;
import org.pal4j.kernel.Trial.Rounded;
import org.pal4j.kernel.Trial.Values;
import org.pal4j.memory.Lanes;
import org.pal4j.random.Threefry;

/**
 * The stages of noise equal their twins bit for bit, and each draw goes to the right neuron. {@link NoiseDistributionTest} tests
 * the distribution.
 */
@Tag("width")
class NoiseTest {
    private static final int TRIES = 200;

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(0, 1, 4, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 80, 81, 97, 257);
    }

    @Provide
    Arbitrary<Integer> lanes() {
        return Arbitraries.of(1, 4, 8, 16);
    }

    /** Draws of a whole population through the public entry point. */
    static float[] draws(long key, long step, int size) {
        return draws(new long[] {key}, step, size);
    }

    /** Draws of replicas side by side. */
    private static float[] draws(long[] keys, long step, int size) {
        int lanes = keys.length;
        Trial t = new Trial(Values.BITS, keys[0] ^ step ^ size);
        int blocks = Noise.blocks(size, lanes);
        int plan = t.vector(3 * blocks);
        int places = t.vector(blocks / Lanes.COUNT * 2);
        int first = t.vector(blocks);
        int second = t.vector(blocks);
        int out = t.vector(size * lanes);
        MemorySegment m = t.memory();
        fill(m, plan, places, 0, 0, keys, size);
        Noise.words(m, plan, step, first, second, blocks);
        Noise.normals(m, first, second, places, out, blocks);
        return m.asSlice(out, (long) size * lanes * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT);
    }

    private static void fill(MemorySegment m, int plan, int places, int begin, int draw, long[] keys, int size) {
        Noise.plan(m, plan, places, begin, draw, size, keys.length);
        for (int lane = 0; lane < keys.length; lane++) {
            Noise.putKey(m, plan, begin, keys[lane], lane, size, keys.length);
        }
    }

    /** The plan and places of one population, as floats. */
    private static float[][] plan(long[] keys, int size) {
        int blocks = Noise.blocks(size, keys.length);
        MemorySegment m = Arena.ofAuto().allocate(4L * Lanes.BYTES + 5L * blocks * Float.BYTES, Lanes.BYTES);
        int places = 3 * blocks * Float.BYTES;
        fill(m, 0, places, 0, 0, keys, size);
        return new float[][] {
            m.asSlice(0, places).toArray(ValueLayout.JAVA_FLOAT),
            m.asSlice(places, (long) Lanes.padded(blocks / Lanes.COUNT * 2) * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT)
        };
    }

    /** Populations that share a plan have the same draws as with a plan of their own. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void populationsDrawIndependentlyOfSharedPlan(@ForAll("sizes") int a, @ForAll("sizes") int b, @ForAll long keyA, @ForAll long keyB,
            @ForAll long step) {
        int before = Noise.blocks(a);
        int blocks = before + Noise.blocks(b);
        Trial t = new Trial(Values.BITS, keyA);
        int plan = t.vector(3 * blocks);
        int places = t.vector(blocks / Lanes.COUNT * 2);
        int first = t.vector(blocks);
        int second = t.vector(blocks);
        int out = t.vector(Lanes.padded(a) + b);
        MemorySegment m = t.memory();
        fill(m, plan, places, 0, 0, new long[] {keyA}, a);
        fill(m, plan, places, before, Lanes.padded(a) * Float.BYTES, new long[] {keyB}, b);
        Noise.words(m, plan, step, first, second, blocks);
        Noise.normals(m, first, second, places, out, blocks);
        assertArrayEquals(draws(keyA, step, a), m.asSlice(out, 4L * a).toArray(ValueLayout.JAVA_FLOAT));
        assertArrayEquals(draws(keyB, step, b), m.asSlice(out + 4L * Lanes.padded(a), 4L * b).toArray(ValueLayout.JAVA_FLOAT));
    }

    /** Side by side, each replica has the same draws as a single network. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void replicasDrawLikeSingleNetworks(@ForAll("sizes") int size, @ForAll("lanes") int lanes, @ForAll long step, @ForAll long seed) {
        long[] keys = new Random(seed).longs(lanes).toArray();
        float[] all = draws(keys, step, size);
        for (int lane = 0; lane < lanes; lane++) {
            float[] own = new float[size];
            for (int i = 0; i < size; i++) {
                own[i] = all[i * lanes + lane];
            }
            assertArrayEquals(draws(keys[lane], step, size), own);
        }
    }

    private static int word(MemorySegment m, int words, int i) {
        return m.get(ValueLayout.JAVA_INT, words + (long) i * Integer.BYTES);
    }

    @Example
    void sixteenBlocksPer32NeuronsRoundedUp() {
        int[] sizes = {0, 1, 16, 17, 32, 33, 48, 64, 65};
        int[] blocks = {0, 16, 16, 16, 16, 32, 32, 32, 48};
        assertArrayEquals(blocks, Arrays.stream(sizes).map(Noise::blocks).toArray());
    }

    /** Compared as integers, because many words are the bits of a NaN. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void words(@ForAll("sizes") int size, @ForAll("lanes") int lanes, @ForAll long step, @ForAll long seed) {
        long[] keys = new Random(seed).longs(lanes).toArray();
        int blocks = Noise.blocks(size, lanes);
        Trial t = new Trial(Values.BITS, seed);
        int plan = t.region(plan(keys, size)[0]);
        int first = t.vector(blocks);
        int second = t.vector(blocks);
        t.assertAgree(List.of(first, second),
                m -> {
                    ScalarNoise.words(m, plan, (int) step, first, second, blocks);
                    assertWords(m, first, second, keys, step, size);
                },
                m -> {
                    Noise.words(m, plan, (int) step, first, second, blocks);
                    assertWords(m, first, second, keys, step, size);
                },
                m -> {
                    Noise.words(m, plan, step, first, second, blocks);
                    assertWords(m, first, second, keys, step, size);
                });
    }

    private static void assertWords(MemorySegment m, int first, int second, long[] keys, long step, int size) {
        int blocks = Noise.blocks(size, keys.length);
        for (int i = 0; i < blocks; i++) {
            long bits = Threefry.block(keys[i % keys.length], i / keys.length | step << 32);
            assertEquals((int) bits, word(m, first, i));
            assertEquals((int) (bits >>> 32), word(m, second, i));
        }
    }

    /**
     * The first is from Random123's known answers. The others are from a plain Python transcription of the paper that reproduces
     * all three of Random123's known answers.
     */
    @Example
    void knownAnswers() {
        assertAnswer(0, 0, 0L, 0x6b200159, 0x99ba4efe);
        assertAnswer(31, 0, 0L, 0x68ad3dc1, 0xf5b4f118);
        assertAnswer(5, 0x85a308d3L, 0x03707344_13198a2eL, 0x7e81e19b, 0xaa135750);
        assertAnswer(18, 0xffffffffL, -1L, 0xdaa58492, 0x00bd1430);
        assertAnswer(47, 1, 0x03707344_13198a2eL, 0x7dbfda7b, 0x810ca4d6);
    }

    private static void assertAnswer(int block, long step, long key, int first, int second) {
        Trial t = new Trial(Values.BITS, 1);
        int plan = t.vector(3 * 48);
        int places = t.vector(6);
        int a = t.vector(48);
        int b = t.vector(48);
        MemorySegment m = t.memory();
        fill(m, plan, places, 0, 0, new long[] {key}, 96);
        Noise.words(m, plan, step, a, b, 48);
        assertEquals(first, word(m, a, block));
        assertEquals(second, word(m, b, block));
        Noise.words(m, plan, (int) step, a, b, 48);
        assertEquals(first, word(m, a, block));
        assertEquals(second, word(m, b, block));
    }

    /**
     * r^2 = -2 log u. Above one half, u is rounded by at most 2^-25, which changes r^2 by 2^-23. The errors of the log and of the
     * square root add less than 4 units of roundoff.
     */
    @Property(tries = 100 * TRIES, edgeCases = EdgeCasesMode.NONE)
    void radii(@ForAll int word) {
        double u = ((word >>> 8) + 0.5) * 0x1p-24;
        double square = -2 * Math.log(u);
        double radius = ScalarMath.radius(word);
        assertEquals(square, radius * radius, (u < 0.5 ? 0 : 0x1p-23) + 4 * Rounded.U * square);
    }

    @Example
    void radiiAtTheExtremes() {
        assertEquals(5.88705f, ScalarMath.radius(0));
        assertEquals(0.0, ScalarMath.radius(-1), 0.0, "u is rounded to 1");
        assertEquals(0x1p-11f, ScalarMath.radius(-257), "u is 1 - 1.5 * 2^-24 and rounded to 1 - 2^-23");
        assertEquals(0f, ScalarMath.turn(255));
        assertEquals(-0.5f, ScalarMath.turn(Integer.MIN_VALUE));
        assertEquals(0.5f - 0x1p-24f, ScalarMath.turn(Integer.MAX_VALUE));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void normals(@ForAll("sizes") int size, @ForAll("lanes") int lanes, @ForAll long seed) {
        Trial t = new Trial(Values.BITS, seed);
        int blocks = Noise.blocks(size, lanes);
        int words = t.vector(blocks);
        int turns = t.vector(blocks);
        int places = t.region(plan(new long[lanes], size)[1]);
        int out = t.vector(size * lanes);
        MemorySegment after = t.assertAgree(List.of(out),
                m -> ScalarNoise.normals(m, words, turns, places, out, blocks),
                m -> Noise.normals(m, words, turns, places, out, blocks));
        for (int i = 0; lanes == 1 && i < size; i++) {
            int block = i / 32 * 16 + i % 16;
            double turn = (word(after, turns, block) >> 8) * 0x1p-24;
            Function f = i % 32 < 16 ? Function.COS_TURNS : Function.SIN_TURNS;
            double exact = f.exact.applyAsDouble(turn);
            exactly(ScalarMath.radius(word(after, words, block)))
                    .times(new Rounded(exact, f.boundAt(exact) * ScalarMathTest.ulp(exact)))
                    .assertCovers(ScalarSynapses.get(after, out, i));
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void advance(@ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int xi = t.vector(size);
        int seen = t.vector(size);
        int draw = t.vector(size);
        int gain = t.vector(size);
        float keep = t.parameter();
        MemorySegment after = t.assertAgree(List.of(xi, seen),
                m -> ScalarNoise.advance(m, xi, seen, draw, gain, keep, size),
                m -> Noise.advance(m, xi, seen, draw, gain, keep, size));
        MemorySegment before = t.memory();
        for (int i = 0; i < size; i++) {
            float old = ScalarSynapses.get(before, xi, i);
            assertEquals(old, ScalarSynapses.get(after, seen, i));
            if (values.bounded()) {
                Rounded fresh = exactly(ScalarSynapses.get(before, gain, i)).times(exactly(ScalarSynapses.get(before, draw, i)));
                fma(exactly(keep), exactly(old), fresh).assertCovers(ScalarSynapses.get(after, xi, i));
            }
        }
    }

    /** A neuron's draw depends neither on the number of other neurons nor on previous draws. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void drawsDependOnlyOnTheNeuron(@ForAll("sizes") int size, @ForAll("sizes") int more, @ForAll long key, @ForAll long step) {
        float[] all = draws(key, step, 257);
        assertArrayEquals(Arrays.copyOf(all, size), draws(key, step, size));
        assertArrayEquals(Arrays.copyOf(all, more), draws(key, step, more));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void drawsRepeatAfter2To32StepsOnlyUnderTheSameKey(@ForAll long key, @ForAll int step) {
        float[] draws = draws(key, step, 64);
        assertArrayEquals(draws, draws(key, step + (5L << 32), 64));
        long[] otherKeys = {key ^ 1, key ^ 1L << 31, key ^ 1L << 32, key ^ 1L << 63};
        for (long other : otherKeys) {
            assertTrue(!Arrays.equals(draws, draws(other, step, 64)), "key " + other);
        }
        assertTrue(!Arrays.equals(draws, draws(key, step + 1L, 64)));
    }
}
