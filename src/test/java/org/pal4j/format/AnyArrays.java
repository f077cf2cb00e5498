package org.pal4j.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Small arrays of every kind, with zero to four dimensions and elements with random bits. */
final class AnyArrays {
    private AnyArrays() {}

    static Arbitrary<NpyArray> arrays() {
        Arbitrary<int[]> shapes = Arbitraries.integers().between(0, 7).array(int[].class).ofMinSize(0).ofMaxSize(4);
        return Combinators.combine(Arbitraries.of(ElementKind.class), shapes, Arbitraries.longs()).as(AnyArrays::array);
    }

    /** Ordered maps of arrays, with names of all sorts. */
    static Arbitrary<Map<String, NpyArray>> maps() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12),
                Arbitraries.of("layer/0.weight", "a b", "gr\u00f6\u00dfe", "\u03b8", "x.npy", "\"quoted\"", "\\", "\ud83e\udde0", "."));
        return Arbitraries.maps(names, arrays()).ofMaxSize(5).map(LinkedHashMap::new);
    }

    private static NpyArray array(ElementKind kind, int[] shape, long seed) {
        Random random = new Random(seed);
        int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return switch (kind) {
            case FLOAT32 -> {
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = Float.intBitsToFloat(random.nextInt());
                }
                yield NpyArray.ofFloats(values, shape);
            }
            case FLOAT64 -> NpyArray.ofDoubles(random.longs(size).mapToDouble(Double::longBitsToDouble).toArray(), shape);
            case INT32 -> NpyArray.ofInts(random.ints(size).toArray(), shape);
            case INT64 -> NpyArray.ofLongs(random.longs(size).toArray(), shape);
            case INT8 -> NpyArray.ofBytes(bytes, shape);
            case UINT8 -> NpyArray.ofUnsignedBytes(bytes, shape);
            case BOOL -> {
                boolean[] values = new boolean[size];
                for (int i = 0; i < size; i++) {
                    values[i] = bytes[i] < 0;
                }
                yield NpyArray.ofBooleans(values, shape);
            }
        };
    }
}
