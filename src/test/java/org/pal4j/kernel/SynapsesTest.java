package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pal4j.kernel.Trial.Rounded.exactly;
import static org.pal4j.kernel.Trial.Rounded.fma;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.pal4j.kernel.Trial.Rounded;
import org.pal4j.kernel.Trial.Values;
import org.pal4j.memory.MatrixView;
import org.pal4j.memory.VectorView;

/**
 * Every product and update: the SIMD kernel and the public entry point equal the scalar twin bit for bit and write only their
 * regions; the twin equals the formula in double precision within the bound that the number of rounding errors gives.
 */
@Tag("width")
class SynapsesTest {
    private static final int TRIES = 300;

    @Provide
    Arbitrary<Integer> inputs() {
        return Arbitraries.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 15, 16, 17, 31, 32, 33, 63, 64, 65, 66, 67, 129);
    }

    @Provide
    Arbitrary<Integer> outputs() {
        return Arbitraries.of(0, 1, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 31, 32, 33, 48, 49, 63, 64, 65);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void product(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll Values values, @ForAll boolean add,
            @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int w = t.matrix(outputs, inputs);
        int pre = t.vector(inputs);
        int out = t.vector(outputs);
        MemorySegment after = t.assertAgree(List.of(out),
                m -> ScalarSynapses.product(m, w, pre, out, inputs, outputs, add, 1),
                m -> Synapses.product(m, w, pre, out, inputs, outputs, add));
        MemorySegment before = t.memory();
        assertProductWithinBound(values, before, after, w, pre, out, inputs, outputs, add);
        for (int o = 0; o < outputs; o++) {
            float addend = add ? (float) at(before, out, o).value() : 0f;
            assertEquals(sumInOrder(before, w, pre, inputs, outputs, o, add, addend), (float) at(after, out, o).value());
        }
    }

    /** The value of a product for output o in the documented order of summation, implemented independently. */
    static float sumInOrder(MemorySegment m, int w, int pre, int inputs, int outputs, int o, boolean add, float addend) {
        MatrixView weights = new MatrixView(m, w, outputs, inputs);
        VectorView rates = new VectorView(m, pre, inputs);
        float[] sums = new float[4];
        int whole = inputs / 4 * 4;
        for (int i = 0; i < whole; i++) {
            sums[i % 4] = Math.fma(weights.get(o, i), rates.get(i), sums[i % 4]);
        }
        float sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        sum = add ? sum + addend : sum;
        for (int i = whole; i < inputs; i++) {
            sum = Math.fma(weights.get(o, i), rates.get(i), sum);
        }
        return sum;
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void productAndUpdate(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll Values values, @ForAll boolean add,
            @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int w = t.matrix(outputs, inputs);
        int pre = t.vector(inputs);
        int trace = t.vector(inputs);
        int post = t.vector(outputs);
        int out = t.vector(outputs);
        MemorySegment after = t.assertAgree(List.of(w, out),
                m -> ScalarSynapses.productAndUpdate(m, w, pre, trace, post, out, inputs, outputs, add, 1),
                m -> Synapses.productAndUpdate(m, w, pre, trace, post, out, inputs, outputs, add));
        MemorySegment before = t.memory();
        assertProductWithinBound(values, before, after, w, pre, out, inputs, outputs, add);
        assertWeights(values, after, w, inputs, outputs,
                (o, i) -> fma(at(before, post, o), at(before, trace, i), weight(before, w, inputs, outputs, o, i)));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void productAndLowPassUpdate(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll Values values,
            @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int w = t.matrix(outputs, inputs);
        int low = t.matrix(outputs, inputs);
        int pre = t.vector(inputs);
        int trace = t.vector(inputs);
        int post = t.vector(outputs);
        int out = t.vector(outputs);
        float rate = t.parameter();
        MemorySegment after = t.assertAgree(List.of(w, low, out),
                m -> ScalarSynapses.productAndLowPassUpdate(m, w, low, pre, trace, post, out, inputs, outputs, rate, 1),
                m -> Synapses.productAndLowPassUpdate(m, w, low, pre, trace, post, out, inputs, outputs, rate));
        MemorySegment before = t.memory();
        assertProductWithinBound(values, before, after, w, pre, out, inputs, outputs, false);
        Formula next = (o, i) -> {
            Rounded old = weight(before, low, inputs, outputs, o, i);
            return fma(exactly(rate), at(before, post, o).times(at(before, trace, i)).minus(old), old);
        };
        assertWeights(values, after, low, inputs, outputs, next);
        assertWeights(values, after, w, inputs, outputs,
                (o, i) -> weight(before, w, inputs, outputs, o, i).plus(next.at(o, i)));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void productAndAlign(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll Values values, @ForAll boolean add,
            @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int w = t.matrix(outputs, inputs);
        int residual = t.matrix(outputs, inputs);
        int pre = t.vector(inputs);
        int high = t.vector(inputs);
        int noise = t.vector(outputs);
        int out = t.vector(outputs);
        float rate = t.parameter();
        float alpha = t.parameter();
        MemorySegment after = t.assertAgree(List.of(w, residual, out),
                m -> ScalarSynapses.productAndAlign(m, w, residual, pre, high, noise, out, inputs, outputs, rate, alpha, add),
                m -> Synapses.productAndAlign(m, w, residual, pre, high, noise, out, inputs, outputs, rate, alpha, add));
        MemorySegment before = t.memory();
        assertProductWithinBound(values, before, after, w, pre, out, inputs, outputs, add);
        assertCompensatedUpdateWithinBound(values, before, after, w, residual, inputs, outputs, rate,
                (o, i) -> fma(exactly(-alpha), weight(before, w, inputs, outputs, o, i), at(before, noise, o).times(at(before, high, i))));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void productAndAlignScaled(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll Values values,
            @ForAll boolean add, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int w = t.matrix(outputs, inputs);
        int residual = t.matrix(outputs, inputs);
        int pre = t.vector(inputs);
        int high = t.vector(inputs);
        int decay = t.vector(inputs);
        int noise = t.vector(outputs);
        int slope = t.vector(outputs);
        int out = t.vector(outputs);
        float rate = t.parameter();
        MemorySegment after = t.assertAgree(List.of(w, residual, out),
                m -> ScalarSynapses.productAndAlignScaled(m, w, residual, pre, high, decay, noise, slope, out, inputs, outputs, rate, add),
                m -> Synapses.productAndAlignScaled(m, w, residual, pre, high, decay, noise, slope, out, inputs, outputs, rate, add));
        MemorySegment before = t.memory();
        assertProductWithinBound(values, before, after, w, pre, out, inputs, outputs, add);
        assertCompensatedUpdateWithinBound(values, before, after, w, residual, inputs, outputs, rate,
                (o, i) -> fma(weight(before, w, inputs, outputs, o, i).times(at(before, decay, i)), at(before, slope, o).negated(),
                        at(before, noise, o).times(at(before, high, i))));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void transport(@ForAll("inputs") int columns, @ForAll("outputs") int rows, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int w = t.matrix(rows, columns);
        int b = t.matrix(columns, rows);
        int inverse = t.matrix(columns, rows);
        MemorySegment after = t.assertAgree(List.of(b, inverse), m -> EnsembleSynapses.transport(m, w, b, inverse, rows, columns, 1));
        MatrixView forward = new MatrixView(after, w, rows, columns);
        MatrixView back = new MatrixView(after, b, columns, rows);
        MatrixView minus = new MatrixView(after, inverse, columns, rows);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                assertEquals(forward.get(row, column), back.get(column, row));
                assertEquals(-forward.get(row, column), minus.get(column, row));
            }
        }
    }

    /** A thousand updates of 2^-30, each of which alone would leave the weight at 1. */
    @Example
    void updatesBelowHalfAnUlpAccumulate() {
        Trial t = new Trial(Values.PLAIN, 1);
        float[] one = new float[16];
        float[] small = new float[16];
        Arrays.fill(one, 1f);
        Arrays.fill(small, 0x1p-30f);
        int w = t.region(one);
        int ones = t.region(one);
        int noise = t.region(small);
        int residual = t.region(new float[16]);
        int zero = t.region(new float[16]);
        int out = t.vector(16);
        MemorySegment m = t.memory();
        for (int k = 1; k <= 500; k++) {
            Synapses.productAndAlign(m, w, residual, ones, ones, noise, out, 1, 16, 1f, 0f, false);
            Synapses.productAndAlignScaled(m, w, residual, ones, ones, ones, noise, zero, out, 1, 16, 1f, false);
        }
        for (int o = 0; o < 16; o++) {
            double weight = at(m, w, o).value();
            assertEquals((float) (1 + 1000 * 0x1p-30), weight);
            assertEquals(1 + 1000 * 0x1p-30, weight + at(m, residual, o).value());
        }
    }

    /** The value of a weight after a call, from the memory before it. */
    private interface Formula {
        Rounded at(int o, int i);
    }

    private static Rounded at(MemorySegment m, int offset, int i) {
        return exactly(m.get(ValueLayout.JAVA_FLOAT, offset + (long) i * Float.BYTES));
    }

    private static Rounded weight(MemorySegment m, int w, int inputs, int outputs, int o, int i) {
        return exactly(new MatrixView(m, w, outputs, inputs).get(o, i));
    }

    private static void assertWeights(Values values, MemorySegment after, int w, int inputs, int outputs, Formula formula) {
        if (values.bounded()) {
            MatrixView weights = new MatrixView(after, w, outputs, inputs);
            for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < inputs; i++) {
                    formula.at(o, i).assertCovers(weights.get(o, i));
                }
            }
        }
    }

    private static void assertCompensatedUpdateWithinBound(
            Values values, MemorySegment before, MemorySegment after, int w, int residual, int inputs, int outputs, float rate,
            Formula change) {
        Formula step = (o, i) -> fma(exactly(rate), change.at(o, i), weight(before, residual, inputs, outputs, o, i));
        assertWeights(values, after, w, inputs, outputs,
                (o, i) -> weight(before, w, inputs, outputs, o, i).plus(step.at(o, i)));
        assertWeights(values, after, residual, inputs, outputs, (o, i) -> step.at(o, i).minus(
                weight(after, w, inputs, outputs, o, i).minus(weight(before, w, inputs, outputs, o, i))));
    }

    /**
     * Each addend passes through at most n roundings, so the error is at most gamma_n = n u / (1 - n u) times the sum of the
     * magnitudes.
     */
    private static void assertProductWithinBound(
            Values values, MemorySegment before, MemorySegment after, int w, int pre, int out, int inputs, int outputs,
            boolean add) {
        if (!values.bounded()) {
            return;
        }
        int roundings = inputs / 4 + 2 + (add ? 1 : 0) + inputs % 4;
        double gamma = roundings * Rounded.U / (1 - roundings * Rounded.U);
        for (int o = 0; o < outputs; o++) {
            double sum = add ? at(before, out, o).value() : 0;
            double sizes = Math.abs(sum);
            for (int i = 0; i < inputs; i++) {
                double product = weight(before, w, inputs, outputs, o, i).value() * at(before, pre, i).value();
                sum += product;
                sizes += Math.abs(product);
            }
            double error = Math.abs(at(after, out, o).value() - sum);
            double bound = gamma * sizes + inputs * Rounded.HALF_MIN_VALUE + inputs * 0x1p-52 * sizes;
            assertTrue(error <= bound, "output " + o + " is " + error + " from " + sum + ", more than the bound " + bound);
        }
    }
}
