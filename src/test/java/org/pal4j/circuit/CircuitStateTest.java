package org.pal4j.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.pal4j.Activation;
import org.pal4j.InputException;
import org.pal4j.circuit.Choices.Algorithm;
import org.pal4j.circuit.SteppedCircuits.Noise;
import org.pal4j.format.ElementKind;
import org.pal4j.format.NpyArray;

/** The law that a circuit goes on from its saved state bit for bit, alone or in any lane. */
@Tag("width")
class CircuitStateTest {
    private static final int MORE = 13;

    @Provide
    Arbitrary<CircuitParameters> circuits() {
        return RandomCircuits.parameters(1);
    }

    @Provide
    Arbitrary<CircuitParameters> wild() {
        return RandomCircuits.parameters(1e-6);
    }

    @Provide
    Arbitrary<List<Phase>> phases() {
        return RandomCircuits.phases();
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 4, 5, 8, 9, 16);
    }

    private static List<CircuitParameters> kinds(CircuitParameters p, int size) {
        return IntStream.range(0, size).mapToObj(k -> EnsembleTest.variant(p, k)).toList();
    }

    /** From a lane to a circuit alone, from that to a lane among others, and in all of them on as without a cut. */
    @Property(tries = 200)
    void statesGoOnAloneAndInAnyLane(
            @ForAll("circuits") CircuitParameters p, @ForAll("phases") List<Phase> phases, @ForAll Noise noise, @ForAll("sizes") int from,
            @ForAll("sizes") int to, @ForAll @IntRange(max = 23) int cut, @ForAll long seed) {
        SteppedCircuits course = new SteppedCircuits(kinds(p, from), phases, noise, seed);
        Simulator whole = course.started();
        course.advance(whole, course.all(), cut);
        SplittableRandom random = new SplittableRandom(seed);
        int chosen = random.nextInt(from);
        List<Integer> one = List.of(chosen);
        List<Integer> others = random.ints(to, 0, from).boxed().toList();
        Simulator alone = course.simulator(one, true);
        alone.resume(SteppedCircuits.states(whole, one));
        Simulator together = course.simulator(others, false);
        together.resume(SteppedCircuits.states(whole, others));
        compare(whole, alone, one);
        compare(whole, together, others);
        course.advance(alone, one, MORE);
        course.advance(together, others, MORE);
        course.advance(whole, course.all(), MORE);
        compare(whole, alone, one);
        compare(whole, together, others);

        Simulator back = course.simulator(Collections.nCopies(to, chosen), false);
        back.resume(Collections.nCopies(to, alone.replicas().getFirst().state()));
        course.advance(back, Collections.nCopies(to, chosen), MORE);
        // Nobody has asked this one for its state.
        Simulator uncut = course.started();
        course.advance(uncut, course.all(), cut + 2 * MORE);
        compare(uncut, back, Collections.nCopies(to, chosen));
    }

    /** Learning rates are so large that voltages pass all bounds: what is infinite or no number goes on as such. */
    @Property(tries = 60)
    void statesOfCircuitsThatRunAwayGoOn(
            @ForAll("wild") CircuitParameters p, @ForAll("phases") List<Phase> phases, @ForAll("sizes") int size, @ForAll long seed) {
        // All have noise or none has: infinite voltages times a noise scale of 0 are NaN, where a circuit alone without noise has 0.
        SteppedCircuits course = new SteppedCircuits(Collections.nCopies(size, p), phases, Noise.COUNTER, seed);
        Simulator whole = course.started();
        course.advance(whole, course.all(), 23);
        Simulator resumed = course.simulator(List.of(size - 1), true);
        resumed.resume(SteppedCircuits.states(whole, List.of(size - 1)));
        compare(whole, resumed, List.of(size - 1));
        course.advance(whole, course.all(), MORE);
        course.advance(resumed, List.of(size - 1), MORE);
        compare(whole, resumed, List.of(size - 1));
    }

    /** Large enough for two threads to share its matrices. */
    @Example
    void theNumberOfThreadsMayBeAnother() {
        CircuitParameters p = small().layers(20, 400, 350).build();
        assertTrue(Circuit.sharesWork(p));
        SteppedCircuits course = course(p, 1, Noise.COUNTER);
        Simulator whole = course.started();
        course.advance(whole, course.all(), 7);
        Circuit resumed = new Circuit(p, Noise.COUNTER.source(course.seed()), 2);
        resumed.resume(SteppedCircuits.states(whole, course.all()));
        course.advance(whole, course.all(), 7);
        course.advance(resumed, course.all(), 7);
        compare(whole, resumed, course.all());
    }

    private static void compare(Simulator whole, Simulator part, List<Integer> members) {
        for (int k = 0; k < members.size(); k++) {
            SteppedCircuits.assertSame(whole.replicas().get(members.get(k)), part.replicas().get(k));
        }
    }

    /** Arrays that nothing would miss would not be state: each one matters to some circuit at some step. */
    @Example
    void everyArrayIsNeeded() {
        Set<String> names = new TreeSet<>();
        Set<String> missed = new HashSet<>();
        for (int n = 0; n < 100; n++) {
            SplittableRandom random = new SplittableRandom(n);
            List<Integer> layers = random.ints(random.nextInt(2, 5), 1, 4).boxed().toList();
            CircuitParameters p = sample(RandomCircuits.parameters(layers, 1), n);
            SteppedCircuits course = new SteppedCircuits(List.of(p), sample(RandomCircuits.phases(), n), Noise.values()[n % 3], n);
            Simulator whole = course.started();
            course.advance(whole, course.all(), random.nextInt(1, 30));
            Map<String, NpyArray> state = whole.replicas().getFirst().state();
            for (String name : state.keySet()) {
                if (!missed.contains(kind(name)) && !goesOn(course, state, without(state, name))) {
                    missed.add(kind(name));
                }
                names.add(kind(name));
            }
        }
        names.removeAll(missed);
        assertEquals(Set.of(), names);
    }

    private static <T> T sample(Arbitrary<T> arbitrary, int seed) {
        return arbitrary.generator(1000).next(new Random(seed)).value();
    }

    /** A name without the area. */
    private static String kind(String name) {
        return name.startsWith("clamped") ? name : name.replaceAll("\\d+$", "");
    }

    private static Map<String, NpyArray> without(Map<String, NpyArray> state, String name) {
        Map<String, NpyArray> changed = new HashMap<>(state);
        NpyArray array = state.get(name);
        changed.put(name, switch (array.kind()) {
            case FLOAT32 -> NpyArray.ofFloats(new float[array.size()], array.shape());
            case FLOAT64 -> NpyArray.ofDoubles(new double[array.size()], array.shape());
            case BOOL -> NpyArray.ofBooleans(new boolean[] {!array.toBooleans()[0]});
            default -> NpyArray.ofLongs(Arrays.stream(array.toLongs()).map(value -> value == 0 ? 1 : value - 1).toArray(), array.shape());
        });
        return changed;
    }

    /** Whether a changed state passes for the whole one, at once and after some steps. */
    private static boolean goesOn(SteppedCircuits course, Map<String, NpyArray> state, Map<String, NpyArray> changed) {
        Simulator whole = course.simulator(course.all(), true);
        Simulator resumed = course.simulator(course.all(), true);
        try {
            whole.resume(List.of(state));
            resumed.resume(List.of(changed));
            for (int steps : new int[] {0, 7}) {
                course.advance(whole, course.all(), steps);
                course.advance(resumed, course.all(), steps);
                SteppedCircuits.assertReadsSame(whole.replicas().getFirst(), resumed.replicas().getFirst());
            }
            return true;
        } catch (InputException | AssertionError e) {
            return false;
        }
    }

    private static CircuitParametersBuilder small() {
        return CircuitParameters.builder().layers(4, 6, 3).etaForward(List.of(1.0)).etaBackward(List.of(1.0)).noiseScale(List.of(0.1))
                .etaPyramidalToInter(List.of(1.0)).etaInterToPyramidal(List.of(1.0)).alpha(List.of(0.1)).activations(List.of(Activation.LOGISTIC));
    }

    private static SteppedCircuits course(CircuitParameters p, int size, Noise noise) {
        return new SteppedCircuits(Collections.nCopies(size, p), List.of(Phase.LEARN), noise, 3);
    }

    private static Map<String, NpyArray> state(CircuitParameters p, Noise noise, int steps) {
        SteppedCircuits course = course(p, 1, noise);
        Simulator simulator = course.started();
        course.advance(simulator, course.all(), steps);
        return simulator.replicas().getFirst().state();
    }

    private static Map<String, NpyArray> changed(Map<String, NpyArray> state, String name, NpyArray array) {
        Map<String, NpyArray> changed = new LinkedHashMap<>(state);
        changed.put(name, array);
        return changed;
    }

    @Example
    void namesAndShapesAreThoseOfTheDocumentation() {
        CircuitParameters p = small().dtxi(0.05).build();
        Map<String, NpyArray> state = state(p, Noise.NUMPY, 7);
        assertEquals(List.of("step", "noise_clock", "B_learned", "clamped_begins", "clamped_begun", "clamped_learned", "clamped_sum", "clamped_power",
                "numpy_key", "numpy_pos", "numpy_has_gauss", "numpy_cached_gaussian", "uP1", "uP2", "uI1", "bP1", "bP2", "bI1", "rP1", "rP2", "rI1",
                "vbas1", "vbas2", "vden1", "vapi1", "noise1", "hi1", "hi2", "lo1", "lo2", "W1", "W2", "WI1", "B1", "BI1", "next_bP1", "seen_hi1",
                "next_bP2", "seen_hi2", "next_bI1", "old_rI1", "old_rP1", "seen_noise1", "post_P1", "post_P2", "post_I1", "post_api1", "residual_B1",
                "input", "target", "seen_input", "clamped_input", "clamped_W1", "clamped_product", "clamped_c", "clamped_d", "clamped_lo1",
                "clamped_low_product"), List.copyOf(state.keySet()));
        assertEquals("[6, 4]", Arrays.toString(state.get("W1").shape()));
        assertEquals("[6, 3]", Arrays.toString(state.get("residual_B1").shape()));
        assertEquals("[]", Arrays.toString(state.get("step").shape()));
        assertEquals(7, state.get("step").toLongs()[0]);
        assertEquals(ElementKind.FLOAT64, state.get("clamped_power").kind());
        assertThrows(UnsupportedOperationException.class, () -> state.remove("W1"));
        Map<String, NpyArray> skip =
                state(small().layers(4, 6, 5, 3).connectivity(Choices.Connectivity.SKIP).algorithm(Algorithm.DFA).clampedInput(false)
                        .build(), Noise.GIVEN, 1);
        assertEquals(List.of("vden2", "WI2", "next_bI2", "old_rI2", "draw1", "draw2", "post_I2", "old_input"), skip.keySet().stream()
                .filter(name -> name.contains("den") || name.contains("I2") && !name.matches("[urb]?[I]2|BI2") || name.matches("draw.|old_input"))
                .toList());
    }

    @Example
    void damagedStatesAreRefusedByName() {
        CircuitParameters p = small().build();
        Map<String, NpyArray> state = new LinkedHashMap<>(state(p, Noise.NUMPY, 7));
        state.remove("rP1");
        state.put("W1", NpyArray.ofFloats(new float[12], 4, 3));
        state.put("W9", NpyArray.ofFloats(new float[1]));
        state.put("uP1", NpyArray.ofDoubles(new double[6], 6));
        state.put("step", NpyArray.ofLongs(new long[] {-1}));
        state.put("numpy_pos", NpyArray.ofLongs(new long[] {625}));
        Circuit circuit = (Circuit) course(p, 1, Noise.NUMPY).simulator(List.of(0), true);
        Map<String, NpyArray> before = circuit.state();
        InputException e = assertThrows(InputException.class, () -> circuit.resume(List.of(state)));
        assertEquals("""
                the state of a circuit has 6 faults:
                  - step = array of int64 of shape (): must be an array of int64 of shape () with values from 0 to 9223372036854775807
                  - numpy_pos = array of int64 of shape (): must be an array of int64 of shape () with values from 0 to 624
                  - uP1 = array of float64 of shape (6,): must be an array of float32 of shape (6,)
                  - rP1: is missing; must be an array of float32 of shape (6,)
                  - W1 = array of float32 of shape (4, 3): must be an array of float32 of shape (6, 4)
                  - W9 = array of float32 of shape (): there is no array of this name here""", e.getMessage());
        assertEquals(before, circuit.state());
        assertThrows(InputException.class, () -> circuit.resume(List.of(Map.of())));
        assertThrows(InputException.class, () -> circuit.resume(List.of(state(p, Noise.COUNTER, 7))));
    }

    @Example
    void weightsThatContradictTheClampedInputAreRefused() {
        CircuitParameters p = small().build();
        Map<String, NpyArray> state = state(p, Noise.COUNTER, 7);
        float[] weights = state.get("W1").toFloats();
        weights[5] += 1;
        InputException e = assertThrows(InputException.class, () -> course(p, 1, Noise.COUNTER).simulator(List.of(0), true)
                .resume(List.of(changed(state, "W1", NpyArray.ofFloats(weights, 6, 4)))));
        assertTrue(e.getMessage().startsWith("the state of a circuit: W1: contradicts clamped_W1"), e.getMessage());
    }

    @Example
    void statesSideBySideHaveOneClock() {
        CircuitParameters p = small().build();
        SteppedCircuits course = course(p, 3, Noise.COUNTER);
        Map<String, NpyArray> state = state(p, Noise.COUNTER, 7);
        Simulator ensemble = course.simulator(course.all(), false);
        assertThrows(IllegalArgumentException.class, () -> ensemble.resume(List.of(state, state)));
        assertEquals("replicas side by side have one step, but it is 7 in state 1 and 8 in state 3 of 3",
                assertThrows(IllegalArgumentException.class, () -> ensemble.resume(List.of(state, state, state(p, Noise.COUNTER, 8)))).getMessage());
        Map<String, NpyArray> other = changed(state, "clamped_sum", NpyArray.ofDoubles(new double[] {0.25}));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ensemble.resume(List.of(other, state, state))).getMessage()
                .startsWith("replicas side by side have one clamped_sum, but it is 0.25 in state 1"));
        ensemble.resume(List.of(state, state, state));
        assertEquals(7, ensemble.step());
        assertThrows(IllegalStateException.class, () -> ensemble.resume(List.of(state, state, state)));
    }

    /** A replica without noise draws nothing from NumPy's generator, which may give the order of samples as well. */
    @Example
    void replicasWithoutNoiseLeaveTheirGeneratorAlone() {
        CircuitParameters p = small().build();
        List<CircuitParameters> replicas = List.of(p, p.toBuilder().noiseScale(List.of(0.0)).build());
        SteppedCircuits course = new SteppedCircuits(replicas, List.of(Phase.LEARN), Noise.NUMPY, 3);
        Simulator ensemble = course.started();
        NpyArray before = ensemble.replicas().get(1).state().get("numpy_pos");
        course.advance(ensemble, course.all(), 5);
        assertEquals(before, ensemble.replicas().get(1).state().get("numpy_pos"));
    }
}
