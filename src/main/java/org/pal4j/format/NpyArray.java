package org.pal4j.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
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

    /**
     * Returns the number of bytes of an array whose kind and shape are known.
     *
     * @param name its name in messages
     * @throws InputException if the shape is not that of an array
     */
    public static long bytes(String name, ElementKind kind, List<Long> shape) {
        return (long) Shapes.elements(Shapes.checked(source(name), shape)) * kind.bytes();
    }

    /**
     * Reads an array whose kind and shape are known from its elements alone, little endian, in C order.
     *
     * @param name its name in messages
     * @throws InputException if the stream ends too early, the shape is not that of an array, a bool is neither 0 nor 1, or memory does not suffice
     * @throws IOException    if the stream throws it
     */
    public static NpyArray read(InputStream in, String name, ElementKind kind, List<Long> shape) throws IOException {
        int[] checked = Shapes.checked(source(name), shape);
        return adopt(kind, Elements.read(source(name), in, kind, ByteOrder.LITTLE_ENDIAN, Shapes.elements(checked), false), checked);
    }

    private static Source source(String name) {
        return new Source("array " + Source.quoted(name));
    }

    /**
     * Writes the elements alone, as {@link #read} reads them.
     *
     * @throws IOException if the stream throws it
     */
    public void write(OutputStream out) throws IOException {
        Elements.write(out, kind, values, size);
    }

    /** The number of bytes of all elements. */
    public long bytes() {
        return (long) size * kind.bytes();
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

    /**
     * This array with elements of another kind. Numbers are rounded to the nearest float or double.
     *
     * @throws InputException if the elements can't be converted without a change of meaning: to integers or bools, but for integers of another size
     */
    public NpyArray to(ElementKind other) {
        if (kind == other) {
            return this;
        }
        return switch (other) {
            case FLOAT32 -> adopt(other, toFloats(), shape);
            case FLOAT64 -> adopt(other, toDoubles(), shape);
            case INT64 -> adopt(other, toLongs(), shape);
            default -> throw new InputException("must be an array of " + other + ", not an " + this);
        };
    }

    /**
     * Returns arrays of one kind and shape as one, with a first dimension for their number.
     *
     * @param arrays at least one
     * @throws IllegalArgumentException if they differ in kind or shape
     */
    public static NpyArray stacked(List<NpyArray> arrays) {
        NpyArray first = arrays.getFirst();
        Object all = Elements.allocate(first.kind, Math.multiplyExact(first.size, arrays.size()));
        for (int k = 0; k < arrays.size(); k++) {
            NpyArray one = arrays.get(k);
            if (one.kind != first.kind || !Arrays.equals(one.shape, first.shape)) {
                throw new IllegalArgumentException(one + " can't be stacked on " + first);
            }
            System.arraycopy(one.values, 0, all, k * first.size, first.size);
        }
        int[] shape = new int[first.shape.length + 1];
        shape[0] = arrays.size();
        System.arraycopy(first.shape, 0, shape, 1, first.shape.length);
        return adopt(first.kind, all, shape);
    }

    /**
     * Returns one of {@link #stacked} arrays.
     *
     * @param index its index in the first dimension
     */
    public NpyArray part(int index) {
        int[] rest = Arrays.copyOfRange(shape, 1, shape.length);
        int each = Shapes.elements(rest);
        Object own = Elements.allocate(kind, each);
        System.arraycopy(values, Objects.checkIndex(index, shape[0]) * each, own, 0, each);
        return adopt(kind, own, rest);
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
