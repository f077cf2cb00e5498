package org.pal4j.kernel.batch;

import static org.pal4j.kernel.Simd.ALL;
import static org.pal4j.kernel.Simd.BYTES;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.load;
import static org.pal4j.kernel.Simd.store;

import java.lang.foreign.MemorySegment;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.pal4j.Activation;
import org.pal4j.kernel.VectorActivations;
import org.pal4j.kernel.VectorMath;

/** The SIMD kernels of {@link BatchNeurons}: one loop per function, for the reasons given in {@link VectorActivations}. */
final class VectorBatchNeurons {
    private VectorBatchNeurons() {}

    static List<Runnable> activation(Activation phi, long u, long r, long slope, int bytes) {
        return switch (phi) {
            case LINEAR -> List.of(() -> MemorySegment.copy(ALL, u, ALL, r, bytes));
            case RELU -> List.of(() -> relu(u, r, slope, bytes));
            case SOFT_RELU -> List.of(() -> softReluExp(u, r, bytes), () -> softReluRest(u, r, bytes), () -> softReluSlope(u, slope, bytes));
            case LOGISTIC -> List.of(() -> logistic(u, r, slope, bytes));
            case TANH -> List.of(() -> tanhExp(u, r, bytes), () -> tanhRest(u, r, slope, bytes));
            case HARD_SIGMOID -> List.of(() -> hardSigmoid(u, r, slope, bytes));
            case CLIP01 -> List.of(() -> clip01(u, r, slope, bytes));
        };
    }

    private static FloatVector one() {
        return FloatVector.broadcast(FLOATS, 1f);
    }

    private static FloatVector oneWhere(VectorMask<Float> mask) {
        return FloatVector.zero(FLOATS).blend(1f, mask);
    }

    private static void relu(long u, long r, long slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector x = load(u + at);
            store(VectorMath.relu(x), r + at);
            store(oneWhere(x.compare(VectorOperators.GT, 0f)), slope + at);
        }
    }

    private static void softReluExp(long u, long r, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(VectorMath.softReluExp(load(u + at)), r + at);
        }
    }

    private static void softReluRest(long u, long r, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(VectorMath.softReluRest(load(u + at), load(r + at)), r + at);
        }
    }

    private static void softReluSlope(long u, long slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(VectorMath.logistic(load(u + at)), slope + at);
        }
    }

    private static void logistic(long u, long r, long slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector y = VectorMath.logistic(load(u + at));
            store(y, r + at);
            store(y.mul(one().sub(y)), slope + at);
        }
    }

    private static void tanhExp(long u, long r, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(VectorMath.tanhExp(load(u + at)), r + at);
        }
    }

    private static void tanhRest(long u, long r, long slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector y = VectorMath.tanhRest(load(u + at), load(r + at));
            store(y, r + at);
            store(y.neg().fma(y, one()), slope + at);
        }
    }

    private static void hardSigmoid(long u, long r, long slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector x = load(u + at);
            store(VectorMath.hardSigmoid(x), r + at);
            store(oneWhere(x.compare(VectorOperators.GT, -3f).and(x.lt(3f))), slope + at);
        }
    }

    private static void clip01(long u, long r, long slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector x = load(u + at);
            store(VectorMath.clip01(x), r + at);
            store(oneWhere(x.compare(VectorOperators.GT, 0f).and(x.lt(1f))), slope + at);
        }
    }

    static void noise(long xi, long draw, float keep, float gain, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector kept = FloatVector.broadcast(FLOATS, keep);
            store(kept.fma(load(xi + at), load(draw + at).mul(gain)), xi + at);
        }
    }

    static void addScaled(long x, float factor, long out, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(FloatVector.broadcast(FLOATS, factor).fma(load(x + at), load(out + at)), out + at);
        }
    }

    static void multiply(long x, long y, long out, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(load(x + at).mul(load(y + at)), out + at);
        }
    }

    static void difference(long target, long x, float beta, long out, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(load(target + at).sub(load(x + at)).mul(beta), out + at);
        }
    }

    static void highPass(long fresh, long r, long h, float keep, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector rate = load(fresh + at);
            FloatVector change = rate.sub(load(r + at));
            store(FloatVector.broadcast(FLOATS, keep).fma(load(h + at), change), h + at);
            store(rate, r + at);
        }
    }

    static void lowPassUpdate(long g, float gain, float rate, long low, float eta, long w, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector before = load(low + at);
            FloatVector distance = FloatVector.broadcast(FLOATS, gain).fma(load(g + at), before.neg());
            FloatVector after = FloatVector.broadcast(FLOATS, rate).fma(distance, before);
            store(after, low + at);
            store(FloatVector.broadcast(FLOATS, eta).fma(after, load(w + at)), w + at);
        }
    }

    static List<Runnable> softmax(long x, int neurons, long out) {
        long last = out + (long) neurons * Batches.ROW;
        return List.of(() -> largest(x, neurons, last), () -> exponentials(x, neurons, out, last), () -> total(neurons, out, last),
                () -> divide(neurons, out, last));
    }

    private static void largest(long x, int neurons, long last) {
        for (int at = 0; at < Batches.ROW; at += BYTES) {
            FloatVector max = load(x + at);
            for (int o = 1; o < neurons; o++) {
                FloatVector value = load(x + (long) o * Batches.ROW + at);
                max = max.blend(value, value.compare(VectorOperators.GT, max));
            }
            store(max, last + at);
        }
    }

    /** All rows in one loop, with one exponential per iteration. */
    private static void exponentials(long x, int neurons, long out, long last) {
        for (int at = 0; at < neurons * Batches.ROW; at += BYTES) {
            store(VectorMath.exp(load(x + at).sub(load(last + (at & Batches.ROW - 1)))), out + at);
        }
    }

    private static void total(int neurons, long out, long last) {
        for (int at = 0; at < Batches.ROW; at += BYTES) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int o = 0; o < neurons; o++) {
                sum = sum.add(load(out + (long) o * Batches.ROW + at));
            }
            store(sum, last + at);
        }
    }

    private static void divide(int neurons, long out, long last) {
        for (int at = 0; at < neurons * Batches.ROW; at += BYTES) {
            store(load(out + at).div(load(last + (at & Batches.ROW - 1))), out + at);
        }
    }
}
