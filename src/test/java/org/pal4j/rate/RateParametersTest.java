package org.pal4j.rate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pal4j.Activation;
import org.pal4j.InputException;
import org.pal4j.rate.RateChoices.LayerKind;
import org.pal4j.rate.RateChoices.RateAlgorithm;
import org.pal4j.rate.RateChoices.Target;

class RateParametersTest {
    private static final Shape MAPS = new Shape(3, 10, 12);
    private static final Layer OUT = Layer.dense(4, Activation.LINEAR);

    private static RateParameters of(RateAlgorithm algorithm, Shape input, Layer... layers) {
        return new RateParameters(algorithm, Target.MSE, input, List.of(layers), 2, 0.1, 0.1, 1, 1, 0, 0);
    }

    /** Convolution 3 x 3 with 5 filters, pool, projection to 7, dense 4; on input 3 x 10 x 12. */
    private static RateParameters mixed(RateAlgorithm algorithm) {
        return of(algorithm, MAPS, Layer.convolution(5, 3, Activation.LOGISTIC), Layer.maxPool(), Layer.projection(7, Activation.TANH), OUT);
    }

    private static RateParameters times(int batch, double dt, double beta, double tauXi, double tauHP, double tauLO, double white) {
        return new RateParameters(RateAlgorithm.PAL, Target.RATE, Shape.of(3), List.of(OUT), batch, dt, beta, tauXi, tauHP, tauLO, white);
    }

    private interface Factory {
        RateParameters make();
    }

    private static Arguments fault(String message, Factory factory) {
        return Arguments.of(message, factory);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("layers: there must be at least one", () -> of(RateAlgorithm.BP, MAPS)),
                fault("input = 0: all sizes must be 1 or more", () -> of(RateAlgorithm.BP, Shape.of(0), OUT)),
                fault("batch = 0: must be from 1 to 65536", () -> times(0, 0.1, 0.1, 1, 1, 0, 0)),
                fault("batch = 65537: must be from 1 to 65536", () -> times(65537, 0.1, 0.1, 1, 1, 0, 0)),
                fault("dt = 0.0: must be above 0", () -> times(1, 0, 0.1, 1, 1, 0, 0)),
                fault("beta = -0.1: must be 0 or more", () -> times(1, 0.1, -0.1, 1, 1, 0, 0)),
                fault("tau_xi = 0.05: must be at least dt, 0.1", () -> times(1, 0.1, 0.1, 0.05, 1, 0, 0)),
                fault("tau_HP = NaN: must be at least dt, 0.1", () -> times(1, 0.1, 0.1, 1, Double.NaN, 0, 0)),
                fault("tau_LO = 0.05: must be at least dt, 0.1", () -> times(1, 0.1, 0.1, 1, 1, 0.05, 0)),
                fault("wn_sigma = -1.0: must be 0 or more", () -> times(1, 0.1, 0.1, 1, 1, 0, -1)),
                fault("layer 1 (dense): has 0 neurons; must have 1 or more",
                        () -> of(RateAlgorithm.BP, Shape.of(3), Layer.dense(0, Activation.TANH), OUT)),
                fault("layer 1 (convolution): has 0 filters; must have 1 or more",
                        () -> of(RateAlgorithm.BP, MAPS, Layer.convolution(0, 3, Activation.TANH), Layer.projection(4, Activation.TANH))),
                fault("layer 1 (dense): a learning rate, regularizer or noise amplitude is -1.0; must be 0 or more",
                        () -> of(RateAlgorithm.BP, Shape.of(3), OUT.withEta(-1))),
                fault("is Infinity; must be 0 or more", () -> of(RateAlgorithm.BP, Shape.of(3), OUT.withSigma(Double.POSITIVE_INFINITY))),
                fault("layer 1 (dense): the layer below has maps of 3 x 10 x 12; use a projection, which is a dense layer on maps",
                        () -> of(RateAlgorithm.BP, MAPS, OUT)),
                fault("layer 1 (convolution): a kernel of 11 x 11 does not fit into maps of 3 x 10 x 12",
                        () -> of(RateAlgorithm.BP, MAPS, Layer.convolution(2, 11, Activation.TANH), Layer.projection(4, Activation.TANH))),
                fault("layer 2 (maxpool): pools over 3 x 3; only 2 x 2 is supported",
                        () -> of(RateAlgorithm.BP, MAPS, Layer.convolution(2, 3, Activation.TANH),
                                new Layer(LayerKind.MAXPOOL, 0, 3, Activation.LINEAR, 0, 0, 0, 0), Layer.projection(4, Activation.TANH))),
                fault("layer 2 (maxpool): maps of 2 x 9 x 11 can't be divided into 2 x 2",
                        () -> of(RateAlgorithm.BP, MAPS, Layer.convolution(2, 2, Activation.TANH), Layer.maxPool(),
                                Layer.projection(4, Activation.TANH))),
                fault("layer 1 (maxpool): the input has no rates of its own to pool; begin with a convolution",
                        () -> of(RateAlgorithm.BP, MAPS, Layer.maxPool(), Layer.projection(4, Activation.TANH))),
                fault("layers: the last one is a max-pool, which can't be compared with a target",
                        () -> of(RateAlgorithm.BP, MAPS, Layer.convolution(2, 3, Activation.TANH), Layer.maxPool())));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void violationIsReported(String message, Factory factory) {
        String reported = assertThrows(InputException.class, factory::make).getMessage();
        assertTrue(reported.contains(message), reported);
    }

