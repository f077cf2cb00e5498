package org.pal4j.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A vector of floats in a {@link Block}: its {@code size} values without the padding. Value i is at float {@code i * stride}. The
 * stride is 1, or the number of replicas if several of them share the region.
 *
 * <p>Reads and writes are plain loops because setting a network's input must not allocate, and bulk copies allocate in some JVMs.
 *
 * @param memory the block
 * @param offset offset of the first value in bytes
 * @param size   number of values
 * @param stride floats from one value to the next
 */
public record VectorView(MemorySegment memory, int offset, int size, int stride) {

    /** A view of contiguous values. */
    public VectorView(MemorySegment memory, int offset, int size) {
        this(memory, offset, size, 1);
    }

    /** The value of neuron {@code i}, 0-based. */
    public float get(int i) {
        return memory.get(ValueLayout.JAVA_FLOAT, at(i));
    }

    /** Sets the value of neuron {@code i}, 0-based. */
    public void set(int i, float value) {
        memory.set(ValueLayout.JAVA_FLOAT, at(i), value);
    }

    /** Sets all values; {@code values} must have exactly {@link #size} elements. */
    public void set(float[] values) {
        requireSize(values.length);
        set(values, 0);
    }

    /** Sets all values to the nearest floats of {@code values}, which must have exactly {@link #size} elements. */
    public void set(double[] values) {
        requireSize(values.length);
        for (int i = 0; i < size; i++) {
            set(i, (float) values[i]);
        }
    }

    /** Sets all values from {@code size} elements of {@code values}, starting at index {@code from}. */
    public void set(float[] values, int from) {
        Objects.checkFromIndexSize(from, size, values.length);
        for (int i = 0; i < size; i++) {
            set(i, values[from + i]);
        }
    }

    /** Sets all values to {@code value}. */
    public void fill(float value) {
        for (int i = 0; i < size; i++) {
            set(i, value);
        }
    }

    /** A copy of the values. */
    public float[] toArray() {
        float[] values = new float[size];
        copyTo(values, 0);
        return values;
    }

    /** Copies the values into {@code target}, starting at index {@code from}. */
    public void copyTo(float[] target, int from) {
        Objects.checkFromIndexSize(from, size, target.length);
        for (int i = 0; i < size; i++) {
            target[from + i] = get(i);
        }
    }

    private void requireSize(int length) {
        if (length != size) {
            throw new IllegalArgumentException("a vector of " + size + " values can't hold " + length);
        }
    }

    private long at(int i) {
        return offset + (long) Objects.checkIndex(i, size) * stride * Float.BYTES;
    }
}
