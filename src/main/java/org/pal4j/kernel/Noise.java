package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import org.pal4j.memory.Lanes;

/**
 * Noise: standard-normal draws as a pure function of (key, step, neuron), and the Ornstein-Uhlenbeck process driven by them.
 *
 * <p>Block b = 16 g + k of {@link org.pal4j.random.Threefry} yields two words (a, b). They give u = (floor(a / 2^8) + 1/2) /
 * 2^24, with a read as unsigned, and the angle in turns v = floor(b / 2^8) / 2^24, with b read as signed. The Box-Muller
 * transform turns these into {@code sqrt(-2 log u) cos(2 pi v)} for neuron 32 g + k and {@code sqrt(-2 log u) sin(2 pi v)} for
 * neuron 32 g + 16 + k. The largest draw is 5.89.
 */
public final class Noise {
    private Noise() {}

    /** Number of generator blocks for {@code size} neurons of one network: 16 for every 32 neurons or part thereof. */
    public static int blocks(int size) {
        return blocks(size, 1);
    }

    /**
     * Number of generator blocks for {@code neurons} neurons in each of {@code lanes} replicas: 16 per replica for every 32
     * neurons, then one per remaining neuron but at most 16; the total is rounded up to a multiple of 16.
     */
    public static int blocks(int neurons, int lanes) {
        int whole = neurons / 32 * Lanes.COUNT * lanes;
        return whole + Lanes.padded(Math.min(neurons % 32, Lanes.COUNT) * lanes);
    }

    /**
     * Lays out the noise of one population in the <em>plan</em>. All populations share the plan, so that one call serves them
     * all. It has 48 ints for every 16 blocks: the block numbers and the two halves of their keys. Block b of replica k is number
     * b * lanes + k of its population. {@code places} has two ints for every 16 blocks: the byte offsets in {@code draw} where
     * their cosines and their sines go, or -1 for neurons that do not exist.
     *
     * @param begin   number of blocks of the preceding populations
     * @param draw    byte offset of the population's draws from the start of all draws
     * @param neurons neurons per replica
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

    /** Writes the key of one replica of a population ({@link org.pal4j.random.Threefry#noiseKey}) into the plan. */
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
     * Generates the random words.
     *
     * @param m      the block
     * @param plan   the plan of all populations
     * @param step   the time step; only its low 32 bits matter
     * @param first  receives the first word of each block
     * @param second receives the second word of each block
     * @param blocks blocks of all populations
     */
    public static void words(MemorySegment m, int plan, long step, int first, int second, int blocks) {
        if (Simd.SCALAR) {
            ScalarNoise.words(m, plan, (int) step, first, second, blocks);
        } else {
            long at = m.address();
            VectorNoise.words(at + plan, (int) step, at + first, at + second, blocks);
            Reference.reachabilityFence(m);
        }
    }

    /** Computes the normal draws of all neurons from the words of all blocks. */
    public static void normals(MemorySegment m, int first, int second, int places, int draw, int blocks) {
        if (Simd.SCALAR) {
            ScalarNoise.normals(m, first, second, places, draw, blocks);
        } else {
            long at = m.address();
            VectorNoise.normals(at + first, at + second, at + places, at + draw, blocks);
            Reference.reachabilityFence(m);
        }
    }

    /**
     * One step of noise: {@code seen = xi; xi = fma(keep, xi, gain * draw)}. Ornstein-Uhlenbeck noise has keep = 1 - dt/tauxi and
     * gain = sqrt(dt/tauxi) * scale; white noise has keep = 0 and gain = scale.
     *
     * @param xi   the noise
     * @param seen receives the noise as it was before this step; the soma sees this value
     * @param draw standard-normal draws
     * @param gain one factor per neuron
     * @param keep fraction of the old noise that remains
     * @param size number of neurons, rounded up to a multiple of 16
     */
    public static void advance(MemorySegment m, int xi, int seen, int draw, int gain, float keep, int size) {
        if (Simd.SCALAR) {
            ScalarNoise.advance(m, xi, seen, draw, gain, keep, size);
        } else {
            long at = m.address();
            VectorNoise.advance(at + xi, at + seen, at + draw, at + gain, keep, size);
            Reference.reachabilityFence(m);
        }
    }
}
