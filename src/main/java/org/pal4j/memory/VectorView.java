package org.pal4j.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A vector of floats in a {@link Block}: the {@code size} values that mean something, without the padding behind them. Value i lies at float
 * {@code i * stride}: side by side, or, for one of several replicas that share a region, as far apart as there are replicas.
 *
 * <p>Reading and writing are plain loops: showing a network its input must not allocate, and bulk copies do in some JVMs.
 *
 * @param memory the block
 * @param offset where the first value lies, in bytes
 * @param size   the number of values
 * @param stride floats from one value to the next
 */
public record VectorView(MemorySegment memory, int offset, int size, int stride) {

    /** A view of values that lie side by side. */
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

    /** Sets all values; {@code values} has exactly {@link #size} of them. */
    public void set(float[] values) {
        requireSize(values.length);
        set(values, 0);
    }

    /** Sets all values to the nearest floats of {@code values}, which has exactly {@link #size} of them. */
    public void set(double[] values) {
        requireSize(values.length);
        for (int i = 0; i < size; i++) {
            set(i, (float) values[i]);
        }
    }

    /** Sets all values to {@code size} floats of {@code values} from index {@code from} on. */
    public void set(float[] values, int from) {
        Objects.checkFromIndexSize(from, size, values.length);
        for (int i = 0; i < size; i++) {
            set(i, values[from + i]);
        }
    }

    /** Sets all values to one. */
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

    /** Copies the values into {@code target} from index {@code from} on. */
    public void copyTo(float[] target, int from) {
        Objects.checkFromIndexSize(from, size, target.length);
        for (int i = 0; i < size; i++) {
            target[from + i] = get(i);
        }
    }

    private void requireSize(int length) {
        if (length != size) {
            throw new IllegalArgumentException("a vector of " + size + " values can't take " + length);
        }
    }

    private long at(int i) {
        return offset + (long) Objects.checkIndex(i, size) * stride * Float.BYTES;
    }
}
