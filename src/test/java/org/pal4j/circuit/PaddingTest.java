package org.pal4j.circuit;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.pal4j.memory.Lanes;

/** Padding never affects a real neuron: whatever the padding holds, all real floats keep their bits. */
@Tag("width")
class PaddingTest {
    private static final int STEPS = 12;
    /** Regions that are always written before they are read. */
    private static final List<String> WRITTEN_FIRST = List.of("random_words", "clamped_cross", "clamped_minus", "scratch");

    @Provide
    Arbitrary<CircuitParameters> circuits() {
        return RandomCircuits.parameters(1);
    }

    @Provide
    Arbitrary<List<Phase>> phases() {
        return RandomCircuits.phases();
    }

    @Provide
    Arbitrary<Integer> patterns() {
        return Arbitraries.of(
                Float.floatToRawIntBits(Float.NaN), 0xFFC0_1234, Float.floatToRawIntBits(Float.POSITIVE_INFINITY),
                Float.floatToRawIntBits(Float.NEGATIVE_INFINITY), Float.floatToRawIntBits(Float.MAX_VALUE), 0xDEAD_BEEF);
    }

    @Property(tries = 200)
    void paddingDoesNotAffectNeurons(
            @ForAll("circuits") CircuitParameters p, @ForAll("phases") List<Phase> phases, @ForAll("patterns") int pattern,
            @ForAll boolean givenNoise, @ForAll long seed) {
        Circuit clean = run(p, phases, givenNoise, seed, i -> 0);
        Circuit same = run(p, phases, givenNoise, seed, i -> pattern);
        assertSameState(clean, same);
        Circuit mixed = run(p, phases, givenNoise, seed, i -> new SplittableRandom(seed + i).nextInt());
        assertSameState(clean, mixed);
    }

    private static Circuit run(CircuitParameters p, List<Phase> phases, boolean givenNoise, long seed, IntUnaryOperator padding) {
        SplittableRandom random = new SplittableRandom(seed);
        Circuit circuit = new Circuit(p, givenNoise ? new NoiseSource.Given() : new NoiseSource.Counter(seed));
        RandomCircuits.start(random, 0.5, 1, circuit);
        BitSet real = real(circuit);
        MemorySegment memory = circuit.memory();
        int floats = (int) (memory.byteSize() / Float.BYTES);
        for (int i = real.nextClearBit(0); i < floats; i = real.nextClearBit(i + 1)) {
            memory.setAtIndex(JAVA_INT, i, padding.applyAsInt(i));
        }
        circuit.target().set(RandomCircuits.values(random, 1, p.size(p.areas())));
        for (int n = 0; n < STEPS; n++) {
            if (n % 3 == 0) {
                circuit.input().set(RandomCircuits.values(random, 1, p.size(0)));
            }
            double[][] draws = RandomCircuits.draws(random, p);
            for (int l = 1; l < p.areas(); l++) {
                circuit.draws(l).set(draws[l - 1]);
            }
            circuit.advance(phases.get(n * phases.size() / STEPS), 1);
        }
        return circuit;
    }

    /** Compares all regions, not only those shown by views, so that hidden state such as low-passed rates is included. */
    private static void assertSameState(Circuit expected, Circuit got) {
        BitSet real = real(expected);
        real.stream().forEach(i -> assertEquals(
                expected.memory().getAtIndex(JAVA_INT, i), got.memory().getAtIndex(JAVA_INT, i),
                () -> "bits of float " + i + ", in " + regionOf(expected, i)));
        CircuitParameters p = expected.parameters();
        for (Variable variable : Variable.values()) {
            for (int k = 0; k < variable.count(p); k++) {
                assertArrayEquals(expected.read(variable, k), got.read(variable, k), variable.name() + k);
                assertTrue(Arrays.stream(got.read(variable, k)).allMatch(Double::isFinite), variable.name() + k);
            }
        }
    }

    private static String regionOf(Circuit circuit, int index) {
        return circuit.layout().memberLayouts().stream()
                .map(member -> member.name().orElseThrow())
                .filter(name -> index * 4L >= circuit.layout().byteOffset(PathElement.groupElement(name)))
                .reduce((first, second) -> second).orElseThrow();
    }