    @Test
    void allViolationsAreReportedInOneMessage() {
        String reported = assertThrows(InputException.class, () -> times(0, -1, 0.1, 1, 1, 0, -1)).getMessage();
        assertTrue(reported.startsWith("rate network has 3 faults") && reported.contains("batch") && reported.contains("dt")
                && reported.contains("wn_sigma"), reported);
    }

    @Test
    void shapesFollowFromTheLayers() {
        RateParameters p = mixed(RateAlgorithm.BP);
        assertEquals(MAPS, p.shape(0));
        assertEquals(new Shape(5, 8, 10), p.shape(1));
        assertEquals(new Shape(5, 4, 5), p.shape(2));
        assertEquals(Shape.of(7), p.shape(3));
        assertEquals(27, p.fanIn(1));
        assertEquals(100, p.fanIn(3));
    }

    private static void assertShape(RateParameters p, RateVariable variable, int l, int... shape) {
        assertTrue(variable.exists(p, l), variable + " of layer " + l);
        assertArrayEquals(shape, variable.shape(p, l), variable + " of layer " + l);
    }

    @Test
    void variablesHaveTheShapesOfTheExchangeFormat() {
        RateParameters p = mixed(RateAlgorithm.PAL);
        for (RateVariable variable : List.of(RateVariable.r, RateVariable.u, RateVariable.e, RateVariable.h, RateVariable.xi)) {
            assertShape(p, variable, 1, 2, 5, 8, 10);
            assertShape(p, variable, 3, 2, 7);
        }
        assertShape(p, RateVariable.r, 2, 2, 5, 4, 5);
        assertShape(p, RateVariable.xi, 2, 2, 5, 4, 5);
        assertShape(p, RateVariable.W, 1, 5, 27);
        assertShape(p, RateVariable.W, 3, 100, 7);
        assertShape(p, RateVariable.b, 1, 5);
        assertShape(p, RateVariable.b, 4, 4);
        assertShape(p, RateVariable.B, 3, 7, 100);
        RateParameters direct = mixed(RateAlgorithm.DFA);
        assertShape(direct, RateVariable.D, 1, 4, 8, 10, 5);
        assertShape(direct, RateVariable.D, 3, 4, 7);
    }

    @Test
    void layersHaveTheVariablesOfTheirAlgorithm() {
        for (RateAlgorithm algorithm : RateAlgorithm.values()) {
            RateParameters p = mixed(algorithm);
            boolean pal = algorithm == RateAlgorithm.PAL;
            assertEquals(algorithm.isNoisy(), RateVariable.xi.exists(p, 2));
            assertEquals(pal, RateVariable.xi.exists(p, 4), "nothing above the output would learn from its noise");
            assertEquals(pal, RateVariable.h.exists(p, 1));
            assertEquals(algorithm != RateAlgorithm.BP && algorithm != RateAlgorithm.DFA, RateVariable.B.exists(p, 3));
            assertEquals(algorithm == RateAlgorithm.DFA, RateVariable.D.exists(p, 3));
            assertFalse(RateVariable.B.exists(p, 1), "layer 1 has no layer below to send feedback to");
            assertFalse(RateVariable.D.exists(p, 4), "the output needs no feedback");
            for (RateVariable none : List.of(RateVariable.u, RateVariable.e, RateVariable.h, RateVariable.W, RateVariable.b, RateVariable.B,
                    RateVariable.D)) {
                assertFalse(none.exists(p, 2), none + " of a max-pool");
            }
        }
    }
}
