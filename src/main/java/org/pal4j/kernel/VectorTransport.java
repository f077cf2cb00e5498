package org.pal4j.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.pal4j.memory.Lanes;

/**
 * Weight transport by absolute addresses. The weights of one synapse in all replicas lie side by side in both matrices, so they move together; of a
 * single circuit, or of a few replicas, a row of {@code w} becomes one lane, or a few, of panels of {@code b}.
 */
final class VectorTransport {
    private static final VectorMask<Float> FIRST_OF_TWO = part(0, 2);
    private static final VectorMask<Float> SECOND_OF_TWO = part(1, 2);
    private static final VectorMask<Float> FIRST_OF_FOUR = part(0, 4);
    private static final VectorMask<Float> SECOND_OF_FOUR = part(1, 4);
    private static final VectorMask<Float> THIRD_OF_FOUR = part(2, 4);
    private static final VectorMask<Float> FOURTH_OF_FOUR = part(3, 4);

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
            } else if (chunk < Simd.BYTES) {
                partsOfVectors(panel + at, b + to, inverse + to, rows, columns, chunk);
            } else {
                wholeVectors(panel + at, b + to, inverse + to, rows, columns, chunk);
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

    /** A row of four or eight replicas: {@code chunk} bytes for each column, which fill whole vectors. */
    private static void wholeVectors(long from, long b, long inverse, int rows, int columns, int chunk) {
        long read = from;
        long to = b;
        int at = 0;
        for (int column = 0; column < columns; column++) {
            for (int part = 0; part < chunk; part += Simd.BYTES) {
                FloatVector weights = FloatVector.fromMemorySegment(Simd.FLOATS, Simd.ALL, read + part, Simd.ORDER);
                weights.intoMemorySegment(Simd.ALL, to + at + part, Simd.ORDER);
                weights.neg().intoMemorySegment(Simd.ALL, to + at + part + (inverse - b), Simd.ORDER);
            }
            read += Lanes.BYTES;
            at += chunk;
            if (at == Lanes.BYTES) {
                at = 0;
                to += (long) rows * Lanes.BYTES;
            }
        }
    }

    /**
     * The same where a chunk is a part of a vector. The whole vector is read, and only the chunk is written: as if the vector began where its chunk
     * gets to its place.
     */
    private static void partsOfVectors(long from, long b, long inverse, int rows, int columns, int chunk) {
        int place = (int) (from & Simd.BYTES - 1);
        VectorMask<Float> part = chunk * 2 == Simd.BYTES
                ? place == 0 ? FIRST_OF_TWO : SECOND_OF_TWO
                : place == 0 ? FIRST_OF_FOUR : place == chunk ? SECOND_OF_FOUR : place == 2 * chunk ? THIRD_OF_FOUR : FOURTH_OF_FOUR;
        long read = from - place;
        long to = b - place;
        int at = 0;
        for (int column = 0; column < columns; column++) {
            FloatVector weights = FloatVector.fromMemorySegment(Simd.FLOATS, Simd.ALL, read, Simd.ORDER);
            weights.intoMemorySegment(Simd.ALL, to + at, Simd.ORDER, part);
            weights.neg().intoMemorySegment(Simd.ALL, to + at + (inverse - b), Simd.ORDER, part);
            read += Lanes.BYTES;
            at += chunk;
            if (at == Lanes.BYTES) {
                at = 0;
                to += (long) rows * Lanes.BYTES;
            }
        }
    }

    /** The lanes of part {@code index} of a vector of {@code parts}. */
    private static VectorMask<Float> part(int index, int parts) {
        long lanes = (1L << Simd.FLOAT_COUNT / parts) - 1;
        return VectorMask.fromLong(Simd.FLOATS, lanes << index * (Simd.FLOAT_COUNT / parts));
    }

    /** 16 replicas: a panel has one row of each. A step of 4-30-3 takes a twentieth less than with {@link #wholeVectors}, which could do the same. */
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
