package org.pal4j.kernel;

import static org.pal4j.kernel.Simd.load;
import static org.pal4j.kernel.Simd.store;

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

    public static List<Runnable> activation(Activation phi, long x, long factor, long out, long bytes) {
        return switch (phi) {
            case LINEAR -> List.of(() -> linear(x, factor, out, bytes));
            case RELU -> List.of(() -> relu(x, factor, out, bytes));
            case SOFT_RELU -> List.of(() -> softReluExp(x, factor, out, bytes), () -> softReluRest(x, factor, out, bytes));
            case LOGISTIC -> List.of(() -> logistic(x, factor, out, bytes));
            case TANH -> List.of(() -> tanhExp(x, factor, out, bytes), () -> tanhRest(x, factor, out, bytes));
            case HARD_SIGMOID -> List.of(() -> hardSigmoid(x, factor, out, bytes));
            case CLIP01 -> List.of(() -> clip01(x, factor, out, bytes));
        };
    }

    public static List<Runnable> slope(Activation phi, long x, long out, long bytes) {
        return switch (phi) {
            case LINEAR -> List.of(() -> linearSlope(out, bytes));
            case RELU -> List.of(() -> reluSlope(x, out, bytes));
            case SOFT_RELU -> List.of(() -> softReluSlope(x, out, bytes));
            case LOGISTIC -> List.of(() -> logisticSlope(x, out, bytes));
            case TANH -> List.of(() -> tanhSlopeExp(x, out, bytes), () -> tanhSlopeRest(x, out, bytes));
            case HARD_SIGMOID -> List.of(() -> hardSigmoidSlope(x, out, bytes));
            case CLIP01 -> List.of(() -> clip01Slope(x, out, bytes));
        };
    }

    private static FloatVector scaled(long x, long factor) {
        return load(factor).mul(load(x));
    }

    private static FloatVector one() {
        return FloatVector.broadcast(Simd.FLOATS, 1f);
    }

    private static FloatVector oneWhere(VectorMask<Float> mask) {
        return FloatVector.zero(Simd.FLOATS).blend(1f, mask);
    }

    private static void linear(long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(scaled(x + at, factor + at), out + at);
        }
    }

    private static void relu(long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.relu(scaled(x + at, factor + at)), out + at);
        }
    }

    private static void softReluExp(long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.softReluExp(scaled(x + at, factor + at)), out + at);
        }
    }

    private static void softReluRest(long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.softReluRest(scaled(x + at, factor + at), load(out + at)), out + at);
        }
    }

    private static void logistic(long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.logistic(scaled(x + at, factor + at)), out + at);
        }
    }

    private static void tanhExp(long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.tanhExp(scaled(x + at, factor + at)), out + at);
        }
    }

    private static void tanhRest(long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.tanhRest(scaled(x + at, factor + at), load(out + at)), out + at);
        }
    }

    private static void hardSigmoid(long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.hardSigmoid(scaled(x + at, factor + at)), out + at);
        }
    }

    private static void clip01(long x, long factor, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.clip01(scaled(x + at, factor + at)), out + at);
        }
    }

    private static void linearSlope(long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(one(), out + at);
        }
    }

    private static void reluSlope(long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(oneWhere(load(x + at).compare(VectorOperators.GT, 0f)), out + at);
        }
    }

    private static void softReluSlope(long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.logistic(load(x + at)), out + at);
        }
    }

    private static void logisticSlope(long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector y = VectorMath.logistic(load(x + at));
            store(y.mul(one().sub(y)), out + at);
        }
    }

    private static void tanhSlopeExp(long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(VectorMath.tanhExp(load(x + at)), out + at);
        }
    }

    private static void tanhSlopeRest(long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector y = VectorMath.tanhRest(load(x + at), load(out + at));
            store(y.neg().fma(y, one()), out + at);
        }
    }

    private static void hardSigmoidSlope(long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector y = load(x + at);
            store(oneWhere(y.compare(VectorOperators.GT, -3f).and(y.lt(3f))), out + at);
        }
    }

    private static void clip01Slope(long x, long out, long bytes) {
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector y = load(x + at);
            store(oneWhere(y.compare(VectorOperators.GT, 0f).and(y.lt(1f))), out + at);
        }
    }
}
