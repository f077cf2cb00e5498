package org.pal4j.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pal4j.InputException;

class LinearClassifierTest {
    /** Clouds of samples: normally distributed around the given centers, with sample i in class i modulo the number of centers. */
    private record Clouds(float[] features, int[] classes) {
        static Clouds of(int samples, double width, long seed, double[]... centers) {
            Random random = new Random(seed);
            int dims = centers[0].length;
            float[] features = new float[samples * dims];
            int[] classes = new int[samples];
            for (int i = 0; i < samples; i++) {
                classes[i] = i % centers.length;
                for (int d = 0; d < dims; d++) {
                    features[i * dims + d] = (float) (centers[classes[i]][d] + width * random.nextGaussian());
                }
            }
            return new Clouds(features, classes);
        }

        /** Rounded to multiples of 2^-10, whose sums are exact. */
        Clouds rounded() {
            float[] rounded = features.clone();
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = Math.round(rounded[i] * 1024) / 1024f;
            }
            return new Clouds(rounded, classes);
        }

        Clouds mapped(double factor, double shift) {
            float[] mapped = features.clone();
            for (int i = 0; i < mapped.length; i++) {
                mapped[i] = (float) (mapped[i] * factor + shift);
            }
            return new Clouds(mapped, classes);
        }

        LinearClassifier train(int dims, int classCount, long seed) {
            return LinearClassifier.train(features, dims, classes, classCount, seed);
        }
    }

    private static double[] center(double... place) {
        return place;
    }

    private static double[][] onCircle(int count, double radius) {
        return IntStream.range(0, count).mapToDouble(i -> 2 * Math.PI * i / count)
                .mapToObj(angle -> center(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle))).toArray(double[][]::new);
    }

    @Test
    void separateCloudsAreSeparated() {
        for (int classes : new int[] {2, 3, 5, 10}) {
            double[][] centers = onCircle(classes, 10);
            Clouds seen = Clouds.of(100 * classes, 0.3, 1, centers);
            LinearClassifier classifier = seen.train(2, classes, 7);
            assertEquals(1, classifier.accuracy(seen.features, seen.classes), classes + " classes");
            Clouds others = Clouds.of(100 * classes, 0.3, 2, centers);
            assertEquals(1, classifier.accuracy(others.features, others.classes), classes + " classes, other samples");
            assertArrayEquals(others.classes, classifier.predict(others.features));
            assertTrue(classifier.converged());
        }
    }

    /**
     * Where clouds overlap, hardly any classifier beats the one that knows their centers. This classifier stops while its
     * learning rate still moves the planes a little; a misplaced plane would cost far more than this bound.
     */
    @Test
    void overlappingCloudsAreSeparatedNearlyOptimally() {
        for (int classes : new int[] {2, 3, 4}) {
            double[][] centers = onCircle(classes, 1.5);
            Clouds clouds = Clouds.of(6000, 1, 3, centers);
            int right = 0;
            for (int i = 0; i < 6000; i++) {
                double[] squares = new double[classes];
                for (int c = 0; c < classes; c++) {
                    squares[c] = Math.hypot(clouds.features[2 * i] - centers[c][0], clouds.features[2 * i + 1] - centers[c][1]);
                }
                int own = clouds.classes[i];
                right += Arrays.stream(squares).min().orElseThrow() == squares[own] ? 1 : 0;
            }
            double best = right / 6000.0;
            double accuracy = clouds.train(2, classes, 5).accuracy(clouds.features, clouds.classes);
            assertTrue(accuracy > best - 0.05 && best < 0.95, classes + " classes: " + accuracy + " of " + best);
        }
    }

    /** A straight line gets at most three of the four clouds right. */
    @Test
    void linearlyInseparableClassesAreNotSeparated() {
        Clouds four = Clouds.of(2000, 0.1, 4, center(0, 0), center(0, 1), center(1, 1), center(1, 0));
        int[] xor = Arrays.stream(four.classes).map(c -> c % 2).toArray();
        double accuracy = LinearClassifier.train(four.features, 2, xor, 2, 1).accuracy(four.features, xor);
        assertTrue(accuracy >= 0.25 && accuracy <= 0.76, "accuracy " + accuracy);
        // With one class per cloud, the same samples are separable.
        assertEquals(1, four.train(2, 4, 1).accuracy(four.features, four.classes));
    }

    /** Computed by hand, with the learning rates 1/(1e-4 (1000 + t)): 10, 10000/1001 and 10000/1002. */
    @Test
    void firstStepsFollowTheSchedule() {
        HingePlane plane = new HingePlane(1);
        double[] x = {0.5, -0.25, 10};
        assertEquals(1, plane.learn(x, 0, true));
        assertArrayEquals(new double[] {5, 10}, plane.parameters(), 1e-13);
        // w x + b = 8.75 but should be negative; the penalty removes rate * alpha = 1/1001 of the weight.
        assertEquals(9.75, plane.learn(x, 1, false), 1e-12);
        double weight = 5 * 1000 / 1001.0 + 0.25 * 10_000 / 1001;
        double bias = 10 - 10_000 / 1001.0;
        assertArrayEquals(new double[] {weight, bias}, plane.parameters(), 1e-12);
        // Far on the correct side, only the penalty has an effect.
        assertEquals(0, plane.learn(x, 2, true));
        assertArrayEquals(new double[] {weight * 1001 / 1002, bias}, plane.parameters(), 1e-12);
    }

    /** For 1024 samples that are multiples of 2^-10, mean and distances are exact, so only their scale changes. */
    @Test
    void shiftAndScaleHaveNoEffect() {
        Clouds clouds = Clouds.of(1024, 1, 5, onCircle(3, 1.5)).rounded();
        double[][] expected = clouds.train(2, 3, 9).parameters();
        for (double factor : new double[] {1, 0x1p-100, 0x1p60}) {
            assertArrayEquals(expected, clouds.mapped(factor, 0).train(2, 3, 9).parameters(), "factor " + factor);
        }
        for (double shift : new double[] {64, -1000}) {
            Clouds shifted = clouds.mapped(1, shift);
            assertArrayEquals(expected, shifted.train(2, 3, 9).parameters(), "shift " + shift);
            assertArrayEquals(clouds.train(2, 3, 9).predict(clouds.features), shifted.train(2, 3, 9).predict(shifted.features));
        }
    }

    @Test
    void constantFeaturesAreIgnored() {
        Clouds clouds = Clouds.of(999, 1, 6, onCircle(3, 1.5));
        LinearClassifier without = clouds.train(2, 3, 2);
        for (float constant : new float[] {0, 0.1f, -1e30f, Float.MAX_VALUE}) {
            float[] wider = new float[3 * 999];
            for (int i = 0; i < 999; i++) {
                wider[3 * i] = clouds.features[2 * i];
                wider[3 * i + 1] = constant;
                wider[3 * i + 2] = clouds.features[2 * i + 1];
            }
            LinearClassifier with = LinearClassifier.train(wider, 3, clouds.classes, 3, 2);
            assertArrayEquals(without.predict(clouds.features), with.predict(wider), "constant " + constant);
            for (int plane = 0; plane < 3; plane++) {
                assertEquals(0, with.parameters()[plane][1]);
            }
            // A feature that was constant in training stays ignored even if it varies later.
            wider[1] = -constant + 5;
            assertArrayEquals(without.predict(clouds.features), with.predict(wider));
        }
        int[] classes = {0, 1, 2};
        assertEquals(1 / 3.0, LinearClassifier.train(new float[] {4, 4, 4}, 1, classes, 3, 1).accuracy(new float[] {4, 4, 4}, classes));
    }

    @Test
    void sameSeedGivesSameBits() {
        Clouds clouds = Clouds.of(500, 1, 7, onCircle(4, 1)).rounded();
        double[][] once = clouds.train(2, 4, 11).parameters();
        assertArrayEquals(once, clouds.train(2, 4, 11).parameters());
        assertFalse(Arrays.deepEquals(once, clouds.train(2, 4, 12).parameters()));
        assertNotEquals(once[0][0], once[1][0]);
        // A recorded value: the same on every machine.
        assertEquals(-746750013, Arrays.deepHashCode(once));
    }

    @Test
    void classesWithoutSamplesAreNeverPredicted() {
        Clouds two = Clouds.of(200, 0.2, 8, center(-1, 0), center(1, 0));
        int[] classes = Arrays.stream(two.classes).map(c -> 3 + 4 * c).toArray();
        LinearClassifier classifier = LinearClassifier.train(two.features, 2, classes, 10, 1);
        assertArrayEquals(classes, classifier.predict(two.features));
        assertEquals(0, classifier.accuracy(two.features, two.classes));
        assertEquals(1, classifier.parameters().length, "two classes need a single plane");
        Clouds three = Clouds.of(300, 1, 9, onCircle(3, 1));
        int[] odd = Arrays.stream(three.classes).map(c -> 2 * c + 1).toArray();
        LinearClassifier several = LinearClassifier.train(three.features, 2, odd, 10, 1);
        assertEquals(3, several.parameters().length);
        assertTrue(Arrays.stream(several.predict(three.features)).allMatch(c -> c % 2 == 1 && c < 6));
        int[] same = new int[200];
        Arrays.fill(same, 6);
        LinearClassifier one = LinearClassifier.train(two.features, 2, same, 10, 1);
        assertArrayEquals(same, one.predict(two.features));
        assertTrue(one.converged());
        assertTrue(Double.isNaN(one.accuracy(new float[0], new int[0])));
    }

    @Test
    void invalidSamplesAreRejected() {
        int[] classes = {0, 1};
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            InputException e = assertThrows(InputException.class,
                    () -> LinearClassifier.train(new float[] {1, 2, 3, 4, 5, wrong}, 3, classes, 2, 1));
            assertEquals("linear classifier: feature 2 of sample 1 is " + wrong + " but must be finite; if it comes from a network, the network has "
                    + "diverged: lower its learning rate", e.getMessage());
            LinearClassifier good = LinearClassifier.train(new float[] {1, 2}, 1, classes, 2, 1);
            assertThrows(InputException.class, () -> good.predict(new float[] {0, wrong}));
            assertThrows(InputException.class, () -> good.accuracy(new float[] {0, wrong}, classes));
            assertThrows(IllegalArgumentException.class, () -> good.accuracy(new float[] {0}, classes));
        }
        assertTrue(assertThrows(InputException.class, () -> LinearClassifier.train(new float[0], 2, new int[0], 2, 1)).getMessage()
                .contains("no samples"));
        assertThrows(IllegalArgumentException.class, () -> LinearClassifier.train(new float[3], 2, classes, 2, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> LinearClassifier.train(new float[2], 1, new int[] {0, 2}, 2, 1));
    }
}
