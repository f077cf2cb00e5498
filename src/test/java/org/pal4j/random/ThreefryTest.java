package org.pal4j.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ThreefryTest {
    /** The known answers of Random123 for threefry2x32 with 20 rounds; first words are in the low halves. */
    @Example
    void knownAnswers() {
        assertEquals(0x99ba4efe_6b200159L, Threefry.block(0, 0));
        assertEquals(0xbb002be7_1cb996fcL, Threefry.block(-1, -1));
        assertEquals(0x483df7a0_c4923a9cL, Threefry.block(0x03707344_13198a2eL, 0x85a308d3_243f6a88L));
    }

    /** From a plain Python transcription of the paper that reproduces the known answers. */
    @Example
    void moreAnswers() {
        assertEquals(0xaa135750_7e81e19bL, Threefry.block(0x03707344_13198a2eL, 0x85a308d3_00000005L));
        assertEquals(0x00bd1430_daa58492L, Threefry.block(-1, 0xffffffff_00000012L));
    }

    /** Changing any bit of the counter or of the key changes about half of the bits; 10 to 54 allows 5.5 standard deviations. */
    @Property(tries = 1000)
    void oneBitChangesHalfOfTheBits(@ForAll long key, @ForAll long counter, @ForAll @IntRange(max = 63) int bit) {
        long block = Threefry.block(key, counter);
        assertFarApart(block, Threefry.block(key, counter ^ 1L << bit));
        assertFarApart(block, Threefry.block(key ^ 1L << bit, counter));
    }

    private static void assertFarApart(long a, long b) {
        int changed = Long.bitCount(a ^ b);
        assertEquals(32, changed, 22, "bits that changed");
    }

    @Property(tries = 1000)
    void noiseKeyIsABlockOfTheSeed(@ForAll long seed, @ForAll int population, @ForAll long step) {
        long counter = Integer.toUnsignedLong(population) + ((step >>> 32) << 32);
        assertEquals(Threefry.block(seed, counter), Threefry.noiseKey(seed, population, step));
    }

    @Property(tries = 1000)
    void noiseKeyChangesWithSeedAndPopulationAndEvery2To32Steps(@ForAll long seed, @ForAll int population, @ForAll long step) {
        long key = Threefry.noiseKey(seed, population, step);
        assertEquals(key, Threefry.noiseKey(seed, population, step ^ 0xFFFFFFFFL), "for 2^32 steps the key stays");
        assertNotEquals(key, Threefry.noiseKey(seed, population, step + (1L << 32)));
        assertNotEquals(key, Threefry.noiseKey(seed, population + 1, step));
        assertNotEquals(key, Threefry.noiseKey(seed + 1, population, step));
        assertNotEquals(key, Threefry.noiseKey(seed ^ 1L << 63, population, step));
    }

    @Example
    void keyChangesAtMultiplesOf2To32Steps() {
        long edge = 1L << 32;
        assertEquals(Threefry.noiseKey(1, 2, 0), Threefry.noiseKey(1, 2, edge - 1));
        assertNotEquals(Threefry.noiseKey(1, 2, edge - 1), Threefry.noiseKey(1, 2, edge));
        assertEquals(Threefry.noiseKey(1, 2, edge), Threefry.noiseKey(1, 2, 2 * edge - 1));
    }

    @Example
    void keysOfManyPopulationsDiffer() {
        Set<Long> keys = new HashSet<>();
        for (long seed = -50; seed < 50; seed++) {
            for (int population = -50; population < 50; population++) {
                keys.add(Threefry.noiseKey(seed, population, 0));
            }
        }
        assertEquals(10_000, keys.size());
    }
}
