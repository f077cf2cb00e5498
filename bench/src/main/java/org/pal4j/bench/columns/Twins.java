package org.pal4j.bench.columns;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.SplittableRandom;
import org.pal4j.memory.Lanes;

/** Two blocks with the same contents, {@code m} for the Vector API and {@code n} for C, and arrays copied from them. */
final class Twins {
    final MemorySegment m;
    final MemorySegment n;

    /** Blocks of random numbers in [-1/2, 1/2). */
    Twins(long bytes, long seed) {
        m = Arena.ofAuto().allocate(bytes, Lanes.BYTES);
        n = Arena.ofAuto().allocate(bytes, Lanes.BYTES);
        SplittableRandom random = new SplittableRandom(seed);
        for (long at = 0; at < bytes; at += Float.BYTES) {
            m.set(ValueLayout.JAVA_FLOAT, at, (float) (random.nextDouble() - 0.5));
        }
        copy();
    }

    /** Twins of a block that is there. */
    Twins(MemorySegment block) {
        m = block;
        n = Arena.ofAuto().allocate(block.byteSize(), Lanes.BYTES);
        copy();
    }

    /** Gives the block for C the contents of the other. */
    void copy() {
        n.copyFrom(m);
    }

    /** A copy of {@code floats} floats. */
    float[] floats(long offset, int floats) {
        return m.asSlice(offset, (long) floats * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT);
    }

    /** A copy of {@code ints} ints. */
    int[] ints(long offset, int ints) {
        return m.asSlice(offset, (long) ints * Integer.BYTES).toArray(ValueLayout.JAVA_INT);
    }

    /** A copy of a matrix in panels, an array for each input; outputs with their padding. */
    float[][] rows(long offset, int inputs, int outputs) {
        int padded = Lanes.padded(outputs);
        float[][] rows = new float[inputs][padded];
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < padded; o++) {
                rows[i][o] = m.get(ValueLayout.JAVA_FLOAT, at(offset, inputs, i, o));
            }
        }
        return rows;
    }

    private static long at(long offset, int inputs, int i, int o) {
        return offset + ((long) (o / Lanes.COUNT * inputs + i) * Lanes.COUNT + o % Lanes.COUNT) * Float.BYTES;
    }

    /** The first difference between the Vector API and C in all of the block. */
    Optional<String> blocks() {
        long at = m.mismatch(n);
        return at < 0 ? Optional.empty() : Optional.of("Vector API and C at byte " + at + ": "
                + Case.bits(m.get(ValueLayout.JAVA_FLOAT, at & -4), n.get(ValueLayout.JAVA_FLOAT, at & -4)));
    }

    /** The first difference between the Vector API and plain loops in a vector. */
    Optional<String> vector(String name, long offset, float[] plain) {
        for (int i = 0; i < plain.length; i++) {
            float ours = m.get(ValueLayout.JAVA_FLOAT, offset + 4L * i);
            if (Float.floatToRawIntBits(ours) != Float.floatToRawIntBits(plain[i])) {
                return Optional.of("Vector API and plain loops, " + name + " " + i + ": " + Case.bits(ours, plain[i]));
            }
        }
        return Optional.empty();
    }

    /** The same for a matrix. */
    Optional<String> matrix(String name, long offset, float[][] plain) {
        for (int i = 0; i < plain.length; i++) {
            for (int o = 0; o < plain[i].length; o++) {
                float ours = m.get(ValueLayout.JAVA_FLOAT, at(offset, plain.length, i, o));
                if (Float.floatToRawIntBits(ours) != Float.floatToRawIntBits(plain[i][o])) {
                    return Optional.of("Vector API and plain loops, " + name + " (" + o + ", " + i + "): " + Case.bits(ours, plain[i][o]));
                }
            }
        }
        return Optional.empty();
    }

    /** The first difference between the Vector API and OpenBLAS, whose sums have another order. */
    Optional<String> near(String name, long offset, float[] blas, float bound) {
        for (int i = 0; i < blas.length; i++) {
            float ours = m.get(ValueLayout.JAVA_FLOAT, offset + 4L * i);
            if (!(Math.abs(ours - blas[i]) <= bound)) {
                return Optional.of("Vector API and OpenBLAS, " + name + " " + i + ": " + ours + " and " + blas[i] + ", more than " + bound);
            }
        }
        return Optional.empty();
    }
}
