package org.pal4j.format;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.pal4j.InputException;

/**
 * An array in memory as stored in files: an element kind, a shape, and the elements in C order (last index fastest).
 *
 * <p>Immutable: the factories copy their arguments, and the getters return copies. Two arrays are equal if kind, shape and all
 * elements are equal; all NaN are equal to each other, 0.0 and -0.0 are not.
 */
public final class NpyArray {
    private final ElementKind kind;
    private final int[] shape;
    private final int size;
    private final Object values;

    private NpyArray(ElementKind kind, Object values, int length, int[] shape) {
        this.kind = kind;
        this.shape = shape;
        this.size = Shapes.elements(shape);
        this.values = values;
        if (length != size) {
            throw new IllegalArgumentException(length + " elements do not make the shape " + Shapes.text(shape) + " of " + size);
        }
    }

    /** Takes ownership of a Java array that is not shared and whose length is known to fit the shape. */
    static NpyArray adopt(ElementKind kind, Object values, int[] shape) {
        return new NpyArray(kind, values, Shapes.elements(shape), shape);
    }

    /**
     * An array of float32.
     *
     * @param values in C order
     * @param shape  the sizes of the dimensions, outermost first; none for a single element
     * @throws IllegalArgumentException if the number of values does not match the shape, or the shape has more than 64 dimensions
     */
    public static NpyArray ofFloats(float[] values, int... shape) {
        return new NpyArray(ElementKind.FLOAT32, values.clone(), values.length, shape.clone());
    }

    /** An array of float64; otherwise as {@link #ofFloats}. */
    public static NpyArray ofDoubles(double[] values, int... shape) {
        return new NpyArray(ElementKind.FLOAT64, values.clone(), values.length, shape.clone());
    }

    /** An array of int32; otherwise as {@link #ofFloats}. */
    public static NpyArray ofInts(int[] values, int... shape) {
        return new NpyArray(ElementKind.INT32, values.clone(), values.length, shape.clone());
    }

    /** An array of int64; otherwise as {@link #ofFloats}. */
    public static NpyArray ofLongs(long[] values, int... shape) {
        return new NpyArray(ElementKind.INT64, values.clone(), values.length, shape.clone());
    }

    /** An array of bool; otherwise as {@link #ofFloats}. */
    public static NpyArray ofBooleans(boolean[] values, int... shape) {
        return new NpyArray(ElementKind.BOOL, values.clone(), values.length, shape.clone());
    }

    /** An array of int8, -128 to 127; otherwise as {@link #ofFloats}. */
    public static NpyArray ofBytes(byte[] values, int... shape) {
        return new NpyArray(ElementKind.INT8, values.clone(), values.length, shape.clone());
    }

    /** An array of uint8: the bits of each byte are read as 0 to 255. Otherwise as {@link #ofFloats}. */
    public static NpyArray ofUnsignedBytes(byte[] values, int... shape) {
        return new NpyArray(ElementKind.UINT8, values.clone(), values.length, shape.clone());
    }

    /** The element kind. */
    public ElementKind kind() {
        return kind;
    }

    /** The sizes of the dimensions, outermost first; empty for a single element. */
    public int[] shape() {
        return shape.clone();
    }

    /** The number of elements: the product of the shape. */
    public int size() {
        return size;
    }

    /** The elements in C order. An int64 beyond 2<sup>53</sup> is rounded to the nearest double; a bool is 0 or 1. */
    public double[] toDoubles() {
        double[] copy = new double[size];
        Arrays.setAll(copy, element());
        return copy;
    }

    /**
     * One element, without a copy of the others; converted as {@link #toDoubles} does.
     *
     * @param index its place in C order
     */
    public double at(int index) {
        return switch (values) {
            case float[] floats -> floats[index];
            case double[] doubles -> doubles[index];
            case int[] ints -> ints[index];
            case long[] longs -> longs[index];
            case byte[] bytes -> kind == ElementKind.UINT8 ? Byte.toUnsignedInt(bytes[index]) : bytes[index];
            case boolean[] booleans -> booleans[index] ? 1 : 0;
            default -> throw new IllegalStateException("not an array of elements: " + values.getClass());
        };
    }

    /** The elements in C order, each rounded to the nearest float; a bool is 0 or 1. */
    public float[] toFloats() {
        if (values instanceof float[] floats) {
            return floats.clone();
        }
        float[] copy = new float[size];
        IntToDoubleFunction element = element();
        for (int i = 0; i < size; i++) {
            // Conversion of a long via double would round twice.
            copy[i] = values instanceof long[] longs ? longs[i] : (float) element.applyAsDouble(i);
        }
        return copy;
    }

    /**
     * The exact elements of an array of integers or bools, in C order; a bool is 0 or 1.
     *
     * @throws InputException if the elements are float32 or float64
     */
    public long[] toLongs() {
        if (kind == ElementKind.FLOAT32 || kind == ElementKind.FLOAT64) {
            throw new InputException("integers are needed, not an " + this + "; save it as int64 or int32");
        }
        if (values instanceof long[] longs) {
            return longs.clone();
        }
        // Exact: all other integers have 32 bits or fewer.
        return Arrays.stream(toDoubles()).mapToLong(value -> (long) value).toArray();
    }

    /**
     * The elements of an array of bool in C order.
     *
     * @throws InputException if the elements are of another kind
     */
    public boolean[] toBooleans() {
        if (values instanceof boolean[] booleans) {
            return booleans.clone();
        }
        throw new InputException("bools are needed, not an " + this + "; save it as bool");
    }

    private IntToDoubleFunction element() {
        return switch (values) {
            case float[] floats -> i -> floats[i];
            case double[] doubles -> i -> doubles[i];
            case int[] ints -> i -> ints[i];
            case long[] longs -> i -> longs[i];
            case byte[] bytes when kind == ElementKind.UINT8 -> i -> Byte.toUnsignedInt(bytes[i]);
            case byte[] bytes -> i -> bytes[i];
            case boolean[] booleans -> i -> booleans[i] ? 1 : 0;
            default -> throw new IllegalStateException("not an array of elements: " + values.getClass());
        };
    }

    /** The Java array itself, for writers; see {@link Elements}. */
    Object values() {
        return values;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NpyArray array && kind == array.kind && Arrays.equals(shape, array.shape)
                && Elements.equal(values, array.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, Arrays.hashCode(shape), Elements.hash(values));
    }

    /** Kind and shape, without the elements. */
    @Override
    public String toString() {
        return "array of " + kind + " of shape " + Shapes.text(shape);
    }
}
