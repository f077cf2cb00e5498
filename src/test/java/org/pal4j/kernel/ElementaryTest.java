package org.pal4j.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.pal4j.kernel.ScalarMathTest.Function;
import org.pal4j.kernel.Trial.Values;
import org.pal4j.memory.Lanes;

/** The functions over arrays: lanes and entry point equal the function of one float, write only whole vectors, and work in place or not. */
@Tag("width")
class ElementaryTest {
    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(0, 1, 3, 4, 5, 15, 16, 17, 31, 32, 33, 64, 65, 257);
    }

    @Provide
    Arbitrary<Function> functions() {
        return Arbitraries.of(Function.EXP, Function.LOG, Function.SIN_TURNS, Function.COS_TURNS);
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void functionsOverArrays(@ForAll("functions") Function f, @ForAll("sizes") int size, @ForAll boolean inPlace,
            @ForAll Values values, @ForAll long seed) {
        Trial t = new Trial(values, seed);
        int x = t.vector(size);
        int other = t.vector(size);
        int out = inPlace ? x : other;
        int padded = Lanes.padded(size);
        MemorySegment after = t.assertAgree(List.of(out),
                m -> f.runScalar(m, x, out, padded),
                m -> runLanes(f, m, x, out, padded),
                m -> f.run(m, x, x, out, size));
        MemorySegment before = t.memory();
        for (int i = 0; i < size; i++) {
            double exact = f.exact.applyAsDouble(ScalarSynapses.get(before, x, i));
            if (Math.abs(exact) <= Float.MAX_VALUE) {
                double error = Math.abs(ScalarSynapses.get(after, out, i) - exact) / ScalarMathTest.ulp(exact);
                assertTrue(error <= f.boundAt(exact), () -> f + " is " + error + " ULP from " + exact);
            }
        }
    }

    /** The vector code itself, even if the entry point leads to the scalar twin. */
    private static void runLanes(Function f, MemorySegment m, int x, int out, int padded) {
        for (int at = 0; at < padded * Float.BYTES; at += Simd.BYTES) {
            FloatVector argument = Simd.load(m.address() + x + at);
            Simd.store(switch (f) {
                case EXP -> VectorMath.exp(argument);
                case LOG -> VectorMath.log(argument);
                case SIN_TURNS -> VectorMath.sinTurns(argument);
                case COS_TURNS -> VectorMath.cosTurns(argument);
                default -> throw new IllegalArgumentException(f.name());
            }, m.address() + out + at);
        }
    }
}
