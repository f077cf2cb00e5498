package org.pal4j.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.pal4j.kernel.ScalarMath.*;
import static org.pal4j.kernel.Simd.ALL;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.INTS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.Simd.REINTERPRET_BOXES;
import static org.pal4j.kernel.Simd.load;
import static org.pal4j.kernel.Simd.store;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.pal4j.Activation;
import org.pal4j.memory.Lanes;

/**
 * The SIMD kernels of {@link Neurons}, except the activations, which are in {@link VectorActivations}.
 *
 * <p>The loops use {@code long} addresses and end at one instead of counting. With {@code int} offsets, sums might overflow, so the compiler would
 * compute every address separately and run out of registers (respond: 107 ns for 36 vectors). A counted loop would be unrolled and split, which
 * costs more than the whole loop of a small network.
 */
final class VectorNeurons {
    private VectorNeurons() {}

    private static long bytes(int size) {
        return (long) Lanes.padded(size) * Float.BYTES;
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(Simd.FLOATS, value);
    }

    static List<Runnable> activation(Activation phi, long x, long factor, long out, int size) {
        return VectorActivations.activation(phi, x, factor, out, bytes(size));
    }

    static List<Runnable> slope(Activation phi, long x, long out, int size) {
        return VectorActivations.slope(phi, x, out, bytes(size));
    }

