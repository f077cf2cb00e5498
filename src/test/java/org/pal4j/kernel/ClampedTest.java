package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.pal4j.kernel.Trial.Rounded.exactly;
import static org.pal4j.kernel.Trial.Rounded.fma;

import java.lang.foreign.MemorySegment;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.pal4j.kernel.Trial.Rounded;
import org.pal4j.kernel.Trial.Values;
import org.pal4j.memory.MatrixView;

/** The kernels of the clamped first area, tested in the same three ways as in {@link SynapsesTest}. */
@Tag("width")
class ClampedTest {
    private static final int TRIES = 200;

    @Provide
    Arbitrary<Integer> inputs() {
        return Arbitraries.of(1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 66, 67, 129);
    }

    @Provide
    Arbitrary<Integer> outputs() {
        return Arbitraries.of(0, 1, 3, 4, 5, 8, 9, 15, 16, 17, 31, 32, 33, 48, 49, 65);
    }

    private static Rounded at(MemorySegment m, int offset, int i) {
        return exactly(ScalarSynapses.get(m, offset, i));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void advance(@ForAll("outputs") int outputs, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int c = t.vector(outputs);
        int d = t.vector(outputs);
        int post = t.vector(outputs);
        float keep = t.parameter();
        float rate = t.parameter();
        MemorySegment after = t.assertAgree(List.of(c, d),
                m -> ScalarClamped.advance(m, c, d, post, keep, rate, outputs),
                m -> Clamped.advance(m, c, d, post, keep, rate, outputs));
        MemorySegment before = t.memory();
        for (int o = 0; values.bounded() && o < outputs; o++) {
            Rounded next = fma(exactly(rate), at(before, post, o), exactly(keep).times(at(before, d, o)));
            next.assertCovers(ScalarSynapses.get(after, d, o));
            at(before, c, o).plus(next).assertCovers(ScalarSynapses.get(after, c, o));
        }
    }

    /** Bit-identical to a product followed by an update. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void step(@ForAll("outputs") int outputs, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int p = t.vector(outputs);
        int q = t.vector(outputs);
        int c = t.vector(outputs);
        int d = t.vector(outputs);
        int post = t.vector(outputs);
        int out = t.vector(outputs);
        float s = t.parameter();
        float keep = t.parameter();
        float rate = t.parameter();
        int square = t.vector(16);
        t.assertAgree(List.of(out, c, d),
                m -> {
                    ScalarClamped.product(m, p, q, c, s, square, out, outputs);
                    ScalarClamped.advance(m, c, d, post, keep, rate, outputs);
                },
                m -> Clamped.step(m, p, q, c, d, s, square, post, keep, rate, out, outputs));
    }

    /** Into a separate region, or in place over {@code p}. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void product(@ForAll("outputs") int outputs, @ForAll boolean inPlace, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int p = t.vector(outputs);
        int q = t.vector(outputs);
        int c = t.vector(outputs);
        int other = t.vector(outputs);
        int out = inPlace ? p : other;
        float s = t.parameter();
        int square = t.vector(16);
        MemorySegment after = t.assertAgree(List.of(out),
                m -> ScalarClamped.product(m, p, q, c, s, square, out, outputs),
                m -> Clamped.product(m, p, q, c, s, square, out, outputs));
        MemorySegment before = t.memory();
        for (int o = 0; values.bounded() && o < outputs; o++) {
            fma(at(before, c, o), at(before, square, o % 16), fma(exactly(s), at(before, q, o), at(before, p, o)))
                    .assertCovers(ScalarSynapses.get(after, out, o));
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void writeBack(@ForAll("inputs") int inputs, @ForAll("outputs") int outputs, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int w = t.matrix(outputs, inputs);
        int low = t.matrix(outputs, inputs);
        int x = t.vector(inputs);
        int y = t.vector(inputs);
        int c = t.vector(outputs);
        int d = t.vector(outputs);
        int p = t.vector(outputs);
        int q = t.vector(outputs);
        float s = t.parameter();
        float power = t.parameter();
        MemorySegment after = t.assertAgree(List.of(w, low, p, q),
                m -> ScalarClamped.writeBack(m, w, low, x, y, c, d, p, q, inputs, outputs, s, power),
                m -> Clamped.writeBack(m, w, low, x, y, c, d, p, q, inputs, outputs, s, power));
        for (int o = 0; o < outputs; o++) {
            assertEquals(SynapsesTest.sumInOrder(after, w, y, inputs, outputs, o, false, 0f), ScalarSynapses.get(after, p, o));
            assertEquals(SynapsesTest.sumInOrder(after, low, y, inputs, outputs, o, false, 0f), ScalarSynapses.get(after, q, o));
        }
        MemorySegment before = t.memory();
        MatrixView oldW = new MatrixView(before, w, outputs, inputs);
        MatrixView oldLow = new MatrixView(before, low, outputs, inputs);
        MatrixView newW = new MatrixView(after, w, outputs, inputs);
        MatrixView newLow = new MatrixView(after, low, outputs, inputs);
        for (int o = 0; values.bounded() && o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                Rounded old = exactly(oldLow.get(o, i));
                fma(at(before, c, o), at(before, x, i), fma(exactly(s), old, exactly(oldW.get(o, i)))).assertCovers(newW.get(o, i));
                fma(at(before, d, o), at(before, x, i), exactly(power).times(old)).assertCovers(newLow.get(o, i));
            }
        }
    }

    /** The reference is the first output of a product with a matrix whose first row is y. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void dotEqualsAProductWithOneOutput(@ForAll("inputs") int inputs, @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int x = t.vector(inputs);
        int y = t.vector(inputs);
        int w = t.matrix(1, inputs);
        int out = t.vector(1);
        MemorySegment m = t.memory();
        MatrixView row = new MatrixView(m, w, 1, inputs);
        for (int i = 0; i < inputs; i++) {
            row.set(0, i, ScalarSynapses.get(m, y, i));
        }
        Synapses.product(m, w, x, out, inputs, 1, false);
        assertEquals(ScalarSynapses.get(m, out, 0), Clamped.dot(m, x, y, inputs));
    }
}
