package org.pal4j.random;

/**
 * The counter-based generator Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC
 * 2011): a keyed bijection of 64-bit counters. It is stateless: the same key and counter always give the same 64 random bits.
 *
 * <p><b>Noise.</b> The draw of a neuron is a pure function of (seed, population, neuron, step). Each population has a key, which
 * is itself a draw: {@code key = block(seed, population + 2^32 * (step / 2^32))}. The neuron and the low half of the step form
 * the counter: {@code block(key, b + 2^32 * (step mod 2^32))}, where block b = 16 g + k provides a pair of normal values for the
 * neurons 32 g + k and 32 g + 16 + k ({@code kernel.Noise}).
 */
public final class Threefry {
    /** The parity constant of the key schedule. */
    public static final int PARITY = 0x1BD11BDA;

    private Threefry() {}

    /**
     * The 64 random bits of a counter under a key.
     *
     * @param key     two 32-bit words, the first in the low half
     * @param counter likewise
     * @return likewise
     */
    public static long block(long key, long counter) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        int k2 = PARITY ^ k0 ^ k1;
        long x = ((counter + k0) & 0xFFFFFFFFL) | ((counter >>> 32) + k1) << 32;
        x = fourRounds(x, 13, 15, 26, 6);
        x = injectKey(x, k1, k2 + 1);
        x = fourRounds(x, 17, 29, 16, 24);
        x = injectKey(x, k2, k0 + 2);
        x = fourRounds(x, 13, 15, 26, 6);
        x = injectKey(x, k0, k1 + 3);
        x = fourRounds(x, 17, 29, 16, 24);
        x = injectKey(x, k1, k2 + 4);
        x = fourRounds(x, 13, 15, 26, 6);
        return injectKey(x, k2, k0 + 5);
    }

    /** The noise key of a population at a step. It changes every 2^32 steps. */
    public static long noiseKey(long seed, int population, long step) {
        return block(seed, (population & 0xFFFFFFFFL) | step >>> 32 << 32);
    }

    private static long fourRounds(long x, int a, int b, int c, int d) {
        return round(round(round(round(x, a), b), c), d);
    }

    private static long round(long x, int rotation) {
        int x0 = (int) x + (int) (x >>> 32);
        int x1 = Integer.rotateLeft((int) (x >>> 32), rotation) ^ x0;
        return (x0 & 0xFFFFFFFFL) | (long) x1 << 32;
    }

    private static long injectKey(long x, int a, int b) {
        return ((int) x + a & 0xFFFFFFFFL) | (long) ((int) (x >>> 32) + b) << 32;
    }
}
