package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * The elementary functions of {@link ScalarMath} and {@link VectorMath} over arrays, for tests. They are defined for every float. The error
 * bounds, in ULP of the exact value, come from an exhaustive test of all floats (docs/numerics.md).
 *
 * <p>{@code x} and {@code out} are offsets in bytes, multiples of 64, and are equal or do not overlap; {@code size} is in floats
 * and rounded up to a multiple of 16.
 */
final class Elementary {
    private Elementary() {}

    /** e^x: at most 1.09 ULP. */
    static void exp(MemorySegment m, int x, int out, int size) {
        int padded = Lanes.padded(size);
        if (Simd.SCALAR) {
            for (int i = 0; i < padded; i++) {
                ScalarSynapses.set(m, out, i, ScalarMath.exp(ScalarSynapses.get(m, x, i)));
            }
        } else {
            vectorExp(m, x, out, padded * Float.BYTES);
        }
    }

    /** log x; -infinity at 0, NaN for negative x: at most 0.86 ULP. */
    static void log(MemorySegment m, int x, int out, int size) {
        int padded = Lanes.padded(size);
        if (Simd.SCALAR) {
            for (int i = 0; i < padded; i++) {
                ScalarSynapses.set(m, out, i, ScalarMath.log(ScalarSynapses.get(m, x, i)));
            }
        } else {
            vectorLog(m, x, out, padded * Float.BYTES);
        }
    }

    /** sin(2 pi x), with the angle x in turns: at most 2.32 ULP. */
    static void sinTurns(MemorySegment m, int x, int out, int size) {
        int padded = Lanes.padded(size);
        if (Simd.SCALAR) {
            for (int i = 0; i < padded; i++) {
                ScalarSynapses.set(m, out, i, ScalarMath.sinTurns(ScalarSynapses.get(m, x, i)));
            }
        } else {
            vectorSinTurns(m, x, out, padded * Float.BYTES);
        }
    }

    /** cos(2 pi x), with the angle x in turns: at most 2.32 ULP. */
    static void cosTurns(MemorySegment m, int x, int out, int size) {
        int padded = Lanes.padded(size);
        if (Simd.SCALAR) {
            for (int i = 0; i < padded; i++) {
                ScalarSynapses.set(m, out, i, ScalarMath.cosTurns(ScalarSynapses.get(m, x, i)));
            }
        } else {
            vectorCosTurns(m, x, out, padded * Float.BYTES);
        }
    }

    private static void vectorExp(MemorySegment m, int x, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector y = VectorMath.exp(Simd.load(m.address() + x + at));
            Simd.store(y, m.address() + out + at);
        }
    }

    private static void vectorLog(MemorySegment m, int x, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector y = VectorMath.log(Simd.load(m.address() + x + at));
            Simd.store(y, m.address() + out + at);
        }
    }

    private static void vectorSinTurns(MemorySegment m, int x, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector y = VectorMath.sinTurns(Simd.load(m.address() + x + at));
            Simd.store(y, m.address() + out + at);
        }
    }

    private static void vectorCosTurns(MemorySegment m, int x, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector y = VectorMath.cosTurns(Simd.load(m.address() + x + at));
            Simd.store(y, m.address() + out + at);
        }
    }
}
