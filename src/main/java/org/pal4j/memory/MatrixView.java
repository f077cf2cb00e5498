package org.pal4j.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A matrix (post x pre) of floats in a {@link Block}, stored in panels of {@link Lanes#COUNT} outputs: weight (i, j) is at float
 * {@code (r / 16) * columns * 16 + j * 16 + r % 16} with r = i. The matrices of several replicas are stored like a single one in
 * which their rows alternate: r = i * stride + lane.
 *
 * @param memory  the block
 * @param offset  offset of the first panel in bytes, a multiple of 64
 * @param rows    number of outputs (postsynaptic neurons)
 * @param columns number of inputs (presynaptic neurons)
 * @param stride  number of replicas that share the region, a power of two up to 16
 * @param lane    index of this replica, from 0
 */
public record MatrixView(MemorySegment memory, int offset, int rows, int columns, int stride, int lane) {

    /** A matrix with a region of its own. */
    public MatrixView(MemorySegment memory, int offset, int rows, int columns) {
        this(memory, offset, rows, columns, 1, 0);
    }

    /** Number of floats that a matrix occupies in its block, padding included. */
    public static long storedFloats(int rows, int columns) {
        return (long) Lanes.padded(rows) * columns;
    }

    /** The weight from input {@code column} to output {@code row}, both 0-based. */
    public float get(int row, int column) {
        return memory.get(ValueLayout.JAVA_FLOAT, at(row, column));
    }

    /** Sets the weight from input {@code column} to output {@code row}, both 0-based. */
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

    /** Copies the weights, rows x columns in C order, into {@code target} starting at index {@code from}. */
    public void copyTo(float[] target, int from) {
        for (int row = 0, k = from; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                target[k++] = get(row, column);
            }
        }
    }

    private void requireSize(int length) {
        if (length != (long) rows * columns) {
            throw new IllegalArgumentException("a matrix of " + rows + " x " + columns + " can't hold " + length + " values");
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
