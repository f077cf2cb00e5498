package org.pal4j.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.XOR;
import static org.pal4j.kernel.ScalarMath.*;
import static org.pal4j.kernel.Simd.ALL;
import static org.pal4j.kernel.Simd.FLOATS;
import static org.pal4j.kernel.Simd.INTS;
import static org.pal4j.kernel.Simd.ORDER;
import static org.pal4j.kernel.Simd.REINTERPRET_BOXES;
import static org.pal4j.kernel.Simd.load;
import static org.pal4j.kernel.Simd.store;
import static org.pal4j.kernel.VectorSynapses.LANES_SHIFT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.pal4j.memory.Lanes;
import org.pal4j.random.Threefry;

/** The SIMD kernels of {@link Noise}. Their loops end at an address, like those of {@link VectorNeurons}. */
@SuppressWarnings("NarrowCalculation") // Two or three vectors have at most 192 bytes.
final class VectorNoise {
    private VectorNoise() {}

    static void words(long plan, int step, long first, long second, int blocks) {
        long three = 3 * Simd.BYTES;
        long bytes = (long) blocks * Integer.BYTES;
        if (bytes < three) {
            for (long at = 0; at != bytes; at += Simd.BYTES) {
                rounds(plan + planOffset(at), step, first + at, second + at);
            }
            return;
        }
        roundsOfThree(plan, step, first, second, 0, bytes - bytes % three);
        if (bytes % three != 0) {
            // The last three vectors, one or two of which are computed twice.
            roundsOfThree(plan, step, first, second, bytes - three, bytes);
        }
    }

    /** Offset in the plan of the vector of blocks at {@code at}. */
    private static long planOffset(long at) {
        long within = at & Lanes.BYTES - 1;
        return 3 * (at - within) + within;
    }

