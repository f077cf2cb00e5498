package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pal4j.kernel.Trial.Rounded.exactly;
import static org.pal4j.kernel.Trial.Rounded.fma;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
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
import org.pal4j.random.Threefry;

/** The stages of noise equal their twins bit for bit; which draw is whose; see {@link NoiseDistributionTest} for how they spread. */
@Tag("width")
class NoiseTest {
    private static final int TRIES = 200;

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(0, 1, 4, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 80, 81, 97, 257);
    }

    /** Draws of a whole population by the public door. */
    static float[] draws(long key, long step, int size) {
        Trial t = new Trial(Values.BITS, key ^ step ^ size);
        int words = t.vector(2 * Noise.blocks(size));
        int out = t.vector(size);
        MemorySegment m = t.memory();
        Noise.words(m, key, step, words, size);
        Noise.radii(m, words, size);
        Noise.normals(m, words, out, size);
        return m.asSlice(out, (long) size * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT);
    }

    private static int word(MemorySegment m, int words, int i) {
        return m.get(ValueLayout.JAVA_INT, words + (long) i * Integer.BYTES);
    }

    @Example
    void blocksAreSixteenForEachThirtyTwoNeuronsBegun() {
        int[] sizes = {0, 1, 16, 17, 32, 33, 48, 64, 65};
        int[] blocks = {0, 16, 16, 16, 16, 32, 32, 32, 48};
        assertArrayEquals(blocks, Arrays.stream(sizes).map(Noise::blocks).toArray());
    }

    /** Compared as integers: many words are the bits of a NaN. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void words(@ForAll("sizes") int size, @ForAll long key, @ForAll long step, @ForAll long seed) {
        Trial t = new Trial(Values.BITS, seed);
        int words = t.vector(2 * Noise.blocks(size));
        t.agree(List.of(words),
                m -> {
                    ScalarNoise.words(m, (int) key, (int) (key >>> 32), (int) step, words, size);
                    requireWords(m, words, key, step, size);
                },
                m -> {
                    VectorNoise.words(m, (int) key, (int) (key >>> 32), (int) step, words, size);
                    requireWords(m, words, key, step, size);
                },
                m -> {
                    Noise.words(m, key, step, words, size);
                    requireWords(m, words, key, step, size);
                });
    }

    private static void requireWords(MemorySegment m, int words, long key, long step, int size) {
        int blocks = Noise.blocks(size);
        for (int block = 0; block < blocks; block++) {
            long bits = Threefry.block(key, block | step << 32);
            assertEquals((int) bits, word(m, words, block));
            assertEquals((int) (bits >>> 32), word(m, words, blocks + block));
        }
    }

    /**
     * The first from Random123's known answers, the others from a plain Python transcription of the paper that gives all three of
     * Random123's known answers.
     */
    @Example
    void knownAnswers() {
        requireAnswer(0, 0, 0L, 0x6b200159, 0x99ba4efe);
        requireAnswer(31, 0, 0L, 0x68ad3dc1, 0xf5b4f118);
        requireAnswer(5, 0x85a308d3L, 0x03707344_13198a2eL, 0x7e81e19b, 0xaa135750);
        requireAnswer(18, 0xffffffffL, -1L, 0xdaa58492, 0x00bd1430);
        requireAnswer(47, 1, 0x03707344_13198a2eL, 0x7dbfda7b, 0x810ca4d6);
    }

    private static void requireAnswer(int block, long step, long key, int first, int second) {
        Trial t = new Trial(Values.BITS, 1);
        int words = t.vector(2 * 48);
        MemorySegment m = t.memory();
        Noise.words(m, key, step, words, 96);
        assertEquals(first, word(m, words, block));
        assertEquals(second, word(m, words, 48 + block));
        VectorNoise.words(m, (int) key, (int) (key >>> 32), (int) step, words, 96);
        assertEquals(first, word(m, words, block));
        assertEquals(second, word(m, words, 48 + block));
    }

    /**
     * r^2 = -2 log u. Above one half, u is rounded by 2^-25 at most, which moves r^2 by 2^-23; the rest are the error of log and the
     * rounding of the root, together less than 4 units of roundoff.
     */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void radii(@ForAll("sizes") int size, @ForAll long seed) {
        Trial t = new Trial(Values.BITS, seed);
        int blocks = Noise.blocks(size);
        int words = t.vector(2 * blocks);
        MemorySegment after = t.agree(List.of(words),
                m -> ScalarNoise.radii(m, words, size),
                m -> VectorNoise.radii(m, words, size),
                m -> Noise.radii(m, words, size));
        MemorySegment before = t.memory();
        for (int i = 0; i < blocks; i++) {
            double u = ((word(before, words, i) >>> 8) + 0.5) * 0x1p-24;
            double square = -2 * Math.log(u);
            double radius = ScalarSynapses.get(after, words, i);
            assertEquals(square, radius * radius, (u < 0.5 ? 0 : 0x1p-23) + 4 * Rounded.U * square);
            assertEquals(word(before, words, blocks + i), word(after, words, blocks + i), "second words are left alone");
        }
    }

    @Example
    void radiiAtTheEnds() {
        assertEquals(5.88705f, ScalarMath.radius(0));
        assertEquals(0.0, ScalarMath.radius(-1), 0.0, "u is rounded to 1");
        assertEquals(0x1p-11f, ScalarMath.radius(-257), "u is 1 - 1.5 * 2^-24 and rounded to 1 - 2^-23");
        assertEquals(0f, ScalarMath.turn(255));
        assertEquals(-0.5f, ScalarMath.turn(Integer.MIN_VALUE));
        assertEquals(0.5f - 0x1p-24f, ScalarMath.turn(Integer.MAX_VALUE));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void normals(@ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int blocks = Noise.blocks(size);
        int words = t.vector(2 * blocks);
        int out = t.vector(size);
        MemorySegment after = t.agree(List.of(out),
                m -> ScalarNoise.normals(m, words, out, size),
                m -> VectorNoise.normals(m, words, out, size),
                m -> Noise.normals(m, words, out, size));
        for (int i = 0; values.bounded() && i < size; i++) {
            int block = i / 32 * 16 + i % 16;
            double turn = (word(after, words, blocks + block) >> 8) * 0x1p-24;
            Function f = i % 32 < 16 ? Function.COS_TURNS : Function.SIN_TURNS;
            double exact = f.exact.applyAsDouble(turn);
            exactly(ScalarSynapses.get(after, words, block))
                    .times(new Rounded(exact, f.boundAt(exact) * ScalarMathTest.ulp(exact)))
                    .covers(ScalarSynapses.get(after, out, i));
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
        MemorySegment after = t.agree(List.of(xi, seen),
                m -> ScalarNoise.advance(m, xi, seen, draw, gain, keep, size),
                m -> VectorNoise.advance(m, xi, seen, draw, gain, keep, size),
                m -> Noise.advance(m, xi, seen, draw, gain, keep, size));
        MemorySegment before = t.memory();
        for (int i = 0; i < size; i++) {
            float old = ScalarSynapses.get(before, xi, i);
            assertEquals(old, ScalarSynapses.get(after, seen, i));
            if (values.bounded()) {
                Rounded fresh = exactly(ScalarSynapses.get(before, gain, i)).times(exactly(ScalarSynapses.get(before, draw, i)));
                fma(exactly(keep), exactly(old), fresh).covers(ScalarSynapses.get(after, xi, i));
            }
        }
    }

    /** A neuron's draw does not depend on how many others there are, nor on what is drawn before. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void drawsBelongToTheNeuron(@ForAll("sizes") int size, @ForAll("sizes") int more, @ForAll long key, @ForAll long step) {
        float[] all = draws(key, step, 257);
        assertArrayEquals(Arrays.copyOf(all, size), draws(key, step, size));
        assertArrayEquals(Arrays.copyOf(all, more), draws(key, step, more));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void drawsRepeatAfterTwoToThe32StepsUnderOneKeyOnly(@ForAll long key, @ForAll int step) {
        float[] draws = draws(key, step, 64);
        assertArrayEquals(draws, draws(key, step + (5L << 32), 64));
        long[] otherKeys = {key ^ 1, key ^ 1L << 31, key ^ 1L << 32, key ^ 1L << 63};
        for (long other : otherKeys) {
            assertTrue(!Arrays.equals(draws, draws(other, step, 64)), "key " + other);
        }
        assertTrue(!Arrays.equals(draws, draws(key, step + 1L, 64)));
    }
}
