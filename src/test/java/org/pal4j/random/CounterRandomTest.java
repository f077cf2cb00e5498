package org.pal4j.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.pal4j.random.CounterRandom.Stream;

class CounterRandomTest {
    /**
     * With a fixed seed the results are constants, not subject to chance. 99.9 % of chi-square values are below the bounds; a
     * defective generator exceeds them by far.
     */
    @Test
    void drawsAreUniform() {
        CounterRandom random = new CounterRandom(42, Stream.INPUTS);
        int[] floats = new int[256];
        int[] doubles = new int[256];
        int[] integers = new int[10];
        for (int i = 0; i < 1 << 18; i++) {
            floats[(int) (random.nextFloat() * 256)]++;
            doubles[(int) ((random.uniform(-1, 3) + 1) * 64)]++;
            integers[random.nextInt(10)]++;
        }
        assertTrue(chiSquare(floats) < 331, () -> "floats " + chiSquare(floats)); // 255 degrees of freedom
        assertTrue(chiSquare(doubles) < 331, () -> "doubles " + chiSquare(doubles));
        assertTrue(chiSquare(integers) < 28, () -> "integers " + chiSquare(integers)); // 9
    }

    /** Every byte of the 64 bits, not only the high ones. */
    @Test
    void allBitsAreUniform() {
        CounterRandom random = new CounterRandom(-1, Stream.ORDER);
        int[][] counts = new int[8][256];
        for (int i = 0; i < 1 << 16; i++) {
            long bits = random.nextLong();
            for (int k = 0; k < 8; k++) {
                counts[k][(int) (bits >>> 8 * k) & 0xff]++;
            }
        }
        for (int k = 0; k < 8; k++) {
            double value = chiSquare(counts[k]);
            assertTrue(value < 331 && value > 190, "byte " + k + ": " + value);
        }
    }

    private static double chiSquare(int[] counts) {
        double expected = Arrays.stream(counts).sum() / (double) counts.length;
        return Arrays.stream(counts).mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
    }

    @Test
    void streamsPartsAndSeedsAllDiffer() {
        Set<Long> first = new HashSet<>();
        int streams = 0;
        for (long seed : new long[] {0, 1, -1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
            for (Stream stream : Stream.values()) {
                for (int part : new int[] {0, 1, 2, 1 << 16, Integer.MAX_VALUE}) {
                    CounterRandom random = new CounterRandom(seed, stream, part);
                    for (int draw = 0; draw < 10; draw++) {
                        first.add(random.nextLong());
                    }
                    streams++;
                }
            }
        }
        assertEquals(10 * streams, first.size());
        assertEquals(new CounterRandom(3, Stream.INPUTS).nextLong(), new CounterRandom(3, Stream.INPUTS, 0).nextLong());
    }

    /** No stream has the key of a population's noise. */
    @Test
    void streamKeysDifferFromNoiseKeys() {
        for (int population = 0; population < 1000; population++) {
            long noise = Threefry.block(Threefry.noiseKey(5, population, 0), 0);
            for (Stream stream : Stream.values()) {
                assertTrue(noise != new CounterRandom(5, stream).nextLong(), stream + " is the noise of " + population);
            }
        }
    }

    /** Neighbouring seeds differ like any others: in half of the bits. */
    @Test
    void neighbouringSeedsAreUncorrelated() {
        long differing = 0;
        for (long seed = 0; seed < 1000; seed++) {
            differing += Long.bitCount(new CounterRandom(seed, Stream.INPUTS).nextLong() ^ new CounterRandom(seed + 1, Stream.INPUTS).nextLong());
        }
        assertEquals(32, differing / 1000.0, 5 * 4 / Math.sqrt(1000));
    }

    @Property
    void shuffleIsAPermutation(@ForAll long seed, @ForAll @IntRange(min = 0, max = 300) int size) {
        int[] indices = IntStream.range(0, size).toArray();
        new CounterRandom(seed, Stream.ORDER).shuffle(indices);
        int[] again = IntStream.range(0, size).toArray();
        new CounterRandom(seed, Stream.ORDER).shuffle(again);
        assertArrayEquals(indices, again);
        Arrays.sort(indices);
        assertArrayEquals(IntStream.range(0, size).toArray(), indices);
    }

    @Test
    void allOrdersAreEquallyLikely() {
        Map<String, Integer> counts = new HashMap<>();
        for (int part = 0; part < 24_000; part++) {
            int[] indices = {0, 1, 2, 3};
            new CounterRandom(7, Stream.ORDER, part).shuffle(indices);
            counts.merge(Arrays.toString(indices), 1, Integer::sum);
        }
        assertEquals(24, counts.size());
        double value = chiSquare(counts.values().stream().mapToInt(Integer::intValue).toArray());
        assertTrue(value < 50, () -> "chi-square " + value); // 23 degrees of freedom
    }

    @Property
    void drawsStayInRange(@ForAll long seed, @ForAll @IntRange(min = 1) int bound) {
        double low = (double) seed * 1e281;
        double width = bound * 1e291;
        CounterRandom random = new CounterRandom(seed, Stream.INPUTS);
        float unit = random.nextFloat();
        assertTrue(unit >= 0 && unit < 1);
        assertEquals(0, unit * 0x1p24f % 1, "a multiple of 2^-24");
        double value = random.uniform(low, low + width);
        assertTrue(value >= low && value <= low + width);
        int integer = random.nextInt(bound);
        assertTrue(integer >= 0 && integer < bound);
    }
}
