package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pal4j.Activation;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.Choices.Connectivity;
import org.pal4j.circuit.Choices.Regularizer;

/** Every violation is reported in one sentence with field, value and bound, and all violations in one message. */
class CircuitParametersTest {
    /** Two hidden areas, so that lists over hidden areas have two entries and lists over areas have three. */
    private static CircuitParametersBuilder good() {
        return CircuitParameters.builder().layers(4, 6, 5, 3);
    }

    private static String message(CircuitParametersBuilder builder) {
        return assertThrows(InputException.class, builder::build).getMessage();
    }

    @Test
    void builderStartsWithTheConstantsOfThePaper() {
        CircuitParameters p = good().build();
        assertEquals(List.of(0.03, 0.1, 0.06, 0.1, 0.06, 0.06), List.of(p.gl(), p.gbas(), p.gapi(), p.gden(), p.gnI(), p.gntgt()));
        assertEquals(0.01, p.dt());
        assertEquals(p.dt(), p.dtxi());
        assertEquals(1, p.taur());
        assertEquals(List.of(Activation.LOGISTIC, Activation.LOGISTIC, Activation.LOGISTIC), p.activations());
        assertEquals(List.of(0.0, 0.0), p.etaBackward());
        assertEquals(p, p.toBuilder().build());
    }

    /** Fields that must not be negative, with their names in messages. */
    static Stream<Arguments> notNegative() {
        return Stream.of(
                named("gl", CircuitParametersBuilder::gl), named("gbas", CircuitParametersBuilder::gbas),
                named("gapi", CircuitParametersBuilder::gapi), named("gden", CircuitParametersBuilder::gden),
                named("gnI", CircuitParametersBuilder::gnI), named("gntgt", CircuitParametersBuilder::gntgt),
                named("taur", CircuitParametersBuilder::taur),
                named("noise_scale", (b, x) -> b.noiseScale(List.of(x))), named("eta_fw", (b, x) -> b.etaForward(List.of(x))),
                named("eta_bw", (b, x) -> b.etaBackward(List.of(x))), named("eta_IP", (b, x) -> b.etaPyramidalToInter(List.of(x))),
                named("eta_PI", (b, x) -> b.etaInterToPyramidal(List.of(x))), named("alpha", (b, x) -> b.alpha(List.of(x))));
    }

    /** Fields that must be positive. */
    static Stream<Arguments> positive() {
        return Stream.of(
                named("dt", CircuitParametersBuilder::dt), named("tauHP", CircuitParametersBuilder::tauHP),
                named("tauLO", CircuitParametersBuilder::tauLO), named("tauxi", CircuitParametersBuilder::tauxi));
    }

