package org.pal4j.kernel.batch;

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

    static List<Runnable> activation(Activation phi, MemorySegment m, int u, int r, int slope, int bytes) {
        return switch (phi) {
            case LINEAR -> List.of(() -> MemorySegment.copy(m, u, m, r, bytes));
            case RELU -> List.of(() -> relu(m, u, r, slope, bytes));
            case SOFT_RELU -> List.of(() -> softReluExp(m, u, r, bytes), () -> softReluRest(m, u, r, bytes), () -> softReluSlope(m, u, slope, bytes));
            case LOGISTIC -> List.of(() -> logistic(m, u, r, slope, bytes));
            case TANH -> List.of(() -> tanhExp(m, u, r, bytes), () -> tanhRest(m, u, r, slope, bytes));
            case HARD_SIGMOID -> List.of(() -> hardSigmoid(m, u, r, slope, bytes));
            case CLIP01 -> List.of(() -> clip01(m, u, r, slope, bytes));
        };
    }

    private static FloatVector one() {
        return FloatVector.broadcast(FLOATS, 1f);
    }

    private static FloatVector oneWhere(VectorMask<Float> mask) {
        return FloatVector.zero(FLOATS).blend(1f, mask);
    }

    private static void relu(MemorySegment m, int u, int r, int slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector x = load(m, u + at);
            store(VectorMath.relu(x), m, r + at);
            store(oneWhere(x.compare(VectorOperators.GT, 0f)), m, slope + at);
        }
    }

    private static void softReluExp(MemorySegment m, int u, int r, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(VectorMath.softReluExp(load(m, u + at)), m, r + at);
        }
    }

    private static void softReluRest(MemorySegment m, int u, int r, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(VectorMath.softReluRest(load(m, u + at), load(m, r + at)), m, r + at);
        }
    }

    private static void softReluSlope(MemorySegment m, int u, int slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(VectorMath.logistic(load(m, u + at)), m, slope + at);
        }
    }

    private static void logistic(MemorySegment m, int u, int r, int slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector y = VectorMath.logistic(load(m, u + at));
            store(y, m, r + at);
            store(y.mul(one().sub(y)), m, slope + at);
        }
    }

    private static void tanhExp(MemorySegment m, int u, int r, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(VectorMath.tanhExp(load(m, u + at)), m, r + at);
        }
    }

    private static void tanhRest(MemorySegment m, int u, int r, int slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector y = VectorMath.tanhRest(load(m, u + at), load(m, r + at));
            store(y, m, r + at);
            store(y.neg().fma(y, one()), m, slope + at);
        }
    }

    private static void hardSigmoid(MemorySegment m, int u, int r, int slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector x = load(m, u + at);
            store(VectorMath.hardSigmoid(x), m, r + at);
            store(oneWhere(x.compare(VectorOperators.GT, -3f).and(x.lt(3f))), m, slope + at);
        }
    }

    private static void clip01(MemorySegment m, int u, int r, int slope, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector x = load(m, u + at);
            store(VectorMath.clip01(x), m, r + at);
            store(oneWhere(x.compare(VectorOperators.GT, 0f).and(x.lt(1f))), m, slope + at);
        }
    }

    static void noise(MemorySegment m, int xi, int draw, float keep, float gain, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector kept = FloatVector.broadcast(FLOATS, keep);
            store(kept.fma(load(m, xi + at), load(m, draw + at).mul(gain)), m, xi + at);
        }
    }

    static void addScaled(MemorySegment m, int x, float factor, int out, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(FloatVector.broadcast(FLOATS, factor).fma(load(m, x + at), load(m, out + at)), m, out + at);
        }
    }

    static void multiply(MemorySegment m, int x, int y, int out, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(load(m, x + at).mul(load(m, y + at)), m, out + at);
        }
    }

    static void difference(MemorySegment m, int target, int x, float beta, int out, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            store(load(m, target + at).sub(load(m, x + at)).mul(beta), m, out + at);
        }
    }

    static void highPass(MemorySegment m, int fresh, int r, int h, float keep, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector rate = load(m, fresh + at);
            FloatVector change = rate.sub(load(m, r + at));
            store(FloatVector.broadcast(FLOATS, keep).fma(load(m, h + at), change), m, h + at);
            store(rate, m, r + at);
        }
    }

    static void lowPassUpdate(MemorySegment m, int g, float gain, float rate, int low, float eta, int w, int bytes) {
        for (int at = 0; at < bytes; at += BYTES) {
            FloatVector before = load(m, low + at);
            FloatVector distance = FloatVector.broadcast(FLOATS, gain).fma(load(m, g + at), before.neg());
            FloatVector after = FloatVector.broadcast(FLOATS, rate).fma(distance, before);
            store(after, m, low + at);
            store(FloatVector.broadcast(FLOATS, eta).fma(after, load(m, w + at)), m, w + at);
        }
    }

    static List<Runnable> softmax(MemorySegment m, int x, int neurons, int out) {
        int last = out + neurons * Batches.ROW;
        return List.of(() -> largest(m, x, neurons, last), () -> exponentials(m, x, neurons, out, last), () -> total(m, neurons, out, last),
                () -> divide(m, neurons, out, last));
    }

    private static void largest(MemorySegment m, int x, int neurons, int last) {
        for (int at = 0; at < Batches.ROW; at += BYTES) {
            FloatVector max = load(m, x + at);
            for (int o = 1; o < neurons; o++) {
                FloatVector value = load(m, x + o * Batches.ROW + at);
                max = max.blend(value, value.compare(VectorOperators.GT, max));
            }
            store(max, m, last + at);
        }
    }

    /** All rows in one loop, with one exponential per iteration. */
    private static void exponentials(MemorySegment m, int x, int neurons, int out, int last) {
        for (int at = 0; at < neurons * Batches.ROW; at += BYTES) {
            store(VectorMath.exp(load(m, x + at).sub(load(m, last + (at & Batches.ROW - 1)))), m, out + at);
        }
    }

    private static void total(MemorySegment m, int neurons, int out, int last) {
        for (int at = 0; at < Batches.ROW; at += BYTES) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int o = 0; o < neurons; o++) {
                sum = sum.add(load(m, out + o * Batches.ROW + at));
            }
            store(sum, m, last + at);
        }
    }

    private static void divide(MemorySegment m, int neurons, int out, int last) {
        for (int at = 0; at < neurons * Batches.ROW; at += BYTES) {
            store(load(m, out + at).div(load(m, last + (at & Batches.ROW - 1))), m, out + at);
        }
    }
}
