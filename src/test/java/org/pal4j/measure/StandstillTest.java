package org.pal4j.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pal4j.Activation;

/** Each sign has a bound, and neither side of it is taken for the other. */
class StandstillTest {
    @ParameterizedTest
    @CsvSource({
        "LOGISTIC, 0, 5.9, -6.2", "TANH, 0.2, 2.9, 3.1", "RELU, 0.1, 1000, -0.1", "SOFT_RELU, 1000, -4.5, -4.7", "HARD_SIGMOID, 0, 2.9, -3.1",
        "CLIP01, 0.5, 0.9, 1.1"})
    void aNeuronIsStuckWithoutSlope(Activation phi, double usual, double open, double stuck) {
        assertEquals(0, Standstill.stuck(phi, new double[] {phi.value(usual), phi.value(open)}));
        assertEquals(1, Standstill.stuck(phi, new double[] {phi.value(stuck)}));
        assertEquals(0, Standstill.stuck(Activation.LINEAR, new double[] {usual, open, stuck, 1e9}));
    }

    /** The slope that belongs to a rate is that of the activation. */
    @ParameterizedTest
    @EnumSource(Activation.class)
    void aHundredthOfTheSteepestSlopeIsTheBound(Activation phi) {
        double steepest = IntStream.rangeClosed(-100, 100).mapToDouble(k -> phi.slope(k * 0.1)).max().orElseThrow();
        for (int k = -100; k <= 100; k++) {
            double x = k * 0.1 + 0.01;
            assertEquals(phi.slope(x) > 0.01 * steepest ? 0 : 1, Standstill.stuck(phi, new double[] {phi.value(x)}), phi + " at " + x);
        }
    }

    @Test
    void anAreaIsStuckIfNineTenthsAre() {
        double[] rates = new double[20];
        Arrays.fill(rates, 0.5);
        Arrays.fill(rates, 0, 17, 1);
        assertEquals(Optional.empty(), Standstill.area("area 1", Activation.LOGISTIC, rates));
        rates[17] = 0;
        assertEquals("90 % of the neurons of area 1 are saturated or silent",
                Standstill.area("area 1", Activation.LOGISTIC, rates).orElseThrow());
    }

    @Test
    void outputsAreFarBeyondAThousandTargets() {
        assertEquals(Optional.empty(), Standstill.outputs(new double[] {1000, -1000}, 0.1));
        assertEquals("outputs reach 1001.0", Standstill.outputs(new double[] {0, -1001}, 0.1).orElseThrow());
        assertEquals(Optional.empty(), Standstill.outputs(new double[] {0, -1001}, 2));
    }

    private static SampleOutputs predictions(int... classes) {
        SampleOutputs outputs = new SampleOutputs(classes.length, 3);
        IntStream.range(0, classes.length).forEach(k -> outputs.keep(k, new float[3], classes[k]));
        return outputs;
    }

    @Test
    void oneClassForAllSaysNothing() {
        int[] several = IntStream.range(0, 200).map(k -> k % 3).toArray();
        int[] answers = new int[200];
        assertEquals("the network takes all 200 test samples for one class",
                Standstill.classes(predictions(answers), several, "200 test").orElseThrow());
        answers[0] = 1;
        answers[1] = 2;
        assertTrue(Standstill.classes(predictions(answers), several, "200 test").isPresent());
        answers[2] = 1;
        assertEquals(Optional.empty(), Standstill.classes(predictions(answers), several, "200 test"));
        assertEquals(Optional.empty(), Standstill.classes(predictions(new int[200]), new int[200], "all of one class"));
        assertEquals(Optional.empty(), Standstill.classes(predictions(new int[9]), Arrays.copyOf(several, 9), "too few"));
        assertEquals(Optional.empty(), Standstill.classes(predictions(), new int[0], "none"));
    }

    @Test
    void anErrorSaysNothingFromTheVarianceOn() {
        // The variance of each of two outputs is 1/4.
        float[][] targets = IntStream.range(0, 10).mapToObj(k -> new float[] {k % 2, 5 + k % 2}).toArray(float[][]::new);
        assertEquals(Optional.empty(), Standstill.error(0.24, 10, k -> targets[k], "test"));
        assertTrue(Standstill.error(0.26, 10, k -> targets[k], "test").orElseThrow()
                .matches(
                        "the outputs for the test samples are no better than a constant "
                                + "\\(mean squared error 0.26, variance of the targets 0.25\\)"));
        assertTrue(Standstill.error(Double.NaN, 10, k -> targets[k], "test").isPresent());
        assertEquals(Optional.empty(), Standstill.error(9, 9, k -> targets[k], "too few"));
        assertEquals(Optional.empty(), Standstill.error(9, 10, k -> targets[0], "all the same"));
        assertEquals(Optional.empty(), Standstill.error(9, 0, k -> targets[k], "none"));
    }
}
