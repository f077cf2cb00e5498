package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.pal4j.memory.Lanes;

/**
 * Noise: standard-normal draws as a pure function of (key, step, neuron), and the Ornstein-Uhlenbeck process on top.
 *
 * <p>Block b = 16 g + k of {@link org.pal4j.random.Threefry} gives two words (a, b). u = (floor(a / 2^8) + 1/2) / 2^24, a taken without sign,
 * and the turn v = floor(b / 2^8) / 2^24, b taken with its sign, give by the Box-Muller transform {@code sqrt(-2 log u) cos(2 pi v)} for
 * neuron 32 g + k and {@code sqrt(-2 log u) sin(2 pi v)} for neuron 32 g + 16 + k. The largest draw is 5.89.
 */
public final class Noise {
    private Noise() {}

    /** The number of generator blocks that serve {@code size} neurons of one network: 16 for each 32 begun. */
    public static int blocks(int size) {
        return blocks(size, 1);
    }

    /**
     * The number of generator blocks that serve {@code neurons} neurons of each of {@code lanes} replicas: for each 32 neurons 16 a replica,
     * for what is left as many as there are neurons, at most 16; a multiple of 16 in all.
     */
    public static int blocks(int neurons, int lanes) {
        int whole = neurons / 32 * Lanes.COUNT * lanes;
        return whole + Lanes.padded(Math.min(neurons % 32, Lanes.COUNT) * lanes);
    }

    /**
     * Lays out the noise of one population in the <em>plan</em>, which all populations share so that one call serves all of them. The plan has
     * 48 ints for each 16 blocks: the numbers of the blocks, and the two halves of their keys. Block b of replica k is number b * lanes + k of its
     * population. {@code places} has two ints for each 16 blocks: where in {@code draw} their cosines go, and their sines, in bytes; -1 for
     * neurons that there are not.
     *
     * @param begin   blocks of the populations before
     * @param draw    where the population's draws begin, in bytes from where all begin
     * @param neurons of one replica
     * @param lanes   replicas side by side; 1, 4, 8 or 16
     */
    public static void plan(MemorySegment m, int plan, int places, int begin, int draw, int neurons, int lanes) {
        int half = Lanes.COUNT * lanes;
        for (int i = 0; i < blocks(neurons, lanes); i++) {
            setInt(m, plan + counter(begin + i), i / lanes);
            if (i % Lanes.COUNT == 0) {
                int first = i + (i & -half);
                int place = places + (begin + i) / Lanes.COUNT * 2 * Integer.BYTES;
                setInt(m, place, draw + first * Float.BYTES);
                setInt(m, place + Integer.BYTES, first + half < Lanes.padded(neurons * lanes) ? draw + (first + half) * Float.BYTES : -1);
            }
        }
    }

    /** Writes one replica's key of a population ({@link org.pal4j.random.Threefry#noiseKey}) into the plan. */
    public static void putKey(MemorySegment m, int plan, int begin, long key, int lane, int neurons, int lanes) {
        for (int i = lane; i < blocks(neurons, lanes); i += lanes) {
            setInt(m, plan + counter(begin + i) + Lanes.BYTES, (int) key);
            setInt(m, plan + counter(begin + i) + 2 * Lanes.BYTES, (int) (key >>> 32));
        }
    }

    private static int counter(int block) {
        return (block / Lanes.COUNT * 3 * Lanes.COUNT + block % Lanes.COUNT) * Integer.BYTES;
    }

    private static void setInt(MemorySegment m, long at, int value) {
        m.set(ValueLayout.JAVA_INT, at, value);
    }

    /**
     * Random words.
     *
     * @param m      the block
     * @param plan   of all populations
     * @param step   the time step; its low 32 bits count
     * @param first  where the first words of the blocks go
     * @param second where the second words go
     * @param blocks of all populations
     */
    public static void words(MemorySegment m, int plan, long step, int first, int second, int blocks) {
        if (Simd.SCALAR) {
            ScalarNoise.words(m, plan, (int) step, first, second, blocks);
        } else {
            VectorNoise.words(m, plan, (int) step, first, second, blocks);
        }
    }

    /** The normal draws of all neurons, from the words of all blocks. */
    public static void normals(MemorySegment m, int first, int second, int places, int draw, int blocks) {
        if (Simd.SCALAR) {
            ScalarNoise.normals(m, first, second, places, draw, blocks);
        } else {
            VectorNoise.normals(m, first, second, places, draw, blocks);
        }
    }

    /**
     * One step of noise: {@code seen = xi; xi = fma(keep, xi, gain * draw)}. Ornstein-Uhlenbeck noise has keep = 1 - dt/tauxi and gain =
     * sqrt(dt/tauxi) * scale, white noise keep = 0 and gain = scale.
     *
     * @param xi   the noise
     * @param seen where the noise before this step goes, which the soma sees
     * @param draw standard-normal draws
     * @param gain one factor for each neuron
     * @param keep what is left of the old noise
     * @param size neurons, rounded up to a multiple of 16
     */
    public static void advance(MemorySegment m, int xi, int seen, int draw, int gain, float keep, int size) {
        if (Simd.SCALAR) {
            ScalarNoise.advance(m, xi, seen, draw, gain, keep, size);
        } else {
            VectorNoise.advance(m, xi, seen, draw, gain, keep, size);
        }
    }
}
