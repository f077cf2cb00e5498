package org.pal4j.kernel;

import static org.pal4j.kernel.Simd.load;
import static org.pal4j.kernel.Simd.store;

import java.lang.foreign.MemorySegment;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.pal4j.memory.Lanes;

/** The SIMD kernels of {@link Neurons}, but for the activations, which are {@link VectorActivations}. */
final class VectorNeurons {
    private VectorNeurons() {}

    private static int bytes(int size) {
        return Lanes.padded(size) * Float.BYTES;
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(Simd.FLOATS, value);
    }

    static List<Runnable> activation(Activation phi, MemorySegment m, int x, int factor, int out, int size) {
        return VectorActivations.activation(phi, m, x, factor, out, bytes(size));
    }

    static List<Runnable> slope(Activation phi, MemorySegment m, int x, int out, int size) {
        return VectorActivations.slope(phi, m, x, out, bytes(size));
    }

    static void respond(
            MemorySegment m, int lookAhead, int fresh, int prediction, int gain, int b, int r, int old, int post, int size) {
        int bytes = bytes(size);
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector rate = load(m, fresh + at);
            store(load(m, lookAhead + at), m, b + at);
            store(load(m, r + at), m, old + at);
            store(rate, m, r + at);
            store(load(m, gain + at).mul(rate.sub(load(m, prediction + at))), m, post + at);
        }
    }

    static void difference(MemorySegment m, int x, int y, int gain, int out, int size) {
        int bytes = bytes(size);
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(load(m, gain + at).mul(load(m, x + at).sub(load(m, y + at))), m, out + at);
        }
    }

    static void multiply(MemorySegment m, int x, int y, int out, int size) {
        int bytes = bytes(size);
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(load(m, x + at).mul(load(m, y + at)), m, out + at);
        }
    }

    static void multiplyBySize(MemorySegment m, int x, int out, int size) {
        int bytes = bytes(size);
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            store(load(m, out + at).mul(load(m, x + at).abs()), m, out + at);
        }
    }

    static void gate(MemorySegment m, int x, int y, int out, int size) {
        int bytes = bytes(size);
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector open = constant(0f).blend(load(m, y + at), load(m, x + at).compare(VectorOperators.GT, 0f));
            store(open, m, out + at);
        }
    }

    static void highPass(MemorySegment m, int r, int old, int h, int seen, float decay, int size) {
        int bytes = bytes(size);
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector before = load(m, h + at);
            store(before, m, seen + at);
            FloatVector moved = before.add(load(m, r + at).sub(load(m, old + at)));
            FloatVector after = before.fma(constant(-decay), moved);
            store(after.blend(0f, after.abs().lt(Neurons.LEAST_HIGH_PASS)), m, h + at);
        }
    }

    static void lowPass(MemorySegment m, int x, int state, float rate, int size) {
        int bytes = bytes(size);
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector before = load(m, state + at);
            store(load(m, x + at).sub(before).fma(constant(rate), before), m, state + at);
        }
    }

    static void soma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, float nudgeGain, float prospect,
            float step, int size) {
        int bytes = bytes(size);
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector drive = load(m, nudge + at).mul(nudgeGain);
            euler(m, u + at, lookAhead + at, load(m, dendrite + at).fma(constant(dendriteGain), drive), prospect, step);
        }
    }

    static void noisySoma(
            MemorySegment m, int u, int lookAhead, int dendrite, float dendriteGain, int nudge, int noise, float nudgeGain,
            float prospect, float step, int size) {
        int bytes = bytes(size);
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector drive = load(m, nudge + at).add(load(m, noise + at)).mul(nudgeGain);
            euler(m, u + at, lookAhead + at, load(m, dendrite + at).fma(constant(dendriteGain), drive), prospect, step);
        }
    }

    private static void euler(MemorySegment m, int u, int lookAhead, FloatVector steady, float prospect, float step) {
        FloatVector before = load(m, u);
        FloatVector distance = steady.sub(before);
        store(distance.fma(constant(prospect), before), m, lookAhead);
        store(distance.fma(constant(step), before), m, u);
    }
}
