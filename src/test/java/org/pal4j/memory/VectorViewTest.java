package org.pal4j.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A view in the middle of a memory filled with 7: everything outside the view must remain 7. */
class VectorViewTest {
    private static final float SENTINEL = 7f;
    private static final int OFFSET = 128;

    private static VectorView view(int size) {
        float[] memory = new float[OFFSET / Float.BYTES + Lanes.padded(size) + 16];
        Arrays.fill(memory, SENTINEL);
        return new VectorView(MemorySegment.ofArray(memory), OFFSET, size);
    }

    private static void assertSurroundingsUntouched(VectorView view) {
        float[] all = view.memory().toArray(ValueLayout.JAVA_FLOAT);
        int first = OFFSET / Float.BYTES;
        for (int i = 0; i < all.length; i++) {
            if (i < first || i >= first + view.size()) {
                assertEquals(SENTINEL, all[i], "float " + i + " of the memory");
            }
        }
    }

    @Property
    void arraysRoundTrip(@ForAll @Size(max = 70) float[] values) {
        VectorView view = view(values.length);
        view.set(values);
        assertArrayEquals(values, view.toArray());
        assertSurroundingsUntouched(view);
        VectorView other = view(values.length);
        for (int i = 0; i < values.length; i++) {
            other.set(i, values[i]);
            assertEquals(values[i], other.get(i));
            assertEquals(values[i], other.memory().get(ValueLayout.JAVA_FLOAT, OFFSET + 4L * i), "value i lies at float i");
        }
        assertArrayEquals(values, other.toArray());
        assertSurroundingsUntouched(other);
    }

    @Property
    void partsOfArraysRoundTrip(@ForAll @Size(max = 40) float[] values, @ForAll @IntRange(max = 20) int from) {
        VectorView view = view(values.length);
        float[] source = new float[from + values.length + 3];
        System.arraycopy(values, 0, source, from, values.length);
        view.set(source, from);
        assertArrayEquals(values, view.toArray());
        assertSurroundingsUntouched(view);
        float[] target = new float[source.length];
        view.copyTo(target, from);
        assertArrayEquals(source, target, "nothing before and behind is written");
        assertThrows(IndexOutOfBoundsException.class, () -> view.copyTo(target, 4 + from));
        assertThrows(IndexOutOfBoundsException.class, () -> view.set(source, 4 + from));
        assertThrows(IndexOutOfBoundsException.class, () -> view.set(source, -1));
    }

    @Example
    void doublesAreRoundedToTheNearestFloat() {
        VectorView view = view(3);
        view.set(new double[] {0.1, 1 + 0x1.8p-24, 1e300});
        assertArrayEquals(new float[] {0.1f, 1 + 0x1p-23f, Float.POSITIVE_INFINITY}, view.toArray());
        assertSurroundingsUntouched(view);
    }

    @Example
    void fillWritesOnlyTheValues() {
        VectorView view = view(17);
        view.fill(-2f);
        for (float value : view.toArray()) {
            assertEquals(-2f, value);
        }
        assertSurroundingsUntouched(view);
    }

    @Example
    void outOfBoundsAccessIsRejected() {
        VectorView view = view(5);
        for (int i : new int[] {-1, 5, 15, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> view.get(i));
            assertThrows(IndexOutOfBoundsException.class, () -> view.set(i, 1f));
        }
        for (int length : new int[] {0, 4, 6, 16}) {
            assertThrows(IllegalArgumentException.class, () -> view.set(new float[length]));
            assertThrows(IllegalArgumentException.class, () -> view.set(new double[length]));
        }
        assertSurroundingsUntouched(view);
    }
}
