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
     * Random words for one population. Block b of replica k has its words at b * lanes + k: those that the replica would have alone.
     *
     * @param m       the block
     * @param keys    32 ints, made by {@link #putKey}
     * @param step    the time step; its low 32 bits count
     * @param first   where the first words of the blocks go: {@code blocks(neurons, lanes)} ints
     * @param second  where the second words go: as many
     * @param neurons of one replica
     * @param lanes   replicas side by side; 1, 4, 8 or 16
     */
    public static void words(MemorySegment m, int keys, long step, int first, int second, int neurons, int lanes) {
        if (Simd.SCALAR) {
            ScalarNoise.words(m, keys, (int) step, first, second, neurons, lanes);
        } else {
            VectorNoise.words(m, keys, (int) step, first, second, neurons, lanes);
        }
    }

    /**
     * Writes one replica's key of a population ({@link org.pal4j.random.Threefry#noiseKey}) where {@link #words} finds it: first halves
     * of the keys in 16 ints, then the second halves, the replicas' in turn again and again.
     */
    public static void putKey(MemorySegment m, int keys, long key, int lane, int lanes) {
        for (int i = lane; i < Lanes.COUNT; i += lanes) {
            m.set(ValueLayout.JAVA_INT, keys + (long) i * Integer.BYTES, (int) key);
            m.set(ValueLayout.JAVA_INT, keys + (long) (Lanes.COUNT + i) * Integer.BYTES, (int) (key >>> 32));
        }
    }

    /**
     * The first words of all blocks become {@code sqrt(-2 log u)}, in place: a kernel of its own, to fit the compiler's limits.
     *
     * @param blocks a multiple of 16
     */
    public static void radii(MemorySegment m, int first, int blocks) {
        if (Simd.SCALAR) {
            ScalarNoise.radii(m, first, blocks);
        } else {
            VectorNoise.radii(m, first, blocks);
        }
    }

    /**
     * The draws of a population from radii and second words: of neurons 32 g to 32 g + 15.
     *
     * @param neurons of one replica
     * @param lanes   replicas side by side; 1, 4, 8 or 16
     */
    public static void cosines(MemorySegment m, int first, int second, int out, int neurons, int lanes) {
        if (Simd.SCALAR) {
            ScalarNoise.cosines(m, first, second, out, neurons, lanes);
        } else {
            VectorNoise.cosines(m, first, second, out, neurons, lanes);
        }
    }

    /** {@link #cosines} for neurons 32 g + 16 to 32 g + 31: a kernel of its own, to fit the compiler's limits. */
    public static void sines(MemorySegment m, int first, int second, int out, int neurons, int lanes) {
        if (Simd.SCALAR) {
            ScalarNoise.sines(m, first, second, out, neurons, lanes);
        } else {
            VectorNoise.sines(m, first, second, out, neurons, lanes);
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
