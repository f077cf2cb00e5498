package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pal4j.random.Threefry;

/**
 * The distribution of the draws: 2^20 draws across neurons, and as many across steps, look standard normal and independent. The
 * keys are fixed, so nothing is left to chance; the limits are four standard deviations of an ideal generator.
 */
@Tag("width")
class NoiseDistributionTest {
    private static final int COUNT = 1 << 20;
    private static final int NEURONS = 32;
    private static final long KEY = Threefry.noiseKey(42, 3, 0);
    private static final double SIGMA = 1 / Math.sqrt(COUNT);

    @Test
    void draws() {
        float[] across = NoiseTest.draws(KEY, 17, COUNT);
        assertEquals(723_121_731, Arrays.hashCode(across), "the bits of the draws are the same on every machine");
        assertNormal(across);
        assertIndependent(across, NoiseTest.draws(KEY, 18, COUNT), "neighbouring steps");
        assertIndependent(across, NoiseTest.draws(KEY + 1, 17, COUNT), "neighbouring keys");
        assertIndependent(across, NoiseTest.draws(KEY + (1L << 32), 17, COUNT), "neighbouring keys, second word");
        assertIndependent(across, NoiseTest.draws(Threefry.noiseKey(43, 3, 0), 17, COUNT), "neighbouring seeds");
        assertIndependent(across, NoiseTest.draws(Threefry.noiseKey(42, 4, 0), 17, COUNT), "neighbouring populations");
        assertIndependent(across, NoiseTest.draws(Threefry.noiseKey(42, 3, 1L << 32), 17, COUNT), "2^32 steps later");
        assertIndependent(across, shifted(across, 1), "neighbouring neurons");
        assertIndependent(across, shifted(across, 16), "the two draws of a pair");
    }

    @Test
    void drawsOfSuccessiveSteps() {
        float[] over = new float[COUNT];
        for (int step = 0; step < COUNT / NEURONS; step++) {
            System.arraycopy(NoiseTest.draws(KEY, step, NEURONS), 0, over, step * NEURONS, NEURONS);
        }
        assertNormal(over);
        assertIndependent(over, shifted(over, NEURONS), "one neuron in successive steps");
    }

    private static float[] shifted(float[] x, int by) {
        float[] y = new float[x.length];
        System.arraycopy(x, by, y, 0, x.length - by);
        System.arraycopy(x, 0, y, x.length - by, by);
        return y;
    }

    private static double mean(float[] x, DoubleUnaryOperator f) {
        double sum = 0;
        for (float value : x) {
            sum += f.applyAsDouble(value);
        }
        return sum / x.length;
    }

    /**
     * Checks the moments, whose standard deviations are those of x, x^2, x^3, x^4 and x^6, the largest draw, and the
     * Kolmogorov-Smirnov distance.
     */
    private static void assertNormal(float[] x) {
        assertEquals(0, mean(x, v -> v), 4 * SIGMA);
        assertEquals(1, mean(x, v -> v * v), 4 * SIGMA * Math.sqrt(2));
        assertEquals(0, mean(x, v -> v * v * v), 4 * SIGMA * Math.sqrt(15));
        assertEquals(3, mean(x, v -> v * v * v * v), 4 * SIGMA * Math.sqrt(96));
        assertEquals(15, mean(x, v -> Math.pow(v, 6)), 4 * SIGMA * Math.sqrt(10_170));
        float[] sorted = x.clone();
        Arrays.sort(sorted);
        assertTrue(sorted[0] > -5.8871f && sorted[COUNT - 1] < 5.8871f);
        double distance = 0;
        for (int i = 0; i < COUNT; i++) {
            double p = probabilityBelow(sorted[i]);
            distance = Math.max(distance, Math.max(p - (double) i / COUNT, (i + 1.0) / COUNT - p));
        }
        // Exceeded by one ideal sample in a thousand.
        assertTrue(distance < 1.95 * SIGMA, "distance " + distance / SIGMA);
    }

    /** The normal distribution function by Marsaglia's series. */
    private static double probabilityBelow(double x) {
        double sum = x;
        double term = x;
        for (int i = 3; Math.abs(term) > 1e-12 * Math.abs(sum); i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    /** Draws and their squares are uncorrelated. */
    private static void assertIndependent(float[] x, float[] y, String what) {
        double values = 0;
        double squares = 0;
        for (int i = 0; i < COUNT; i++) {
            values += (double) x[i] * y[i];
            squares += ((double) x[i] * x[i] - 1) * ((double) y[i] * y[i] - 1);
        }
        assertEquals(0, values / COUNT, 4 * SIGMA, what);
        assertEquals(0, squares / COUNT, 4 * SIGMA * 2, what + ", squares");
    }
}
