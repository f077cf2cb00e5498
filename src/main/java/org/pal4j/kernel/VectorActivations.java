package org.pal4j.kernel;

import static org.pal4j.kernel.Simd.load;
import static org.pal4j.kernel.Simd.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The activations and their slopes over an array. One loop for each function, on purpose: a function passed into one shared loop
 * would not be a constant there, and every vector would be boxed.
 */
final class VectorActivations {
    private VectorActivations() {}

    static void activate(Activation phi, MemorySegment m, int x, int factor, int out, int bytes) {
        switch (phi) {
            case LINEAR -> linear(m, x, factor, out, bytes);
            case RELU -> relu(m, x, factor, out, bytes);
            case SOFT_RELU -> softRelu(m, x, factor, out, bytes);
            case LOGISTIC -> logistic(m, x, factor, out, bytes);
            case TANH -> tanh(m, x, factor, out, bytes);
            case HARD_SIGMOID -> hardSigmoid(m, x, factor, out, bytes);
        }
    }

    static void slope(Activation phi, MemorySegment m, int x, int out, int bytes) {
        switch (phi) {
            case LINEAR -> linearSlope(m, out, bytes);
            case RELU -> reluSlope(m, x, out, bytes);
            case SOFT_RELU -> softReluSlope(m, x, out, bytes);
            case LOGISTIC -> logisticSlope(m, x, out, bytes);
            case TANH -> tanhSlope(m, x, out, bytes);
            case HARD_SIGMOID -> hardSigmoidSlope(m, x, out, bytes);
        }
    }

    private static FloatVector scaled(MemorySegment m, int x, int factor) {
        return load(m, factor).mul(load(m, x));
    }

    private static FloatVector one() {
        return FloatVector.broadcast(Simd.FLOATS, 1f);
    }

    private static FloatVector oneWhere(VectorMask<Float> mask) {
        return FloatVector.zero(Simd.FLOATS).blend(1f, mask);
    }

    private static void linear(MemorySegment m, int x, int factor, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(scaled(m, x + at, factor + at), m, out + at);
        }
    }

    private static void relu(MemorySegment m, int x, int factor, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(VectorMath.relu(scaled(m, x + at, factor + at)), m, out + at);
        }
    }

    private static void softRelu(MemorySegment m, int x, int factor, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(VectorMath.softRelu(scaled(m, x + at, factor + at)), m, out + at);
        }
    }

    private static void logistic(MemorySegment m, int x, int factor, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(VectorMath.logistic(scaled(m, x + at, factor + at)), m, out + at);
        }
    }

    private static void tanh(MemorySegment m, int x, int factor, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(VectorMath.tanh(scaled(m, x + at, factor + at)), m, out + at);
        }
    }

    private static void hardSigmoid(MemorySegment m, int x, int factor, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(VectorMath.hardSigmoid(scaled(m, x + at, factor + at)), m, out + at);
        }
    }

    private static void linearSlope(MemorySegment m, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(one(), m, out + at);
        }
    }

    private static void reluSlope(MemorySegment m, int x, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(oneWhere(load(m, x + at).compare(VectorOperators.GT, 0f)), m, out + at);
        }
    }

    private static void softReluSlope(MemorySegment m, int x, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(VectorMath.logistic(load(m, x + at)), m, out + at);
        }
    }

    private static void logisticSlope(MemorySegment m, int x, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector y = VectorMath.logistic(load(m, x + at));
            store(y.mul(one().sub(y)), m, out + at);
        }
    }

    private static void tanhSlope(MemorySegment m, int x, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector y = VectorMath.tanh(load(m, x + at));
            store(y.neg().fma(y, one()), m, out + at);
        }
    }

    private static void hardSigmoidSlope(MemorySegment m, int x, int out, int bytes) {
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector y = load(m, x + at);
            store(oneWhere(y.compare(VectorOperators.GT, -3f).and(y.lt(3f))), m, out + at);
        }
    }
}
