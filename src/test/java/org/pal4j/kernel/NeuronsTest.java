package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pal4j.kernel.Trial.Rounded.exactly;
import static org.pal4j.kernel.Trial.Rounded.fma;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.pal4j.Activation;
import org.pal4j.kernel.Trial.Rounded;
import org.pal4j.kernel.Trial.Values;
import org.pal4j.memory.Lanes;

/**
 * Every elementwise kernel: the SIMD kernel and the public entry point equal the scalar twin bit for bit and write only their
 * regions; the twin equals the formula in double precision within the bound that its rounding errors give.
 */
@Tag("width")
class NeuronsTest {
    private static final int TRIES = 200;

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 49, 63, 64, 65, 257);
    }

    @Property(tries = 7 * TRIES, edgeCases = EdgeCasesMode.NONE)
    void activate(@ForAll Activation phi, @ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int x = t.vector(size);
        int factor = t.vector(size);
        int out = t.vector(size);
        MemorySegment after = t.assertAgree(List.of(out),
                m -> ScalarNeurons.activate(phi, m, x, factor, out, size),
                m -> Neurons.activation(phi, m, x, factor, out, size).forEach(Runnable::run));
        for (int i = 0; i < size; i++) {
            float argument = get(after, factor, i) * get(after, x, i);
            if (Float.isFinite(argument) && Math.abs(argument) < 80) {
                value(phi, argument).assertCovers(get(after, out, i));
            } else {
                assertEquals((float) phi.value(argument), get(after, out, i), Float.MIN_NORMAL);
            }
        }
    }

    @Property(tries = 7 * TRIES, edgeCases = EdgeCasesMode.NONE)
    void slope(@ForAll Activation phi, @ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int x = t.vector(size);
        int out = t.vector(size);
        MemorySegment after = t.assertAgree(List.of(out),
                m -> ScalarNeurons.slope(phi, m, x, out, size),
                m -> Neurons.slopes(phi, m, x, out, size).forEach(Runnable::run));
        for (int i = 0; i < size; i++) {
            float argument = get(after, x, i);
            if (Float.isFinite(argument) && Math.abs(argument) < 80) {
                slope(phi, argument).assertCovers(get(after, out, i));
            } else {
                assertEquals((float) phi.slope(argument), get(after, out, i), Float.MIN_NORMAL);
            }
        }
    }

    /** The kinks themselves, which random arguments rarely hit. */
    @Example
    void slopesAtTheKinks() {
        assertEquals(0f, scalarSlope(Activation.RELU, 0f));
        assertEquals(0f, scalarSlope(Activation.RELU, -0f));
        assertEquals(1f, scalarSlope(Activation.RELU, Float.MIN_VALUE));
        for (float sign : new float[] {1, -1}) {
            assertEquals(0f, scalarSlope(Activation.HARD_SIGMOID, sign * 3));
            assertEquals(1f, scalarSlope(Activation.HARD_SIGMOID, sign * Math.nextDown(3f)));
        }
        for (float edge : new float[] {0f, -0f, 1f}) {
            assertEquals(0f, scalarSlope(Activation.CLIP01, edge));
        }
        assertEquals(1f, scalarSlope(Activation.CLIP01, Float.MIN_VALUE));
        assertEquals(1f, scalarSlope(Activation.CLIP01, Math.nextDown(1f)));
        assertEquals(0f, ScalarMath.value(Activation.CLIP01, -0.0001f));
        assertEquals(1f, ScalarMath.value(Activation.CLIP01, 1.0001f));
        assertEquals(0f, ScalarMath.value(Activation.HARD_SIGMOID, -3.0001f));
        assertEquals(1f, ScalarMath.value(Activation.HARD_SIGMOID, 3.0001f));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void respond(@ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int lookAhead = t.vector(size);
        int fresh = t.vector(size);
        int prediction = t.vector(size);
        int gain = t.vector(size);
        int b = t.vector(size);
        int r = t.vector(size);
        int old = t.vector(size);
        int post = t.vector(size);
        MemorySegment after = t.assertAgree(List.of(b, r, old, post),
                m -> ScalarNeurons.respond(m, lookAhead, fresh, prediction, gain, b, r, old, post, size),
                m -> Neurons.respond(m, lookAhead, fresh, prediction, gain, b, r, old, post, size));
        MemorySegment before = t.memory();
        for (int i = 0; i < size; i++) {
            assertEquals(get(before, lookAhead, i), get(after, b, i));
            assertEquals(get(before, r, i), get(after, old, i));
            assertEquals(get(before, fresh, i), get(after, r, i));
        }
        assertCovers(values, after, post, size, i -> at(before, gain, i).times(at(before, fresh, i).minus(at(before, prediction, i))));
    }

    /** Bit-identical to the activations followed by {@code respond}. */
    @Property(tries = 3 * TRIES, edgeCases = EdgeCasesMode.NONE)
    void respondLogistic(@ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int lookAhead = t.vector(size);
        int dendrite = t.vector(size);
        int attenuation = t.vector(size);
        int gain = t.vector(size);
        int b = t.vector(size);
        int r = t.vector(size);
        int old = t.vector(size);
        int post = t.vector(size);
        MemorySegment after = t.assertAgree(List.of(b, r, old, post),
                m -> ScalarNeurons.respondLogistic(m, lookAhead, dendrite, attenuation, gain, b, r, old, post, size),
                m -> Neurons.respondLogistic(m, lookAhead, dendrite, attenuation, gain, b, r, old, post, size));
        MemorySegment before = t.memory();
        for (int i = 0; i < size; i++) {
            assertEquals(get(before, lookAhead, i), get(after, b, i));
            assertEquals(get(before, r, i), get(after, old, i));
            float rate = ScalarMath.logistic(get(before, lookAhead, i));
            float prediction = ScalarMath.logistic(get(before, attenuation, i) * get(before, dendrite, i));
            assertEquals(rate, get(after, r, i));
            assertEquals(get(before, gain, i) * (rate - prediction), get(after, post, i));
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void difference(@ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int x = t.vector(size);
        int y = t.vector(size);
        int gain = t.vector(size);
        int out = t.vector(size);
        MemorySegment after = t.assertAgree(List.of(out),
                m -> ScalarNeurons.difference(m, x, y, gain, out, size),
                m -> Neurons.difference(m, x, y, gain, out, size));
        assertCovers(values, after, out, size, i -> at(after, gain, i).times(at(after, x, i).minus(at(after, y, i))));
    }

    /** Into a separate region, or in place over the first or the second factor. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void multiply(@ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int x = t.vector(size);
        int y = t.vector(size);
        MemorySegment before = t.memory();
        for (int out : new int[] {x, y, t.vector(size)}) {
            MemorySegment after = t.assertAgree(List.of(out),
                    m -> ScalarNeurons.multiply(m, x, y, out, size),
                    m -> Neurons.multiply(m, x, y, out, size));
            assertCovers(values, after, out, size, i -> at(before, x, i).times(at(before, y, i)));
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void multiplyByMagnitude(@ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int x = t.vector(size);
        int out = t.vector(size);
        MemorySegment after = t.assertAgree(List.of(out),
                m -> ScalarNeurons.multiplyByMagnitude(m, x, out, size),
                m -> Neurons.multiplyByMagnitude(m, x, out, size));
        MemorySegment before = t.memory();
        assertCovers(values, after, out, size, i -> at(before, out, i).times(exactly(Math.abs(get(before, x, i)))));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void gate(@ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int x = t.vector(size);
        int y = t.vector(size);
        int out = t.vector(size);
        MemorySegment after = t.assertAgree(List.of(out),
                m -> ScalarNeurons.gate(m, x, y, out, size),
                m -> Neurons.gate(m, x, y, out, size));
        for (int i = 0; i < size; i++) {
            assertEquals(get(after, x, i) > 0 ? get(after, y, i) : 0f, get(after, out, i));
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void highPass(@ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int r = t.vector(size);
        int old = t.vector(size);
        int h = t.vector(size);
        int seen = t.vector(size);
        float decay = t.parameter();
        MemorySegment after = t.assertAgree(List.of(h, seen),
                m -> ScalarNeurons.highPass(m, r, old, h, seen, decay, size),
                m -> Neurons.highPass(m, r, old, h, seen, decay, size));
        MemorySegment before = t.memory();
        for (int i = 0; i < size; i++) {
            assertEquals(get(before, h, i), get(after, seen, i));
        }
        float least = Neurons.MIN_HIGH_PASS;
        for (int i = 0; values.bounded() && i < size; i++) {
            Rounded exact = fma(exactly(-decay), at(before, h, i), at(before, h, i).plus(at(before, r, i).minus(at(before, old, i))));
            float result = get(after, h, i);
            // Results below the threshold are flushed to zero.
            if (result != 0 || Math.abs(exact.value()) >= 2 * least) {
                exact.assertCovers(result);
                assertTrue(Math.abs(result) >= least || result == 0);
            }
        }
    }

    /** A neuron with a constant rate does not leave its high-pass among the subnormal numbers, where processors are slow. */
    @Example
    void highPassDecaysToZero() {
        MemorySegment m = Arena.ofAuto().allocate(4L * Lanes.BYTES, Lanes.BYTES);
        for (int i = 0; i < Lanes.COUNT; i++) {
            m.set(ValueLayout.JAVA_FLOAT, i * Float.BYTES, i - 8f);
        }
        for (int step = 0; step < 1000; step++) {
            Neurons.highPass(m, 2 * Lanes.BYTES, 3 * Lanes.BYTES, 0, Lanes.BYTES, 0.1f, Lanes.COUNT);
        }
        for (int i = 0; i < 2 * Lanes.COUNT; i++) {
            assertEquals(0f, get(m, 0, i));
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void lowPass(@ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int x = t.vector(size);
        int state = t.vector(size);
        float rate = t.parameter();
        MemorySegment after = t.assertAgree(List.of(state),
                m -> ScalarNeurons.lowPass(m, x, state, rate, size),
                m -> Neurons.lowPass(m, x, state, rate, size));
        MemorySegment before = t.memory();
        assertCovers(values, after, state, size, i -> fma(exactly(rate), at(before, x, i).minus(at(before, state, i)), at(before, state, i)));
    }

    /** The step with and without noise. */
    @Property(tries = 2 * TRIES, edgeCases = EdgeCasesMode.NONE)
    void soma(@ForAll("sizes") int size, @ForAll boolean noisy, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int u = t.vector(size);
        int lookAhead = t.vector(size);
        int dendrite = t.vector(size);
        int nudge = t.vector(size);
        int noise = t.vector(size);
        float g = t.parameter();
        float gNudge = t.parameter();
        float taur = t.parameter();
        float step = t.parameter();
        MemorySegment after = noisy
                ? t.assertAgree(List.of(u, lookAhead),
                        m -> ScalarNeurons.noisySoma(m, u, lookAhead, dendrite, g, nudge, noise, gNudge, taur, step, size),
                        m -> Neurons.noisySoma(m, u, lookAhead, dendrite, g, nudge, noise, gNudge, taur, step, size))
                : t.assertAgree(List.of(u, lookAhead),
                        m -> ScalarNeurons.soma(m, u, lookAhead, dendrite, g, nudge, gNudge, taur, step, size),
                        m -> Neurons.soma(m, u, lookAhead, dendrite, g, nudge, gNudge, taur, step, size));
        MemorySegment before = t.memory();
        Formula distance = i -> {
            Rounded above = noisy ? at(before, nudge, i).plus(at(before, noise, i)) : at(before, nudge, i);
            return fma(exactly(g), at(before, dendrite, i), exactly(gNudge).times(above)).minus(at(before, u, i));
        };
        assertCovers(values, after, lookAhead, size, i -> fma(exactly(taur), distance.at(i), at(before, u, i)));
        assertCovers(values, after, u, size, i -> fma(exactly(step), distance.at(i), at(before, u, i)));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void pacedSoma(@ForAll("sizes") int size, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int u = t.vector(size);
        int lookAhead = t.vector(size);
        int dendrite = t.vector(size);
        int nudge = t.vector(size);
        int noise = t.vector(size);
        int pace = t.vector(size);
        float g = t.parameter();
        float gNudge = t.parameter();
        float taur = t.parameter();
        float step = t.parameter();
        MemorySegment after = t.assertAgree(List.of(u, lookAhead),
                m -> ScalarNeurons.pacedSoma(m, u, lookAhead, dendrite, g, nudge, noise, gNudge, pace, taur, step, size),
                m -> Neurons.pacedSoma(m, u, lookAhead, dendrite, g, nudge, noise, gNudge, pace, taur, step, size));
        MemorySegment before = t.memory();
        Formula distance = i -> fma(exactly(g), at(before, dendrite, i), exactly(gNudge).times(at(before, nudge, i).plus(at(before, noise, i))))
                .minus(at(before, u, i)).times(at(before, pace, i));
        assertCovers(values, after, lookAhead, size, i -> fma(exactly(taur), distance.at(i), at(before, u, i)));
        assertCovers(values, after, u, size, i -> fma(exactly(step), distance.at(i), at(before, u, i)));
    }

    /** The value of neuron i after a call, from the memory before it. */
    private interface Formula {
        Rounded at(int i);
    }

    private static void assertCovers(Values values, MemorySegment after, int out, int size, Formula formula) {
        for (int i = 0; values.bounded() && i < size; i++) {
            formula.at(i).assertCovers(get(after, out, i));
        }
    }

    private static float get(MemorySegment m, int offset, int i) {
        return m.get(ValueLayout.JAVA_FLOAT, offset + (long) i * Float.BYTES);
    }

    private static Rounded at(MemorySegment m, int offset, int i) {
        return exactly(get(m, offset, i));
    }

    /** phi(x) with the bounds of {@link ScalarMathTest}; HARD_SIGMOID multiplies by a rounded 1/6. */
    private static Rounded value(Activation phi, float x) {
        double value = phi.value(x);
        return switch (phi) {
            case LINEAR, RELU, CLIP01 -> exactly(value);
            case HARD_SIGMOID -> new Rounded(value, Rounded.U * (Math.abs(x / 6) + value) + 0x1p-50);
            case SOFT_RELU -> ulps(value, ScalarMathTest.SOFT_RELU_ULP);
            case LOGISTIC -> ulps(value, ScalarMathTest.LOGISTIC_ULP);
            case TANH -> ulps(value, ScalarMathTest.TANH_ULP);
        };
    }

    private static Rounded slope(Activation phi, float x) {
        Rounded y = value(phi, x);
        return switch (phi) {
            case LINEAR, RELU, HARD_SIGMOID, CLIP01 -> exactly(phi.slope(x));
            case SOFT_RELU -> value(Activation.LOGISTIC, x);
            case LOGISTIC -> y.times(exactly(1).minus(y));
            case TANH -> fma(y.negated(), y, exactly(1));
        };
    }

    private static Rounded ulps(double value, double bound) {
        return new Rounded(value, bound * ScalarMathTest.ulp(value));
    }

    private static float scalarSlope(Activation phi, float x) {
        return ScalarMath.slope(phi, x, ScalarMath.value(phi, x));
    }
}
