package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
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

    /** The number of generator blocks that serve {@code size} neurons: 16 for each 32 begun. */
    public static int blocks(int size) {
        return (Lanes.padded(size) / Lanes.COUNT + 1) / 2 * Lanes.COUNT;
    }

    /**
     * Random words for one population.
     *
     * @param m     the block
     * @param key   the population's key ({@link org.pal4j.random.Threefry#noiseKey})
     * @param step  the time step; its low 32 bits count
     * @param words where they go: {@code 2 * blocks(size)} ints, the first words of all blocks, then the second
     * @param size  neurons, rounded up to a multiple of 16
     */
    public static void words(MemorySegment m, long key, long step, int words, int size) {
        if (Simd.SCALAR) {
            ScalarNoise.words(m, (int) key, (int) (key >>> 32), (int) step, words, size);
        } else {
            VectorNoise.words(m, (int) key, (int) (key >>> 32), (int) step, words, size);
        }
    }

    /** The first words of all blocks become {@code sqrt(-2 log u)}, in place: a kernel of its own, to fit the compiler's limits. */
    public static void radii(MemorySegment m, int words, int size) {
        if (Simd.SCALAR) {
            ScalarNoise.radii(m, words, size);
        } else {
            VectorNoise.radii(m, words, size);
        }
    }

    /** The draws of a population from radii and second words. */
    public static void normals(MemorySegment m, int words, int out, int size) {
        if (Simd.SCALAR) {
            ScalarNoise.normals(m, words, out, size);
        } else {
            VectorNoise.normals(m, words, out, size);
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
