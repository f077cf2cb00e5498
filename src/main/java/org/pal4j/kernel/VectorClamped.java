package org.pal4j.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.Simd.load;
import static org.pal4j.kernel.Simd.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/** The SIMD kernels of {@link Clamped}; strands as in {@link VectorSynapses}. */
final class VectorClamped {
    private VectorClamped() {}

    static void advance(MemorySegment m, int c, int d, int post, float keep, float rate, int outputs) {
        int bytes = Lanes.padded(outputs) * Float.BYTES;
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector next = load(m, post + at).fma(broadcast(FLOATS, rate), load(m, d + at).mul(keep));
            store(next, m, d + at);
            store(load(m, c + at).add(next), m, c + at);
        }
    }

    static void product(MemorySegment m, int p, int q, int c, float s, int square, int out, int outputs) {
        int bytes = Lanes.padded(outputs) * Float.BYTES;
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector start = load(m, q + at).fma(broadcast(FLOATS, s), load(m, p + at));
            store(load(m, c + at).fma(load(m, square + (at & Lanes.BYTES - 1)), start), m, out + at);
        }
    }

    static void settle(
            MemorySegment m, int w, int low, int x, int y, int c, int d, int p, int q, int inputs, int outputs, float s, float power) {
        int padded = Lanes.padded(outputs);
        for (int o = 0; o < padded; o += Simd.FLOAT_COUNT) {
            int to = o * Float.BYTES;
            int at = VectorSynapses.strand(o, inputs);
            settleStrand(m, w + at, low + at, x, y, c + to, d + to, p + to, q + to, inputs, s, power);
        }
    }

    /** Strand by strand, so that the products find in the first-level cache what the update has just written. */
    private static void settleStrand(
            MemorySegment m, int w, int low, int x, int y, int c, int d, int p, int q, int inputs, float s, float power) {
        updateStrand(m, w, low, x, c, d, inputs, s, power);
        VectorSynapses.strandOfProduct(m, w, y, p, inputs, false);
        VectorSynapses.strandOfProduct(m, low, y, q, inputs, false);
    }

    private static void updateStrand(MemorySegment m, int w, int low, int x, int c, int d, int inputs, float s, float power) {
        FloatVector forward = fromMemorySegment(FLOATS, m, c, ORDER);
        FloatVector filtered = fromMemorySegment(FLOATS, m, d, ORDER);
        FloatVector sums = broadcast(FLOATS, s);
        FloatVector powers = broadcast(FLOATS, power);
        for (int i = 0; i < inputs; i++) {
            long at = w + ((long) i << VectorSynapses.ROW);
            long state = low + ((long) i << VectorSynapses.ROW);
            FloatVector rate = broadcast(FLOATS, m.get(JAVA_FLOAT, x + ((long) i << 2)));
            FloatVector old = fromMemorySegment(FLOATS, m, state, ORDER);
            FloatVector weight = old.fma(sums, fromMemorySegment(FLOATS, m, at, ORDER));
            forward.fma(rate, weight).intoMemorySegment(m, at, ORDER);
            filtered.fma(rate, old.mul(powers)).intoMemorySegment(m, state, ORDER);
        }
    }
}
