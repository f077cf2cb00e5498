package org.pal4j.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A matrix (post x pre) of floats in a {@link Block}, stored in panels of {@link Lanes#COUNT} outputs: weight (i, j) lies at float
 * {@code (r / 16) * columns * 16 + j * 16 + r % 16} with r = i. The matrices of several replicas are stored like one whose rows are theirs
 * in turn: r = i * stride + lane.
 *
 * @param memory  the block
 * @param offset  where the first panel lies, in bytes, a multiple of 64
 * @param rows    the number of outputs (postsynaptic neurons)
 * @param columns the number of inputs (presynaptic neurons)
 * @param stride  replicas that share the region, a power of two up to 16
 * @param lane    which of them this is, from 0
 */
public record MatrixView(MemorySegment memory, int offset, int rows, int columns, int stride, int lane) {

    /** A matrix that has its region for itself. */
    public MatrixView(MemorySegment memory, int offset, int rows, int columns) {
        this(memory, offset, rows, columns, 1, 0);
    }

    /** Floats that a matrix takes in its block, padding included. */
    public static long storedFloats(int rows, int columns) {
        return (long) Lanes.padded(rows) * columns;
    }

    /** The weight onto output {@code row} from input {@code column}, both 0-based. */
    public float get(int row, int column) {
        return memory.get(ValueLayout.JAVA_FLOAT, at(row, column));
    }

    /** Sets the weight onto output {@code row} from input {@code column}, both 0-based. */
    public void set(int row, int column, float value) {
        memory.set(ValueLayout.JAVA_FLOAT, at(row, column), value);
    }

    /** Sets all weights to the nearest floats of {@code values}, rows x columns in C order. */
    public void set(double[] values) {
        requireSize(values.length);
        for (int row = 0, k = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                set(row, column, (float) values[k++]);
            }
        }
    }

    /** Sets all weights to {@code values}, rows x columns in C order. */
    public void set(float[] values) {
        requireSize(values.length);
        for (int row = 0, k = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                set(row, column, values[k++]);
            }
        }
    }

    /** A copy of the weights, rows x columns in C order. */
    public float[] toArray() {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        copyTo(values, 0);
        return values;
    }

    /** Copies the weights, rows x columns in C order, into {@code target} from index {@code from} on. */
    public void copyTo(float[] target, int from) {
        for (int row = 0, k = from; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                target[k++] = get(row, column);
            }
        }
    }

    private void requireSize(int length) {
        if (length != (long) rows * columns) {
            throw new IllegalArgumentException("a matrix of " + rows + " x " + columns + " can't take " + length + " values");
        }
    }

    private long at(int row, int column) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        int stored = row * stride + lane;
        long panel = (long) (stored / Lanes.COUNT) * columns;
        return offset + ((panel + column) * Lanes.COUNT + stored % Lanes.COUNT) * Float.BYTES;
    }
}
