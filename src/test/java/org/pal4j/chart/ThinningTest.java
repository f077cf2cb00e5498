package org.pal4j.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ThinningTest {
    private static double[] noise(int n, long seed) {
        return new Random(seed).doubles(n).toArray();
    }

    private static double[] indices(int n) {
        return IntStream.range(0, n).asDoubleStream().toArray();
    }

    private static void assertAscending(int[] kept, int n) {
        for (int i = 1; i < kept.length; i++) {
            assertTrue(kept[i] > kept[i - 1], Arrays.toString(kept));
        }
        if (n > 0) {
            assertEquals(0, kept[0]);
            assertEquals(n - 1, kept[kept.length - 1]);
        }
    }

    @Property(tries = 300)
    void linesKeepTheirEndsAndAsManyPointsAsMayBe(@ForAll @IntRange(max = 300) int n, @ForAll @IntRange(min = 3, max = 320) int most,
            @ForAll long seed) {
        int[] kept = Thinning.lttb(indices(n), noise(n, seed), most);
        assertEquals(Math.min(n, most), kept.length);
        assertAscending(kept, n);
    }

    /** What thinning evenly would lose. */
    @Property(tries = 100)
    void aLonePeakSurvives(@ForAll @IntRange(min = 1, max = 4998) int peak) {
        double[] y = noise(5000, 1);
        y[peak] = 100;
        int[] kept = Thinning.lttb(indices(5000), y, 50);
        assertTrue(Arrays.stream(kept).anyMatch(i -> i == peak), Arrays.toString(kept));
    }

    @Property(tries = 300)
    void evenlySpacedIndicesKeepTheEnds(@ForAll @IntRange(max = 300) int n, @ForAll @IntRange(min = 2, max = 320) int most) {
        int[] kept = Thinning.evenly(n, most);
        assertEquals(Math.min(n, most), kept.length);
        assertAscending(kept, n);
        assertArrayEquals(new int[] {0}, Thinning.evenly(n + 1, 1));
    }
}