    /**
     * Three vectors of blocks interleaved, because a single one is bound by the latency of its dependency chain: 8.6 ns per
     * vector instead of 10.2.
     */
    private static void roundsOfThree(long plan, int step, long first, long second, long from, long to) {
        for (long at = from; at != to; at += 3 * Simd.BYTES) {
            long plan0 = plan + planOffset(at);
            long plan1 = plan + planOffset(at + Simd.BYTES);
            long plan2 = plan + planOffset(at + 2 * Simd.BYTES);
            IntVector aKey0 = IntVector.fromMemorySegment(INTS, ALL, plan0 + Lanes.BYTES, ORDER);
            IntVector aKey1 = IntVector.fromMemorySegment(INTS, ALL, plan0 + 2 * Lanes.BYTES, ORDER);
            IntVector aKey2 = aKey0.lanewise(XOR, aKey1).lanewise(XOR, Threefry.PARITY);
            IntVector a0 = IntVector.fromMemorySegment(INTS, ALL, plan0, ORDER).add(aKey0);
            IntVector a1 = aKey1.add(step);
            IntVector bKey0 = IntVector.fromMemorySegment(INTS, ALL, plan1 + Lanes.BYTES, ORDER);
            IntVector bKey1 = IntVector.fromMemorySegment(INTS, ALL, plan1 + 2 * Lanes.BYTES, ORDER);
            IntVector bKey2 = bKey0.lanewise(XOR, bKey1).lanewise(XOR, Threefry.PARITY);
            IntVector b0 = IntVector.fromMemorySegment(INTS, ALL, plan1, ORDER).add(bKey0);
            IntVector b1 = bKey1.add(step);
            IntVector cKey0 = IntVector.fromMemorySegment(INTS, ALL, plan2 + Lanes.BYTES, ORDER);
            IntVector cKey1 = IntVector.fromMemorySegment(INTS, ALL, plan2 + 2 * Lanes.BYTES, ORDER);
            IntVector cKey2 = cKey0.lanewise(XOR, cKey1).lanewise(XOR, Threefry.PARITY);
            IntVector c0 = IntVector.fromMemorySegment(INTS, ALL, plan2, ORDER).add(cKey0);
            IntVector c1 = cKey1.add(step);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 13).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 13).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 13).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 15).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 15).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 15).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 26).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 26).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 26).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 6).lanewise(XOR, a0).add(aKey2.add(1));
            b1 = b1.lanewise(ROL, 6).lanewise(XOR, b0).add(bKey2.add(1));
            c1 = c1.lanewise(ROL, 6).lanewise(XOR, c0).add(cKey2.add(1));
            a0 = a0.add(aKey1).add(a1);
            b0 = b0.add(bKey1).add(b1);
            c0 = c0.add(cKey1).add(c1);
            a1 = a1.lanewise(ROL, 17).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 17).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 17).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 29).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 29).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 29).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 16).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 16).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 16).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 24).lanewise(XOR, a0).add(aKey0.add(2));
            b1 = b1.lanewise(ROL, 24).lanewise(XOR, b0).add(bKey0.add(2));
            c1 = c1.lanewise(ROL, 24).lanewise(XOR, c0).add(cKey0.add(2));
            a0 = a0.add(aKey2).add(a1);
            b0 = b0.add(bKey2).add(b1);
            c0 = c0.add(cKey2).add(c1);
            a1 = a1.lanewise(ROL, 13).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 13).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 13).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 15).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 15).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 15).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 26).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 26).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 26).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 6).lanewise(XOR, a0).add(aKey1.add(3));
            b1 = b1.lanewise(ROL, 6).lanewise(XOR, b0).add(bKey1.add(3));
            c1 = c1.lanewise(ROL, 6).lanewise(XOR, c0).add(cKey1.add(3));
            a0 = a0.add(aKey0).add(a1);
            b0 = b0.add(bKey0).add(b1);
            c0 = c0.add(cKey0).add(c1);
            a1 = a1.lanewise(ROL, 17).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 17).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 17).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 29).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 29).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 29).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 16).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 16).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 16).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 24).lanewise(XOR, a0).add(aKey2.add(4));
            b1 = b1.lanewise(ROL, 24).lanewise(XOR, b0).add(bKey2.add(4));
            c1 = c1.lanewise(ROL, 24).lanewise(XOR, c0).add(cKey2.add(4));
            a0 = a0.add(aKey1).add(a1);
            b0 = b0.add(bKey1).add(b1);
            c0 = c0.add(cKey1).add(c1);
            a1 = a1.lanewise(ROL, 13).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 13).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 13).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 15).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 15).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 15).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 26).lanewise(XOR, a0);
            b1 = b1.lanewise(ROL, 26).lanewise(XOR, b0);
            c1 = c1.lanewise(ROL, 26).lanewise(XOR, c0);
            a0 = a0.add(a1);
            b0 = b0.add(b1);
            c0 = c0.add(c1);
            a1 = a1.lanewise(ROL, 6).lanewise(XOR, a0).add(aKey0.add(5));
            b1 = b1.lanewise(ROL, 6).lanewise(XOR, b0).add(bKey0.add(5));
            c1 = c1.lanewise(ROL, 6).lanewise(XOR, c0).add(cKey0.add(5));
            a0 = a0.add(aKey2);
            b0 = b0.add(bKey2);
            c0 = c0.add(cKey2);
            a0.intoMemorySegment(ALL, first + at, ORDER);
            a1.intoMemorySegment(ALL, second + at, ORDER);
            b0.intoMemorySegment(ALL, first + at + Simd.BYTES, ORDER);
            b1.intoMemorySegment(ALL, second + at + Simd.BYTES, ORDER);
            c0.intoMemorySegment(ALL, first + at + 2 * Simd.BYTES, ORDER);
            c1.intoMemorySegment(ALL, second + at + 2 * Simd.BYTES, ORDER);
        }
    }

    /** One vector of blocks: 20 rounds of Threefry-2x32. */
    private static void rounds(long plan, int step, long first, long second) {
        IntVector key0 = IntVector.fromMemorySegment(INTS, ALL, plan + Lanes.BYTES, ORDER);
        IntVector key1 = IntVector.fromMemorySegment(INTS, ALL, plan + 2 * Lanes.BYTES, ORDER);
        IntVector key2 = key0.lanewise(XOR, key1).lanewise(XOR, Threefry.PARITY);
        IntVector x0 = IntVector.fromMemorySegment(INTS, ALL, plan, ORDER).add(key0);
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
        x0.intoMemorySegment(ALL, first, ORDER);
        x1.intoMemorySegment(ALL, second, ORDER);
    }

    /**
     * {@link ScalarMath#radius}, {@link ScalarMath#turn} and the products with sine and cosine, in lanes. Inlined by hand, like
     * {@link #rounds}: so many operations exceed C2's node budget, beyond which a helper remains a call and its vectors are
     * boxed.
     */
    static void normals(long first, long second, long places, long draw, int blocks) {
        long bytes = (long) blocks * Integer.BYTES;
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            IntVector word = IntVector.fromMemorySegment(INTS, ALL, first + at, ORDER).lanewise(LSHR, 8);
            FloatVector u = ((FloatVector) word.convert(I2F, 0)).fma(broadcast(FLOATS, 0x1p-24f), broadcast(FLOATS, 0x1p-25f));
            IntVector bits = REINTERPRET_BOXES ? (IntVector) u.reinterpretShape(INTS, 0) : u.reinterpretAsInts();
            IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(ASHR, 23);
            IntVector mantissa = bits.sub(exponent.lanewise(LSHL, 23));
            FloatVector f = (REINTERPRET_BOXES ? (FloatVector) mantissa.reinterpretShape(FLOATS, 0) : mantissa.reinterpretAsFloats()).sub(1f);
            FloatVector e = (FloatVector) exponent.convert(I2F, 0);
            FloatVector z = f.mul(f);
            FloatVector p = f.fma(broadcast(FLOATS, LOG_8), broadcast(FLOATS, LOG_7));
            p = p.fma(f, broadcast(FLOATS, LOG_6));
            p = p.fma(f, broadcast(FLOATS, LOG_5));
            p = p.fma(f, broadcast(FLOATS, LOG_4));
            p = p.fma(f, broadcast(FLOATS, LOG_3));
            p = p.fma(f, broadcast(FLOATS, LOG_2));
            p = p.fma(f, broadcast(FLOATS, LOG_1));
            p = p.fma(f, broadcast(FLOATS, LOG_0));
            p = e.fma(broadcast(FLOATS, LN2_LOW), f.mul(z).mul(p));
            p = z.fma(broadcast(FLOATS, -0.5f), p);
            FloatVector radius = e.fma(broadcast(FLOATS, LN2_HIGH), f.add(p)).mul(-2f).sqrt();

            IntVector other = IntVector.fromMemorySegment(INTS, ALL, second + at, ORDER).lanewise(ASHR, 8);
            FloatVector turn = ((FloatVector) other.convert(I2F, 0)).mul(0x1p-24f);
            FloatVector size = turn.abs();
            FloatVector angle = broadcast(FLOATS, 0.25f).sub(size);
            FloatVector square = angle.mul(angle);
            p = square.fma(broadcast(FLOATS, SIN_4), broadcast(FLOATS, SIN_3));
            p = p.fma(square, broadcast(FLOATS, SIN_2));
            p = p.fma(square, broadcast(FLOATS, SIN_1));
            p = p.fma(square, broadcast(FLOATS, SIN_0));
            p = p.fma(square, broadcast(FLOATS, TWO_PI_LOW));
            p = angle.fma(broadcast(FLOATS, TWO_PI_HIGH), angle.mul(p));
            long place = places + (at >> LANES_SHIFT) * 2 * Integer.BYTES;
            long within = draw + (at & Lanes.BYTES - 1);
            radius.mul(p).intoMemorySegment(ALL, within + ALL.get(JAVA_INT, place), ORDER);
            int sines = ALL.get(JAVA_INT, place + Integer.BYTES);
            if (sines >= 0) {
                IntVector sign = (REINTERPRET_BOXES ? (IntVector) turn.reinterpretShape(INTS, 0) : turn.reinterpretAsInts()).and(0x80000000);
                FloatVector plus = broadcast(FLOATS, 0.5f);
                IntVector signed = (REINTERPRET_BOXES ? (IntVector) plus.reinterpretShape(INTS, 0) : plus.reinterpretAsInts()).lanewise(XOR, sign);
                FloatVector half = REINTERPRET_BOXES ? (FloatVector) signed.reinterpretShape(FLOATS, 0) : signed.reinterpretAsFloats();
                angle = turn.blend(half.sub(turn), size.compare(GT, 0.25f));
                square = angle.mul(angle);
                p = square.fma(broadcast(FLOATS, SIN_4), broadcast(FLOATS, SIN_3));
                p = p.fma(square, broadcast(FLOATS, SIN_2));
                p = p.fma(square, broadcast(FLOATS, SIN_1));
                p = p.fma(square, broadcast(FLOATS, SIN_0));
                p = p.fma(square, broadcast(FLOATS, TWO_PI_LOW));
                p = angle.fma(broadcast(FLOATS, TWO_PI_HIGH), angle.mul(p));
                radius.mul(p).intoMemorySegment(ALL, within + sines, ORDER);
            }
        }
    }

    static void advance(long xi, long seen, long draw, long gain, float keep, int size) {
        long bytes = (long) Lanes.padded(size) * Float.BYTES;
        for (long at = 0; at != bytes; at += Simd.BYTES) {
            FloatVector old = load(xi + at);
            store(old, seen + at);
            store(old.fma(broadcast(FLOATS, keep), load(gain + at).mul(load(draw + at))), xi + at);
        }
    }
}
