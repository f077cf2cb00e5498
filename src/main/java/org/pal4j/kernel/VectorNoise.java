package org.pal4j.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.XOR;
import static org.pal4j.kernel.Simd.load;
import static org.pal4j.kernel.Simd.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.pal4j.memory.Lanes;
import org.pal4j.random.Threefry;

/** The SIMD kernels of {@link Noise}. */
final class VectorNoise {
    private VectorNoise() {}

    static void words(MemorySegment m, int plan, int step, int first, int second, int blocks) {
        int bytes = blocks * Integer.BYTES;
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            int within = at & Lanes.BYTES - 1;
            rounds(m, plan + 3 * (at - within) + within, step, first + at, second + at);
        }
    }

    /** One vector of blocks: 20 rounds of Threefry-2x32. */
    private static void rounds(MemorySegment m, int plan, int step, int first, int second) {
        IntVector key0 = IntVector.fromMemorySegment(Simd.INTS, m, plan + Lanes.BYTES, Simd.ORDER);
        IntVector key1 = IntVector.fromMemorySegment(Simd.INTS, m, plan + 2 * Lanes.BYTES, Simd.ORDER);
        IntVector key2 = key0.lanewise(XOR, key1).lanewise(XOR, Threefry.PARITY);
        IntVector x0 = IntVector.fromMemorySegment(Simd.INTS, m, plan, Simd.ORDER).add(key0);
        IntVector x1 = key1.add(step);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 13).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 15).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 26).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 6).lanewise(XOR, x0).add(key2.add(1));
        x0 = x0.add(key1).add(x1);
        x1 = x1.lanewise(ROL, 17).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 29).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 16).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 24).lanewise(XOR, x0).add(key0.add(2));
        x0 = x0.add(key2).add(x1);
        x1 = x1.lanewise(ROL, 13).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 15).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 26).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 6).lanewise(XOR, x0).add(key1.add(3));
        x0 = x0.add(key0).add(x1);
        x1 = x1.lanewise(ROL, 17).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 29).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 16).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 24).lanewise(XOR, x0).add(key2.add(4));
        x0 = x0.add(key1).add(x1);
        x1 = x1.lanewise(ROL, 13).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 15).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 26).lanewise(XOR, x0);
        x0 = x0.add(x1);
        x1 = x1.lanewise(ROL, 6).lanewise(XOR, x0).add(key0.add(5));
        x0 = x0.add(key2);
        x0.intoMemorySegment(m, first, Simd.ORDER);
        x1.intoMemorySegment(m, second, Simd.ORDER);
    }

    static void radii(MemorySegment m, int first, int blocks) {
        int end = first + blocks * Integer.BYTES;
        for (int at = first; at < end; at += Simd.BYTES) {
            store(VectorMath.radius(IntVector.fromMemorySegment(Simd.INTS, m, at, Simd.ORDER)), m, at);
        }
    }

    static void cosines(MemorySegment m, int first, int second, int places, int draw, int blocks) {
        int bytes = blocks * Integer.BYTES;
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            int place = m.get(JAVA_INT, places + at / Lanes.BYTES * 8);
            FloatVector turn = VectorMath.turn(IntVector.fromMemorySegment(Simd.INTS, m, second + at, Simd.ORDER));
            store(load(m, first + at).mul(VectorMath.cosOfTurn(turn)), m, draw + place + (at & Lanes.BYTES - 1));
        }
    }

    static void sines(MemorySegment m, int first, int second, int places, int draw, int blocks) {
        int bytes = blocks * Integer.BYTES;
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            int place = m.get(JAVA_INT, places + at / Lanes.BYTES * 8 + 4);
            if (place >= 0) {
                FloatVector turn = VectorMath.turn(IntVector.fromMemorySegment(Simd.INTS, m, second + at, Simd.ORDER));
                store(load(m, first + at).mul(VectorMath.sinOfTurn(turn)), m, draw + place + (at & Lanes.BYTES - 1));
            }
        }
    }

    static void advance(MemorySegment m, int xi, int seen, int draw, int gain, float keep, int size) {
        int bytes = Lanes.padded(size) * Float.BYTES;
        for (int at = 0; at < bytes; at += Simd.BYTES) {
            FloatVector old = load(m, xi + at);
            store(old, m, seen + at);
            store(old.fma(FloatVector.broadcast(Simd.FLOATS, keep), load(m, gain + at).mul(load(m, draw + at))), m, xi + at);
        }
    }
}
