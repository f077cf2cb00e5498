package org.pal4j.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A view in the middle of a memory filled with 7: padding and surroundings must remain 7. */
class MatrixViewTest {
    private static final float SENTINEL = 7f;
    private static final int OFFSET = 192;

    private static MatrixView view(int rows, int columns) {
        float[] memory = new float[OFFSET / Float.BYTES + (int) MatrixView.storedFloats(rows, columns) + 16];
        Arrays.fill(memory, SENTINEL);
        return new MatrixView(MemorySegment.ofArray(memory), OFFSET, rows, columns);
    }

    /** The expected memory, by an independent implementation of the panel formula. */
    private static float[] expected(MatrixView view, float[] values) {
        float[] memory = new float[(int) view.memory().byteSize() / Float.BYTES];
        Arrays.fill(memory, SENTINEL);
        int k = 0;
        for (int i = 0; i < view.rows(); i++) {
            for (int j = 0; j < view.columns(); j++) {
                memory[OFFSET / Float.BYTES + (i / 16) * view.columns() * 16 + j * 16 + i % 16] = values[k++];
            }
        }
        return memory;
    }

    private static float[] memoryOf(MatrixView view) {
        return view.memory().toArray(ValueLayout.JAVA_FLOAT);
    }

    @Property(tries = 500)
    void weightsAreStoredInPanels(@ForAll @IntRange(max = 40) int rows, @ForAll @IntRange(max = 20) int columns,
            @ForAll long seed) {
        float[] values = new float[rows * columns];
        double[] doubles = new double[values.length];
        Random random = new Random(seed);
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) random.nextGaussian();
            doubles[k] = values[k] * (1 + 0x1p-30);
        }
        MatrixView ofFloats = view(rows, columns);
        ofFloats.set(values);
        assertArrayEquals(expected(ofFloats, values), memoryOf(ofFloats));
        assertArrayEquals(values, ofFloats.toArray());

        MatrixView ofDoubles = view(rows, columns);
        ofDoubles.set(doubles);
        assertArrayEquals(memoryOf(ofFloats), memoryOf(ofDoubles), "doubles are rounded to the nearest float");

        MatrixView oneByOne = view(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                oneByOne.set(i, j, values[i * columns + j]);
                assertEquals(values[i * columns + j], oneByOne.get(i, j));
            }
        }
        assertArrayEquals(memoryOf(ofFloats), memoryOf(oneByOne));
    }

    @Property(tries = 500)
    void copiesStartAtTheGivenIndex(@ForAll @IntRange(min = 1, max = 20) int rows, @ForAll @IntRange(min = 1, max = 20) int columns,
            @ForAll @IntRange(max = 9) int from) {
        MatrixView view = view(rows, columns);
        float[] target = new float[from + rows * columns + 2];
        view.copyTo(target, from);
        for (int k = 0; k < target.length; k++) {
            assertEquals(k >= from && k < from + rows * columns ? SENTINEL : 0f, target[k]);
        }
        assertThrows(IndexOutOfBoundsException.class, () -> view.copyTo(target, from + 3));
    }

    @Property
    void storedFloatsIncludePadding(@ForAll @IntRange(max = 100_000) int rows, @ForAll @IntRange(max = 100_000) int columns) {
        assertEquals((rows + 15L) / 16 * 16 * columns, MatrixView.storedFloats(rows, columns));
    }

    @Example
    void outOfBoundsAccessIsRejected() {
        MatrixView view = view(3, 2);
        int[][] outside = {{-1, 0}, {3, 0}, {15, 0}, {0, -1}, {0, 2}, {2, 2}, {Integer.MAX_VALUE, Integer.MAX_VALUE}};
        for (int[] at : outside) {
            assertThrows(IndexOutOfBoundsException.class, () -> view.get(at[0], at[1]));
            assertThrows(IndexOutOfBoundsException.class, () -> view.set(at[0], at[1], 1f));
        }
        for (int length : new int[] {0, 5, 7, 32}) {
            assertThrows(IllegalArgumentException.class, () -> view.set(new float[length]));
            assertThrows(IllegalArgumentException.class, () -> view.set(new double[length]));
        }
        assertArrayEquals(expected(view, new float[] {7, 7, 7, 7, 7, 7}), memoryOf(view));
    }
}
