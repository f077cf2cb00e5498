package org.pal4j.kernel;

import static org.pal4j.kernel.Simd.load;
import static org.pal4j.kernel.Simd.store;

import java.lang.foreign.MemorySegment;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.pal4j.Activation;

/**
 * The activations and their slopes over arrays. Each function deliberately has its own loop: a function passed as a parameter to
 * a shared loop would not be a constant there, and every vector would be boxed. For the same reason the calls are created once
 * and kept: each lambda has its own class, so C2 compiles it on its own instead of inlining all of them into one method. The
 * larger functions consist of two parts; the first leaves its result in {@code out}.
 */
public final class VectorActivations {
    private VectorActivations() {}

    public static List<Runnable> activation(Activation phi, MemorySegment m, long x, long factor, long out, long bytes) {
        return switch (phi) {
            case LINEAR -> List.of(() -> linear(m, x, factor, out, bytes));
            case RELU -> List.of(() -> relu(m, x, factor, out, bytes));
            case SOFT_RELU -> List.of(() -> softReluExp(m, x, factor, out, bytes), () -> softReluRest(m, x, factor, out, bytes));
            case LOGISTIC -> List.of(() -> logistic(m, x, factor, out, bytes));
            case TANH -> List.of(() -> tanhExp(m, x, factor, out, bytes), () -> tanhRest(m, x, factor, out, bytes));
            case HARD_SIGMOID -> List.of(() -> hardSigmoid(m, x, factor, out, bytes));
            case CLIP01 -> List.of(() -> clip01(m, x, factor, out, bytes));
        };
    }

    public static List<Runnable> slope(Activation phi, MemorySegment m, long x, long out, long bytes) {
        return switch (phi) {
            case LINEAR -> List.of(() -> linearSlope(m, out, bytes));
            case RELU -> List.of(() -> reluSlope(m, x, out, bytes));
            case SOFT_RELU -> List.of(() -> softReluSlope(m, x, out, bytes));
            case LOGISTIC -> List.of(() -> logisticSlope(m, x, out, bytes));
            case TANH -> List.of(() -> tanhSlopeExp(m, x, out, bytes), () -> tanhSlopeRest(m, x, out, bytes));
            case HARD_SIGMOID -> List.of(() -> hardSigmoidSlope(m, x, out, bytes));
            case CLIP01 -> List.of(() -> clip01Slope(m, x, out, bytes));
        };
    }

    private static FloatVector scaled(MemorySegment m, long x, long factor) {
        return load(m, factor).mul(load(m, x));
    }

    private static FloatVector one() {
        return FloatVector.broadcast(Simd.FLOATS, 1f);
    }

    private static FloatVector oneWhere(VectorMask<Float> mask) {
        return FloatVector.zero(Simd.FLOATS).blend(1f, mask);
    }

    private static void linear(MemorySegment m, long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(scaled(m, x + at, factor + at), m, out + at);
        }
    }

    private static void relu(MemorySegment m, long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.relu(scaled(m, x + at, factor + at)), m, out + at);
        }
    }

    private static void softReluExp(MemorySegment m, long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.softReluExp(scaled(m, x + at, factor + at)), m, out + at);
        }
    }

    private static void softReluRest(MemorySegment m, long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.softReluRest(scaled(m, x + at, factor + at), load(m, out + at)), m, out + at);
        }
    }

    private static void logistic(MemorySegment m, long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.logistic(scaled(m, x + at, factor + at)), m, out + at);
        }
    }

    private static void tanhExp(MemorySegment m, long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.tanhExp(scaled(m, x + at, factor + at)), m, out + at);
        }
    }

    private static void tanhRest(MemorySegment m, long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.tanhRest(scaled(m, x + at, factor + at), load(m, out + at)), m, out + at);
        }
    }

    private static void hardSigmoid(MemorySegment m, long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.hardSigmoid(scaled(m, x + at, factor + at)), m, out + at);
        }
    }

    private static void clip01(MemorySegment m, long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.clip01(scaled(m, x + at, factor + at)), m, out + at);
        }
    }

    private static void linearSlope(MemorySegment m, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(one(), m, out + at);
        }
    }

    private static void reluSlope(MemorySegment m, long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(oneWhere(load(m, x + at).compare(VectorOperators.GT, 0f)), m, out + at);
        }
    }

    private static void softReluSlope(MemorySegment m, long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.logistic(load(m, x + at)), m, out + at);
        }
    }

    private static void logisticSlope(MemorySegment m, long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector y = VectorMath.logistic(load(m, x + at));
            store(y.mul(one().sub(y)), m, out + at);
        }
    }

    private static void tanhSlopeExp(MemorySegment m, long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.tanhExp(load(m, x + at)), m, out + at);
        }
    }

    private static void tanhSlopeRest(MemorySegment m, long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector y = VectorMath.tanhRest(load(m, x + at), load(m, out + at));
            store(y.neg().fma(y, one()), m, out + at);
        }
    }

    private static void hardSigmoidSlope(MemorySegment m, long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector y = load(m, x + at);
            store(oneWhere(y.compare(VectorOperators.GT, -3f).and(y.lt(3f))), m, out + at);
        }
    }

    private static void clip01Slope(MemorySegment m, long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector y = load(m, x + at);
            store(oneWhere(y.compare(VectorOperators.GT, 0f).and(y.lt(1f))), m, out + at);
        }
    }
}