    /** The floats of the block that belong to a neuron or a synapse. */
    private static BitSet real(Circuit circuit) {
        CircuitParameters p = circuit.parameters();
        CircuitLayout at = new CircuitLayout(p, 1);
        Map<String, int[]> matrices = matrices(p);
        BitSet real = new BitSet();
        for (MemoryLayout member : circuit.layout().memberLayouts()) {
            String name = member.name().orElseThrow();
            int from = (int) (circuit.layout().byteOffset(PathElement.groupElement(name)) / Float.BYTES);
            int floats = (int) (member.byteSize() / Float.BYTES);
            int[] shape = matrices.get(name);
            if (shape != null) {
                markMatrix(real, from, shape);
            } else if (floats == 0) {
                continue;
            } else if (name.startsWith("input") || name.equals("clamped_input")) {
                real.set(from, from + p.size(0));
            } else if (List.of("zeros", "clamped_square", "noise_plan", "noise_places").contains(name)) {
                real.set(from, from + floats);
            } else if (WRITTEN_FIRST.stream().anyMatch(name::startsWith)) {
                continue;
            } else if (name.startsWith("clamped")) {
                real.set(from, from + p.size(1));
            } else if (name.equals("target")) {
                real.set(from, from + p.size(p.areas()));
            } else if (name.startsWith("alpha")) {
                real.set(from, from + p.size(p.feedbackArea(Integer.parseInt(name.substring(5)))));
            } else {
                assertTrue(List.of(at.allFloats, at.pyramidalFloats, at.hiddenFloats).contains(floats), () -> "unknown region " + name);
                markPopulations(real, from, floats, p, at);
            }
        }
        return real;
    }

    private static void markPopulations(BitSet real, int from, int floats, CircuitParameters p, CircuitLayout at) {
        for (int l = 1; l <= p.areas() && at.pyramidal[l] < floats; l++) {
            real.set(from + at.pyramidal[l], from + at.pyramidal[l] + p.size(l));
        }
        for (int k = 0; k < p.interneuronPopulations() && at.interneuron[k] < floats; k++) {
            int size = p.size(p.interneuronArea(k) + 1);
            real.set(from + at.interneuron[k], from + at.interneuron[k] + size);
        }
    }

    /** Rows of the last panel without a neuron are padding. */
    private static void markMatrix(BitSet real, int from, int[] shape) {
        for (int row = 0; row < shape[0]; row++) {
            for (int column = 0; column < shape[1]; column++) {
                real.set(from + (row / Lanes.COUNT * shape[1] + column) * Lanes.COUNT + row % Lanes.COUNT);
            }
        }
    }

    private static Map<String, int[]> matrices(CircuitParameters p) {
        Map<String, int[]> shapes = new HashMap<>();
        for (Variable v : List.of(Variable.W, Variable.lo, Variable.WI, Variable.B, Variable.BI)) {
            for (int k = 0; k < v.count(p); k++) {
                shapes.put(v.name() + (v == Variable.WI ? p.interneuronArea(k) : k + 1), v.shape(p, k));
            }
        }
        for (int l = 1; l < p.areas() && p.algorithm().learnsFeedback(); l++) {
            shapes.put("residual_B" + l, Variable.B.shape(p, l - 1));
        }
        for (int l = 2; l <= p.areas() && p.algorithm() == Choices.Algorithm.KP; l++) {
            shapes.put("residual_W" + l, Variable.W.shape(p, l - 1));
        }
        if (!p.updateLowPass()) {
            shapes.keySet().removeIf(name -> name.startsWith("lo"));
        }
        return shapes;
    }

    /** The views show exactly the floats that are not padding. */
    @Example
    void viewsShowOnlyRealFloats() {
        CircuitParameters p = CircuitParameters.builder().layers(15, 17, 1, 33).regularizer(Choices.Regularizer.PHI).build();
        Circuit circuit = new Circuit(p, new NoiseSource.Given());
        BitSet real = real(circuit);
        for (int i = 0; i < circuit.memory().byteSize() / Float.BYTES; i++) {
            circuit.memory().setAtIndex(JAVA_INT, i, real.get(i) ? 0 : Float.floatToRawIntBits(Float.NaN));
        }
        for (Variable variable : Variable.values()) {
            for (int k = 0; k < variable.count(p); k++) {
                double[] values = circuit.read(variable, k);
                assertEquals(Arrays.stream(variable.shape(p, k)).reduce(1, Math::multiplyExact), values.length);
                assertTrue(Arrays.stream(values).noneMatch(Double::isNaN), variable.name() + k);
            }
        }
        assertEquals(15, circuit.input().size());
        assertEquals(33, circuit.target().size());
        assertEquals(17, circuit.draws(1).size());
        for (float[] values : List.of(circuit.input().toArray(), circuit.target().toArray(), circuit.draws(1).toArray())) {
            for (float value : values) {
                assertTrue(value == 0);
            }
        }
    }
}