    static void respond(
            long lookAhead, long fresh, long prediction, long gain, long b, long r, long old, long post, int size) {
        long bytes = bytes(size);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector rate = load(fresh + at);
            store(load(lookAhead + at), b + at);
            store(load(r + at), old + at);
            store(rate, r + at);
            store(load(gain + at).mul(rate.sub(load(prediction + at))), post + at);
        }
    }

    /**
     * Two {@link VectorMath#logistic} evaluations, interleaved and inlined by hand. With helper methods the kernel exceeds C2's
     * node budget.
     */
    static void respondLogistic(
            long lookAhead, long dendrite, long attenuation, long gain, long b, long r, long old, long post, int size) {
        long bytes = bytes(size);
        FloatVector one = broadcast(FLOATS, 1f);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector x1 = fromMemorySegment(FLOATS, ALL, lookAhead + at, ORDER);
            FloatVector x2 = fromMemorySegment(FLOATS, ALL, attenuation + at, ORDER).mul(fromMemorySegment(FLOATS, ALL, dendrite + at, ORDER));
            x1.intoMemorySegment(ALL, b + at, ORDER);
            x1 = x1.blend(LOGISTIC_MAX, x1.compare(GT, LOGISTIC_MAX));
            x2 = x2.blend(LOGISTIC_MAX, x2.compare(GT, LOGISTIC_MAX));
            x1 = x1.blend(LOGISTIC_MIN, x1.compare(LT, LOGISTIC_MIN));
            x2 = x2.blend(LOGISTIC_MIN, x2.compare(LT, LOGISTIC_MIN));
            FloatVector n1 = x1.fma(broadcast(FLOATS, -LOG2_E), broadcast(FLOATS, LOGISTIC_ROUNDING_SHIFT));
            FloatVector n2 = x2.fma(broadcast(FLOATS, -LOG2_E), broadcast(FLOATS, LOGISTIC_ROUNDING_SHIFT));
            IntVector p1 = REINTERPRET_BOXES ? (IntVector) n1.reinterpretShape(INTS, 0) : n1.reinterpretAsInts();
            IntVector p2 = REINTERPRET_BOXES ? (IntVector) n2.reinterpretShape(INTS, 0) : n2.reinterpretAsInts();
            p1 = p1.lanewise(LSHL, 23);
            p2 = p2.lanewise(LSHL, 23);
            FloatVector y1 = REINTERPRET_BOXES ? (FloatVector) p1.reinterpretShape(FLOATS, 0) : p1.reinterpretAsFloats();
            FloatVector y2 = REINTERPRET_BOXES ? (FloatVector) p2.reinterpretShape(FLOATS, 0) : p2.reinterpretAsFloats();
            n1 = n1.sub(LOGISTIC_ROUNDING_SHIFT);
            n2 = n2.sub(LOGISTIC_ROUNDING_SHIFT);
            FloatVector s1 = n1.fma(broadcast(FLOATS, LN2_HIGH), x1);
            FloatVector s2 = n2.fma(broadcast(FLOATS, LN2_HIGH), x2);
            s1 = n1.fma(broadcast(FLOATS, LN2_LOW), s1);
            s2 = n2.fma(broadcast(FLOATS, LN2_LOW), s2);
            FloatVector q1 = s1.fma(broadcast(FLOATS, -EXP_4), broadcast(FLOATS, EXP_3));
            FloatVector q2 = s2.fma(broadcast(FLOATS, -EXP_4), broadcast(FLOATS, EXP_3));
            q1 = q1.fma(s1, broadcast(FLOATS, -EXP_2));
            q2 = q2.fma(s2, broadcast(FLOATS, -EXP_2));
            q1 = q1.fma(s1, broadcast(FLOATS, EXP_1));
            q2 = q2.fma(s2, broadcast(FLOATS, EXP_1));
            q1 = q1.fma(s1, broadcast(FLOATS, -EXP_0));
            q2 = q2.fma(s2, broadcast(FLOATS, -EXP_0));
            y1 = one.sub(s1.mul(s1).fma(q1, s1)).mul(y1);
            y2 = one.sub(s2.mul(s2).fma(q2, s2)).mul(y2);
            y1 = one.div(y1.fma(broadcast(FLOATS, 2f), one));
            y2 = one.div(y2.fma(broadcast(FLOATS, 2f), one));
            fromMemorySegment(FLOATS, ALL, r + at, ORDER).intoMemorySegment(ALL, old + at, ORDER);
            y1.intoMemorySegment(ALL, r + at, ORDER);
            fromMemorySegment(FLOATS, ALL, gain + at, ORDER).mul(y1.sub(y2)).intoMemorySegment(ALL, post + at, ORDER);
        }
    }

    static void difference(long x, long y, long gain, long out, int size) {
        long bytes = bytes(size);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(load(gain + at).mul(load(x + at).sub(load(y + at))), out + at);
        }
    }

    static void multiply(long x, long y, long out, int size) {
        long bytes = bytes(size);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(load(x + at).mul(load(y + at)), out + at);
        }
    }

    static void multiplyByMagnitude(long x, long out, int size) {
        long bytes = bytes(size);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            store(load(out + at).mul(load(x + at).abs()), out + at);
        }
    }

    static void gate(long x, long y, long out, int size) {
        long bytes = bytes(size);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector open = constant(0f).blend(load(y + at), load(x + at).compare(VectorOperators.GT, 0f));
            store(open, out + at);
        }
    }

    static void highPass(long r, long old, long h, long seen, float decay, int size) {
        long bytes = bytes(size);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector before = load(h + at);
            store(before, seen + at);
            FloatVector moved = before.add(load(r + at).sub(load(old + at)));
            FloatVector after = before.fma(constant(-decay), moved);
            store(after.blend(0f, after.abs().lt(Neurons.MIN_HIGH_PASS)), h + at);
        }
    }

    static void lowPass(long x, long state, float rate, int size) {
        long bytes = bytes(size);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector before = load(state + at);
            store(load(x + at).sub(before).fma(constant(rate), before), state + at);
        }
    }

    static void soma(
            long u, long lookAhead, long dendrite, float dendriteGain, long nudge, float nudgeGain, float prospect,
            float step, int size) {
        long bytes = bytes(size);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector drive = load(nudge + at).mul(nudgeGain);
            euler(u + at, lookAhead + at, load(dendrite + at).fma(constant(dendriteGain), drive), prospect, step);
        }
    }

    static void noisySoma(
            long u, long lookAhead, long dendrite, float dendriteGain, long nudge, long noise, float nudgeGain,
            float prospect, float step, int size) {
        long bytes = bytes(size);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector drive = load(nudge + at).add(load(noise + at)).mul(nudgeGain);
            euler(u + at, lookAhead + at, load(dendrite + at).fma(constant(dendriteGain), drive), prospect, step);
        }
    }

    static void pacedSoma(
            long u, long lookAhead, long dendrite, float dendriteGain, long nudge, long noise, float nudgeGain, long pace,
            float prospect, float step, int size) {
        long bytes = bytes(size);
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector drive = load(nudge + at).add(load(noise + at)).mul(nudgeGain);
            FloatVector before = load(u + at);
            FloatVector distance = load(dendrite + at).fma(constant(dendriteGain), drive).sub(before).mul(load(pace + at));
            store(distance.fma(constant(prospect), before), lookAhead + at);
            store(distance.fma(constant(step), before), u + at);
        }
    }

    private static void euler(long u, long lookAhead, FloatVector steady, float prospect, float step) {
        FloatVector before = load(u);
        FloatVector distance = steady.sub(before);
        store(distance.fma(constant(prospect), before), lookAhead);
        store(distance.fma(constant(step), before), u);
    }
}
