package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import org.pal4j.memory.Lanes;

/**
 * Weight transport by absolute addresses. The weights of one synapse in all replicas lie side by side in both matrices, so they move together; of a
 * single circuit, or of a few replicas, a row of {@code w} becomes one lane, or a few, of panels of {@code b}.
 */
final class VectorTransport {
    /** Of two floats. */
    private static final long SIGNS = 0x8000_0000_8000_0000L;

    private VectorTransport() {}

    static void transport(long w, long b, long inverse, int rows, int columns, int lanes) {
        if (lanes == Lanes.COUNT) {
            wholePanels(w, b, inverse, rows, columns);
            return;
        }
        int chunk = lanes * Float.BYTES;
        long panel = w;
        int at = 0;
        for (int row = 0; row < rows; row++) {
            long to = (long) row * Lanes.BYTES;
            if (lanes == 1) {
                row(panel + at, b + to, inverse + to, rows, columns);
            } else {
                rows(panel + at, b + to, inverse + to, rows, columns, chunk);
            }
            at += chunk;
            if (at == Lanes.BYTES) {
                at = 0;
                panel += (long) columns * Lanes.BYTES;
            }
        }
    }

    /** A row of {@code w}, whose weights lie a vector apart. They go side by side, 16 to a panel. */
    private static void row(long from, long b, long inverse, int rows, int columns) {
        long read = from;
        long to = b;
        long toInverse = inverse;
        int column = 0;
        for (; column <= columns - Lanes.COUNT; column += Lanes.COUNT) {
            for (int k = 0; k < Lanes.COUNT; k++) {
                move(read + (long) k * Lanes.BYTES, to + (long) k * Float.BYTES, toInverse + (long) k * Float.BYTES);
            }
            read += (long) Lanes.COUNT * Lanes.BYTES;
            to += (long) rows * Lanes.BYTES;
            toInverse += (long) rows * Lanes.BYTES;
        }
        for (int k = 0; k < columns - column; k++) {
            move(read + (long) k * Lanes.BYTES, to + (long) k * Float.BYTES, toInverse + (long) k * Float.BYTES);
        }
    }

    private static void move(long from, long to, long inverse) {
        int bits = Simd.ALL.get(ValueLayout.JAVA_INT_UNALIGNED, from);
        Simd.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, to, bits);
        Simd.ALL.set(ValueLayout.JAVA_INT_UNALIGNED, inverse, bits ^ Integer.MIN_VALUE);
    }

    /** A row of four or eight replicas, two of them at a time: {@code chunk} bytes for each column. */
    private static void rows(long from, long b, long inverse, int rows, int columns, int chunk) {
        long read = from;
        long to = b;
        long toInverse = inverse;
        int at = 0;
        for (int column = 0; column < columns; column++) {
            for (int pair = 0; pair < chunk; pair += Long.BYTES) {
                long bits = Simd.ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, read + pair);
                Simd.ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, to + at + pair, bits);
                Simd.ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, toInverse + at + pair, bits ^ SIGNS);
            }
            read += Lanes.BYTES;
            at += chunk;
            if (at == Lanes.BYTES) {
                at = 0;
                to += (long) rows * Lanes.BYTES;
                toInverse += (long) rows * Lanes.BYTES;
            }
        }
    }

    /** 16 replicas: a panel has one row of each. */
    private static void wholePanels(long w, long b, long inverse, int rows, int columns) {
        MemorySegment m = Simd.ALL;
        long read = w;
        for (int row = 0; row < rows; row++) {
            long write = b + (long) row * Lanes.BYTES;
            for (int column = 0; column < columns; column++) {
                for (int at = 0; at < Lanes.BYTES; at += Simd.BYTES) {
                    FloatVector weights = FloatVector.fromMemorySegment(Simd.FLOATS, m, read + at, Simd.ORDER);
                    weights.intoMemorySegment(m, write + at, Simd.ORDER);
                    weights.neg().intoMemorySegment(m, write + at + (inverse - b), Simd.ORDER);
                }
                read += Lanes.BYTES;
                write += (long) rows * Lanes.BYTES;
            }
        }
    }
}