    private static Arguments named(String field, BiFunction<CircuitParametersBuilder, Double, CircuitParametersBuilder> set) {
        return Arguments.of(field, set);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notNegative")
    void negativeAndNonFiniteValuesAreRejected(
            String field, BiFunction<CircuitParametersBuilder, Double, CircuitParametersBuilder> set) {
        for (double value : new double[] {-1e-300, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            String message = message(set.apply(good(), value));
            assertTrue(message.contains(field + " = " + value + ": must be 0 or more and finite"), message);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("positive")
    void timesMustBePositive(String field, BiFunction<CircuitParametersBuilder, Double, CircuitParametersBuilder> set) {
        for (double value : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            String message = message(set.apply(good(), value));
            assertTrue(message.contains(field + " = " + value + ": must be above 0 and finite"), message);
        }
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("single")
    void violationIsReportedWithItsBound(Consumer<CircuitParametersBuilder> change, String expected) {
        CircuitParametersBuilder builder = good();
        change.accept(builder);
        String message = message(builder);
        String start = "the circuit: " + expected;
        assertEquals(start, message.substring(0, Math.min(message.length(), start.length())));
        assertFalse(message.contains("\n"), message);
    }

    static Stream<Arguments> single() {
        return Stream.of(
                one(b -> b.layers(List.of()), "layers = []: needs at least two areas"),
                one(b -> b.layers(4), "layers = [4]: needs at least two areas"),
                one(b -> b.layers(4, 0, 3), "layers[1] = 0: must be from 1 to 16777216"),
                one(b -> b.layers(-1, 3), "layers[0] = -1: must be from 1 to 16777216"),
                one(b -> b.layers(List.of(4L, 1L << 31, 3L)), "layers[1] = 2147483648: must be from 1 to 16777216"),
                one(b -> b.layers(List.of(4L, (1L << 24) + 1)), "layers[1] = 16777217: must be from 1 to 16777216"),
                one(b -> b.layers(List.of(4L, Long.MAX_VALUE)), "layers[1] = 9223372036854775807: must be from 1 to 16777216"),
                one(b -> b.gden(0), "gden = 0.0: must be above 0"),
                one(b -> b.gl(0).gbas(0), "gl + gbas = 0.0: must be above 0"),
                one(b -> b.tauHP(0.0099), "dt = 0.01: must not be above tauHP, 0.0099 ms"),
                one(b -> b.tauLO(0.0099), "dt = 0.01: must not be above tauLO, 0.0099 ms"),
                one(b -> b.tauxi(0.0099), "dt = 0.01: must not be above tauxi, 0.0099 ms"),
                one(b -> b.gntgt(1000), "dt = 0.01: must not be above the membrane time constant of the output area"),
                one(b -> b.gapi(1000), "dt = 0.01: must not be above the membrane time constant of hidden areas"),
                one(b -> b.gnI(1000), "dt = 0.01: must not be above the membrane time constant of interneurons"),
                one(b -> b.dtxi(0.005), "dtxi = 0.005: must be dt (0.01) or a whole multiple of it"),
                one(b -> b.dtxi(0.015), "dtxi = 0.015: must be dt (0.01) or a whole multiple of it"),
                one(b -> b.dtxi(0), "dtxi = 0.0: must be dt (0.01) or a whole multiple of it"),
                one(b -> b.dtxi(-0.01), "dtxi = -0.01: must be dt (0.01) or a whole multiple of it"),
                one(b -> b.dtxi(Double.NaN), "dtxi = NaN: must be dt (0.01) or a whole multiple of it"),
                one(b -> b.dtxi(1e12), "dtxi = 1.0E12: must be dt (0.01) or a whole multiple of it"),
                one(b -> b.activations(List.of(Activation.TANH, Activation.RELU)), "activation = 2 values: must be 3, one for each area"),
                one(b -> b.activations(List.of()), "activation = 0 values: must be 3, one for each area"),
                one(b -> b.etaForward(List.of(1.0, 1.0)), "eta_fw = 2 values: must be 3, one for each area"),
                one(b -> b.etaBackward(List.of(1.0, 1.0, 1.0)), "eta_bw = 3 values: must be 2, one for each hidden area"),
                one(b -> b.etaPyramidalToInter(List.of()), "eta_IP = 0 values: must be 2, one for each hidden area"),
                one(b -> b.etaInterToPyramidal(List.of(1.0, 1.0, 1.0)), "eta_PI = 3 values: must be 2, one for each hidden area"),
                one(b -> b.alpha(List.of(1.0, 1.0, 1.0)), "alpha = 3 values: must be 2, one for each hidden area"),
                one(b -> b.noiseScale(List.of(1.0, 1.0, 1.0)), "noise_scale = 3 values: must be 2, one for each hidden area"),
                one(b -> b.etaBackward(List.of(1.0, -2.0)), "eta_bw[1] = -2.0: must be 0 or more and finite"),
                one(b -> b.algorithm(Algorithm.FA).connectivity(Connectivity.SKIP), "connectivity = skip: goes with DFA and PAL, not with FA"),
                one(b -> b.algorithm(Algorithm.BP).connectivity(Connectivity.SKIP), "connectivity = skip: goes with DFA and PAL, not with BP"),
                one(b -> b.algorithm(Algorithm.KP).connectivity(Connectivity.SKIP), "connectivity = skip: goes with DFA and PAL, not with KP"),
                one(b -> b.algorithm(Algorithm.KP).regularizer(Regularizer.PHI),
                        "regularizer = phi: does not go with KP, by which B and W must decay alike (use regularizer plain)"),
                one(b -> b.algorithm(Algorithm.KP).regularizer(Regularizer.GATED), "regularizer = gated: does not go with KP"),
                one(b -> b.algorithm(Algorithm.DFA), "connectivity = layered: does not go with DFA"));
    }

    private static Arguments one(Consumer<CircuitParametersBuilder> change, String expected) {
        return Arguments.of(change, expected);
    }

    @Test
    void allViolationsAreReportedInOneMessage() {
        String message = message(good().gl(-0.01).gden(0).tauHP(0).taur(Double.NaN).dtxi(0.003).etaForward(List.of(1.0, 2.0, -3.0))
                .alpha(List.of(1.0, 1.0, 1.0)).algorithm(Algorithm.DFA).regularizer(Regularizer.PHI));
        List<String> expected = List.of("gl = -0.01", "gden = 0.0", "tauHP = 0.0", "taur = NaN", "dtxi = 0.003", "eta_fw[2] = -3.0",
                "alpha = 3 values", "connectivity = layered");
        expected.forEach(each -> assertTrue(message.contains("\n  - " + each), () -> each + " in " + message));
        assertTrue(message.startsWith("the circuit has " + expected.size() + " faults:"), message);
    }

    /** Constraints that do not involve dt are checked even if dt is invalid. */
    @Test
    void invalidTimeStepHidesNoOtherViolation() {
        String message = message(good().dt(0).tauHP(-1).tauLO(Double.NaN).tauxi(0).taur(-1));
        for (String each : List.of("dt = 0.0", "tauHP = -1.0", "tauLO = NaN", "tauxi = 0.0", "taur = -1.0")) {
            assertTrue(message.contains("\n  - " + each), () -> each + " in " + message);
        }
    }

    @Test
    void allInvalidSizesAreReported() {
        String message = message(CircuitParameters.builder().layers(0, 5, -7));
        assertTrue(message.contains("layers[0] = 0") && message.contains("layers[2] = -7") && !message.contains("layers[1]"), message);
    }

    /** Values exactly at the bounds. */
    @Test
    void boundsThemselvesAreValid() {
        List<CircuitParametersBuilder> valid = new ArrayList<>(List.of(
                good().tauHP(0.01), good().tauLO(0.01), good().tauxi(0.01), good().dtxi(0.05), good().dt(0.1).dtxi(0.3), good().taur(0),
                good().gl(0), good().gapi(0).gnI(0).gntgt(0), good().dt(1 / 0.19 * 0.999).tauHP(10).tauxi(10),
                CircuitParameters.builder().layers(1, 1), CircuitParameters.builder().layers(3, 2).connectivity(Connectivity.SKIP)));
        for (RandomCircuits.Kind kind : RandomCircuits.Kind.ALL) {
            valid.add(good().algorithm(kind.algorithm()).connectivity(kind.connectivity()));
        }
        valid.forEach(CircuitParametersBuilder::build);
        assertEquals(3, good().dt(0.1).dtxi(0.3).build().stepsBetweenDraws());
    }

    /** Sizes that are valid individually, but whose weights do not fit in a block. */
    @Test
    void weightsBeyond2GibibytesAreRejected() {
        CircuitParameters p = CircuitParameters.builder().layers(1 << 24, 1 << 24).build();
        InputException e = assertThrows(InputException.class, () -> new Circuit(p, new NoiseSource.Counter(1)));
        assertTrue(e.getMessage().contains("smaller layers"), e.getMessage());
    }
}
