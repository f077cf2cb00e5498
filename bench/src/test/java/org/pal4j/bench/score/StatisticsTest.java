package org.pal4j.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers that were worked out by hand or are in tables. */
final class StatisticsTest {
    private static final double EXACT = 1e-12;

    @Test
    void quantiles() {
        assertEquals(2.5, Statistics.median(new double[] {4, 1, 3, 2}), EXACT);
        assertEquals(1.4, Statistics.quantile(new double[] {5, 4, 3, 2, 1}, 0.1), EXACT);
        assertTrue(Double.isNaN(Statistics.median(new double[0])));
    }

    @Test
    void aRatioIsOfGeometricMeans() {
        Statistics.Ratio ratio = Statistics.ratio(new double[] {2, 8}, new double[] {1, 4});
        assertEquals(2, ratio.value(), EXACT);
        assertFalse(ratio.isClear());
    }

    @Test
    void withoutTwoForksThereIsNoInterval() {
        Statistics.Ratio ratio = Statistics.ratio(new double[] {3}, new double[] {2, 2});
        assertEquals(1.5, ratio.value(), EXACT);
        assertTrue(Double.isNaN(ratio.low()) && Double.isNaN(ratio.high()));
        assertFalse(ratio.isClear());
    }

    /** Logarithms 0, 0.1, 0.2 and 0, 0, 0: error 0.1 / sqrt(3), two degrees of freedom, t = 4.303. */
    @Test
    void welchsInterval() {
        Statistics.Ratio ratio = Statistics.ratio(new double[] {1, Math.exp(0.1), Math.exp(0.2)}, new double[] {1, 1, 1});
        assertEquals(Math.exp(0.1), ratio.value(), EXACT);
        assertEquals(Math.exp(0.1 - 4.303 * 0.1 / Math.sqrt(3)), ratio.low(), EXACT);
        assertEquals(Math.exp(0.1 + 4.303 * 0.1 / Math.sqrt(3)), ratio.high(), EXACT);
    }

    @Test
    void studentsT() {
        assertEquals(12.706, Statistics.student(1), EXACT);
        assertEquals(2.776, Statistics.student(4.99), EXACT);
        assertEquals(1.984, Statistics.student(100), 0.003);
    }

    /** Of 2000 pairs of equal times with noise, one interval in twenty may leave out 1. */
    @Test
    void theIntervalCoversAsOftenAsItSays() {
        Random random = new Random(1);
        int clear = 0;
        for (int trial = 0; trial < 2000; trial++) {
            clear += Statistics.ratio(draw(random, 5), draw(random, 5)).isClear() ? 1 : 0;
        }
        assertEquals(0.05, clear / 2000.0, 0.015);
    }

    private static double[] draw(Random random, int size) {
        return random.doubles(size).map(x -> Math.exp(0.02 * random.nextGaussian())).toArray();
    }

    /** The interval of three pairs is the mean of their logarithms, 4.303 standard errors to each side. */
    @Test
    void pairsHaveStudentsInterval() {
        Statistics.Ratio ratio = Statistics.ratio(new double[] {1, Math.exp(0.1), Math.exp(0.2)});
        assertEquals(Math.exp(0.1), ratio.value(), 1e-12);
        assertEquals(Math.exp(0.1 - 4.303 * 0.1 / Math.sqrt(3)), ratio.low(), 1e-12);
        assertEquals(Math.exp(0.1 + 4.303 * 0.1 / Math.sqrt(3)), ratio.high(), 1e-12);
        assertTrue(Double.isNaN(Statistics.ratio(new double[] {1.2}).low()));
    }
}
