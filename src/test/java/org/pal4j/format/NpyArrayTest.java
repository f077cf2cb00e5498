package org.pal4j.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pal4j.InputException;

class NpyArrayTest {
    @Test
    void knowsItsKindShapeAndSize() {
        NpyArray array = NpyArray.ofFloats(new float[6], 2, 3);
        assertEquals(ElementKind.FLOAT32, array.kind());
        assertArrayEquals(new int[] {2, 3}, array.shape());
        assertEquals(6, array.size());
        assertEquals("array of float32 of shape (2, 3)", array.toString());
        NpyArray scalar = NpyArray.ofDoubles(new double[] {5});
        assertArrayEquals(new int[0], scalar.shape());
        assertEquals(1, scalar.size());
    }

    @Test
    void convertsEveryKind() {
        byte[] bytes = {-1, 2};
        assertConverts(NpyArray.ofFloats(new float[] {-1.5f, 2}, 2), new double[] {-1.5, 2});
        assertConverts(NpyArray.ofDoubles(new double[] {-1.5, 2}, 2), new double[] {-1.5, 2});
        assertConverts(NpyArray.ofInts(new int[] {-1, 2}, 2), new double[] {-1, 2});
        assertConverts(NpyArray.ofLongs(new long[] {-1, 2}, 2), new double[] {-1, 2});
        assertConverts(NpyArray.ofBytes(bytes, 2), new double[] {-1, 2});
        assertConverts(NpyArray.ofUnsignedBytes(bytes, 2), new double[] {255, 2});
        assertConverts(NpyArray.ofBooleans(new boolean[] {false, true}, 2), new double[] {0, 1});
    }

    private static void assertConverts(NpyArray array, double[] expected) {
        assertArrayEquals(expected, array.toDoubles(), array.toString());
        assertArrayEquals(new float[] {(float) expected[0], (float) expected[1]}, array.toFloats(), array.toString());
        if (array.kind() == ElementKind.FLOAT32 || array.kind() == ElementKind.FLOAT64) {
            InputException rejected = assertThrows(InputException.class, array::toLongs);
            assertTrue(rejected.getMessage().contains(array.toString()), rejected.getMessage());
        } else {
            assertArrayEquals(new long[] {(long) expected[0], (long) expected[1]}, array.toLongs(), array.toString());
        }
        if (array.kind() == ElementKind.BOOL) {
            assertArrayEquals(new boolean[] {false, true}, array.toBooleans());
        } else {
            InputException rejected = assertThrows(InputException.class, array::toBooleans);
            assertTrue(rejected.getMessage().contains(array.toString()), rejected.getMessage());
        }
    }

    @Test
    void roundsToNearestAndOnce() {
        // Just above the midpoint between the floats 2^60 and 2^60 + 2^37; as a double it would be exactly the midpoint.
        long aboveHalf = (1L << 60) + (1L << 36) + 1;
        assertArrayEquals(new float[] {0x1.000002p60f}, NpyArray.ofLongs(new long[] {aboveHalf}, 1).toFloats());
        assertArrayEquals(new float[] {16_777_220f}, NpyArray.ofInts(new int[] {16_777_219}, 1).toFloats());
        assertArrayEquals(new float[] {0.1f}, NpyArray.ofDoubles(new double[] {0.1}, 1).toFloats());
        assertArrayEquals(new long[] {Long.MIN_VALUE + 1}, NpyArray.ofLongs(new long[] {Long.MIN_VALUE + 1}, 1).toLongs());
    }

    @Test
    void isImmutable() {
        double[] given = {1, 2};
        int[] shape = {2};
        NpyArray array = NpyArray.ofDoubles(given, shape);
        given[0] = 9;
        shape[0] = 9;
        array.toDoubles()[1] = 9;
        array.shape()[0] = 9;
        assertArrayEquals(new double[] {1, 2}, array.toDoubles());
        assertArrayEquals(new int[] {2}, array.shape());
        NpyArray bools = NpyArray.ofBooleans(new boolean[] {true}, 1);
        bools.toBooleans()[0] = false;
        assertArrayEquals(new boolean[] {true}, bools.toBooleans());
    }

    @Test
    void equalsByKindShapeAndElements() {
        NpyArray array = NpyArray.ofFloats(new float[] {Float.NaN, 0, 1, 2}, 2, 2);
        assertEquals(array, NpyArray.ofFloats(new float[] {Float.NaN, 0, 1, 2}, 2, 2));
        assertEquals(array.hashCode(), NpyArray.ofFloats(new float[] {Float.NaN, 0, 1, 2}, 2, 2).hashCode());
        for (NpyArray other : List.of(NpyArray.ofFloats(new float[] {Float.NaN, 0, 1, 2}, 4),
                NpyArray.ofFloats(new float[] {Float.NaN, -0f, 1, 2}, 2, 2),
                NpyArray.ofDoubles(new double[] {Double.NaN, 0, 1, 2}, 2, 2))) {
            assertNotEquals(array, other);
        }
        assertNotEquals(NpyArray.ofBytes(new byte[2], 2), NpyArray.ofUnsignedBytes(new byte[2], 2));
    }

    @Test
    void mismatchedShapesAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> NpyArray.ofFloats(new float[5], 2, 3));
        assertThrows(IllegalArgumentException.class, () -> NpyArray.ofFloats(new float[0]));
        assertThrows(IllegalArgumentException.class, () -> NpyArray.ofFloats(new float[6], -2, -3));
        assertThrows(IllegalArgumentException.class, () -> NpyArray.ofFloats(new float[0], 1 << 16, 1 << 16));
        assertThrows(IllegalArgumentException.class, () -> NpyArray.ofFloats(new float[0], 1 << 30, 1 << 30, 1 << 30));
        assertThrows(IllegalArgumentException.class, () -> NpyArray.ofFloats(new float[1], new int[65]));
    }
}
